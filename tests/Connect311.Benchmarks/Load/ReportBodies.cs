using System.Text.Json.Nodes;
using Connect311.Api.Catalog;

namespace Connect311.Benchmarks.Load;

/// <summary>
/// Submissions as phones would have sent the real reports. What the city does not publish (the resident's own words, how
/// exact the phone was, who reported) is made up, the same in every run.
/// </summary>
internal sealed class ReportBodies(City city, int contactPercent)
{
    private const int Seed = 311;

    private readonly Random _random = new(Seed);

    /// <summary>At most so many bodies, drawn evenly over the sample, one JSON object a line.</summary>
    public IReadOnlyList<string> Draw(int most)
    {
        var reports = SampleReports.Read(city).Where(IsAcceptable).ToArray();
        _random.Shuffle(reports);
        return [.. reports.Take(most).Select(report => BodyOf(report).ToJsonString())];
    }

    /// <summary>A phone's point outside the city would be refused.</summary>
    private bool IsAcceptable(SampleReport report) =>
        report.Type.Place != CatalogWords.None
        && report.Row is { Latitude: { } latitude, Longitude: { } longitude }
        && city.AreaSets[0].Find(latitude, longitude) is not null;

    private JsonObject BodyOf(SampleReport report)
    {
        var body = new JsonObject
        {
            ["serviceType"] = report.Type.Code,
            ["description"] = $"{report.Row.ComplaintType}, {report.Row.Descriptor}: {report.LocationType}",
            ["location"] = new JsonObject
            {
                ["latitude"] = Math.Round(report.Row.Latitude!.Value, 6),
                ["longitude"] = Math.Round(report.Row.Longitude!.Value, 6),
                ["accuracyMetres"] = _random.Next(3, 60),
                ["source"] = "gps",
            },
        };
        if (AnswersOf(report) is { Count: > 0 } answers)
        {
            body["answers"] = answers;
        }

        if (report.Type.Contact == CatalogWords.Required
            || (report.Type.Contact == CatalogWords.Optional && _random.Next(100) < contactPercent))
        {
            body["contact"] = new JsonObject { ["name"] = "Ana Ruiz", ["email"] = "ana@example.org", ["notify"] = new JsonArray("email") };
        }

        return body;
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
