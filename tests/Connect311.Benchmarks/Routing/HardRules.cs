using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Benchmarks.Routing;

/// <summary>
/// New York's rules with 15 more before them that ask every report for words, its area and its hour, and hardly ever
/// hold: what a city pays that writes rules which no service type narrows.
/// </summary>
internal static class HardRules
{
    private const int OfEachKind = 5;

    public static RuleSet Of(City city)
    {
        var faults = new List<Fault>();
        var read = RuleSetReader.Read(DocumentOf(city), faults);
        return faults.Count > 0
            ? throw new InvalidOperationException($"The rules have a fault: {faults[0]}")
            : RuleSet.Compile(read!, 1, city.Catalog.ServiceTypesByCode.Values.Select(type => (type.Code, (string?)type.Group)));
    }

    public static JsonElement DocumentOf(City city)
    {
        var newYork = JsonDocument.Parse(CityFiles.Read(Path.Combine(AppContext.BaseDirectory, "seed", "nyc")).Texts[CityFiles.RuleSet]).RootElement;
        var kinds = new[] { Words, i => Area(i, city), Hour };
        var rules = Enumerable.Range(0, OfEachKind).SelectMany(i => kinds.Select((when, kind) => (object)Rule($"hard-{i}-{kind}", when(i))))
            .Concat(newYork.GetProperty("rules").EnumerateArray().Select(rule => (object)rule));
        return JsonSerializer.SerializeToElement(new
        {
            name = newYork.GetProperty("name"),
            timeZone = newYork.GetProperty("timeZone"),
            fallback = newYork.GetProperty("fallback"),
            rules,
        });
    }

    private static object Rule(string id, object when) => new
    {
        id,
        when,
        assign = new { department = RuleSet.OperatorDepartment },
        reason = new { en = "It is a rule of a benchmark." },
    };

    private static object Words(int i) => new { words = new[] { $"beehive {i}", "swarm of bees", $"gas smell {i}", "sinkhole", "downed wire" } };

    private static object Area(int i, City city)
    {
        var area = city.AreaSets[^1].Areas.ElementAt(i);
        return new { areas = new Dictionary<string, string[]> { [area.Set] = [area.Code] }, words = new[] { "never written" } };
    }

    private static object Hour(int i) => new { localTime = new { weekdays = new[] { "sunday" }, from = $"0{i}:00", to = $"0{i}:01" } };
}
