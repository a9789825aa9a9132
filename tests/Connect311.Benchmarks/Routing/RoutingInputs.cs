using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Benchmarks.Load;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Benchmarks.Routing;

/// <summary>The real reports as the routing gets them: read, checked and placed, as the server does it.</summary>
internal static class RoutingInputs
{
    public static IReadOnlyList<(RoutingInput Input, string Agency)> Read(City city) =>
        [.. new ReportBodies(city).Draw().Select(body => (InputOf(body, city), body.Report.Row.Agency))];

    private static RoutingInput InputOf(ReportBody body, City city)
    {
        using var json = JsonDocument.Parse(body.Json);
        var faults = new List<Fault>();
        var submission = SubmissionReader.Read(new(json.RootElement, "", faults), city.Catalog.Version, []);
        var type = body.Report.Type;
        var placement = submission.Location is { } location
            ? Placement.Of(location.Latitude, location.Longitude, type, city.AreaSets)!
            : Placement.Unplaced;
        return faults.Count > 0
            ? throw new InvalidOperationException($"A report of the sample is not readable: {faults[0]}")
            : new()
            {
                ServiceType = type.Code,
                Group = type.Group,
                // As the import sends them: whoever cannot be asked is decided without an answer.
                Channel = Channel.Import,
                ReceivedAt = body.Report.Row.CreatedAt,
                Areas = placement.Areas,
                Answers = AnswerRules.ForRouting(submission),
                Description = submission.Description,
            };
    }
}
