using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Benchmarks.Day;

/// <summary>
/// New York as the day has it. The city publishes by when reports are to be resolved, and nothing else; so that all clocks
/// run, reports are also to be acknowledged and inspected, some departments keep office hours, and operators see what is late.
/// </summary>
internal static class DayCity
{
    private static readonly string[] InOfficeHours = ["DOB", "DOHMH", "TLC", "DCWP", "DPR"];

    /// <summary>Writes the city's files into a folder.</summary>
    public static void Write(string folder)
    {
        var seed = Path.Combine(AppContext.BaseDirectory, "seed", "nyc");
        foreach (var (name, text) in CityFiles.Read(seed).Texts)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, Changed(name, text));
        }

        File.WriteAllText(Path.Combine(folder, CityFiles.Escalations), $$"""
            { "rules": [{ "id": "late", "at": "{{EventKind.Breached}}", "targets": ["resolve"], "operator": true }] }
            """);
    }

    private static string Changed(string name, string text) => name switch
    {
        CityFiles.Departments => Each(text, department =>
        {
            if (InOfficeHours.Contains((string?)department["code"]))
            {
                department["calendar"] = "office-hours";
            }
        }),
        CityFiles.ServiceTypes => Each(text, type => AddTargets(type["serviceLevel"] as JsonObject)),
        _ => text,
    };

    private static string Each(string text, Action<JsonObject> change)
    {
        var entries = JsonNode.Parse(text)!.AsArray();
        foreach (var entry in entries)
        {
            change(entry!.AsObject());
        }

        return entries.ToJsonString();
    }

    /// <summary>A quarter and half of the hours; of days, a working day and half of them.</summary>
    private static void AddTargets(JsonObject? level)
    {
        if (level?["resolve"] is not JsonObject resolve)
        {
            return;
        }

        var (hours, days) = ((int?)resolve["hours"], (int?)resolve["days"]);
        level["acknowledge"] = new JsonObject { ["hours"] = hours is null ? 8 : Math.Max(1, hours.Value / 4) };
        level["inspect"] = hours is null ? new() { ["days"] = Math.Max(1, days!.Value / 2) } : new JsonObject { ["hours"] = Math.Max(1, hours.Value / 2) };
    }
}
