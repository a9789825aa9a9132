using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Reads retention.json: periods for all service types, and those of single types or families.</summary>
internal static class RetentionReader
{
    private const string Types = "serviceTypes";

    public static Retention Read(JsonElement json, List<Fault> faults)
    {
        var root = new ObjectReader(json, "", faults);
        var source = root.RequiredText("source", 200);
        root.Require("default");
        var common = root.Object("default") is { } entry ? ReadPeriods(entry) : RetentionPeriods.Forever;
        var byType = new Dictionary<string, RetentionPeriods>();
        if (root.Object(Types) is { } types)
        {
            foreach (var (code, _) in types.Members().ToList())
            {
                if (types.Object(code) is { } own)
                {
                    byType[code] = ReadPeriods(own);
                }
            }

            types.End();
        }

        root.End();
        return new(source, common, byType);
    }

    private static RetentionPeriods ReadPeriods(ObjectReader entry)
    {
        var periods = new RetentionPeriods(
            ReadPeriod(entry, "contact"), ReadPeriod(entry, "freeText"), ReadPeriod(entry, "photos"), ReadPeriod(entry, "request"));
        entry.End();
        foreach (var (name, period) in new[] { ("contact", periods.Contact), ("freeText", periods.FreeText), ("photos", periods.Photos) })
        {
            // Nothing of a request outlives it.
            if (period is not null && periods.Request is { } whole && period.AboutDays > whole.AboutDays)
            {
                entry.Add(name, FaultCodes.TooHigh, "maximum", whole.ToString());
            }
        }

        return periods;
    }

    private static Period? ReadPeriod(ObjectReader entry, string name)
    {
        if (entry.Text(name, 20) is not { } text)
        {
            return null;
        }

        if (Period.Parse(text) is { } period)
        {
            return period;
        }

        entry.Add(name, FaultCodes.InvalidFormat, "expected", "an ISO 8601 period of years, months and days, such as P3Y");
        return null;
    }
}
