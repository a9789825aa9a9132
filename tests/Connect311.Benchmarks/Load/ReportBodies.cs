using System.Text.Json.Nodes;
using Connect311.Api.Catalog;

namespace Connect311.Benchmarks.Load;

/// <summary>A submission as a phone would have sent a real report.</summary>
/// <param name="Json">What it would have posted, in one line.</param>
internal sealed record ReportBody(SampleReport Report, string Json);

/// <summary>
/// Makes submissions of the real reports. What the city does not publish (the resident's own words, how exact the phone
/// was, who reported) is made up, the same in every run.
/// </summary>
internal sealed class ReportBodies(City city, int contactPercent = 0)
{
    /// <summary>Of everybody who is asked for it, or gives it.</summary>
    public const string Email = "ana@example.org";

    private const int Seed = 311;

    private readonly Random _random = new(Seed);

    /// <summary>At most so many, drawn evenly over the sample.</summary>
    public IReadOnlyList<ReportBody> Draw(int most = int.MaxValue)
    {
        var reports = SampleReports.Read(city).Where(report => report.Type.Place != CatalogWords.None).ToArray();
        _random.Shuffle(reports);
        return [.. reports.Take(most).Select(report => new ReportBody(report, BodyOf(report).ToJsonString()))];
    }

    /// <summary>All of a file, in the order in which they came in.</summary>
    /// <param name="path">Null for the sample.</param>
    public IEnumerable<(SampleReport Report, JsonObject Body)> InOrder(string? path = null) =>
        SampleReports.Read(city, path).OrderBy(report => report.Row.CreatedAt).Select(report => (report, BodyOf(report)));

    private JsonObject BodyOf(SampleReport report)
    {
        var body = new JsonObject
        {
            ["serviceType"] = report.Type.Code,
            ["description"] = $"{report.Row.ComplaintType}, {report.Row.Descriptor}: {report.LocationType}",
        };
        if (report.Type.Place != CatalogWords.None)
        {
            AddPlace(body, report);
        }

        if (AnswersOf(report) is { Count: > 0 } answers)
        {
            body["answers"] = answers;
        }

        if (report.Type.Contact == CatalogWords.Required
            || (report.Type.Contact == CatalogWords.Optional && _random.Next(100) < contactPercent))
        {
            body["contact"] = new JsonObject { ["name"] = "Ana Ruiz", ["email"] = Email, ["notify"] = new JsonArray("email") };
        }

        return body;
    }

    /// <summary>Without coordinates, or with such as would be refused as outside the city, the resident named an address.</summary>
    private void AddPlace(JsonObject body, SampleReport report)
    {
        if (report.Row is { Latitude: { } latitude, Longitude: { } longitude } && city.AreaSets[0].Find(latitude, longitude) is not null)
        {
            body["location"] = new JsonObject
            {
                ["latitude"] = Math.Round(latitude, 6),
                ["longitude"] = Math.Round(longitude, 6),
                ["accuracyMetres"] = _random.Next(3, 60),
                ["source"] = "gps",
            };
        }
        else
        {
            body["address"] = new JsonObject { ["text"] = "Broadway and West 42 Street" };
        }
    }

    /// <summary>The kind of place where the service type asks for it and knows the city's word; and what must be answered.</summary>
    private static JsonObject AnswersOf(SampleReport report)
    {
        var place = report.LocationType.ToLowerInvariant().Replace(' ', '-');
        var answers = new JsonObject();
        foreach (var question in report.Type.Questions)
        {
            if (question.Code == "location-type" && question.Choices.Any(choice => choice.Code == place))
            {
                answers[question.Code] = place;
            }
            else if (question is { Required: true, When: null })
            {
                answers[question.Code] = question.Choices is [var first, ..] ? first.Code : "1";
            }
        }

        return answers;
    }
}
