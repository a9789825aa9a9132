using System.Text.Json.Nodes;
using Connect311.Api.Catalog;

namespace Connect311.Benchmarks.Day;

/// <summary>Machines at the places of some reports: each says again and again what a resident said once, until the day is over.</summary>
internal static class Machines
{
    private const int ReportsAMachine = 25;
    private const int ResidentsAMachine = 2_000;
    private const int Fewest = 2;

    /// <summary>Their reports, in no order.</summary>
    /// <param name="reports">Of residents, in their order.</param>
    public static IEnumerable<DayReport> Of(IReadOnlyList<DayReport> reports, int seed)
    {
        var places = reports.Where(IsSeen).ToArray();
        var random = new Random(seed);
        random.Shuffle(places);
        return places.Take(Math.Max(Fewest, reports.Count / ResidentsAMachine))
            .SelectMany((place, machine) => Enumerable.Range(1, ReportsAMachine).Select(i => Repeat(place, $"machine {machine + 1}, {i}", random)));
    }

    /// <summary>What a machine can see: a place that anybody may know of, of a type whose reports may be of the same thing.</summary>
    private static bool IsSeen(DayReport report) =>
        report.Type is { Incidents: not null, IsConfidential: false, Contact: not CatalogWords.Required }
        && JsonNode.Parse(report.Entry.Body)!["location"] is not null;

    private static DayReport Repeat(DayReport place, string mark, Random random)
    {
        var body = JsonNode.Parse(place.Entry.Body)!.AsObject();
        body["description"] = mark;
        body.Remove("contact");
        return new(new(mark, null, body.ToJsonString()), place.Type, place.Agency, place.At + ((DayPlan.Length - place.At) * random.NextDouble())) { IsOfMachine = true };
    }
}
