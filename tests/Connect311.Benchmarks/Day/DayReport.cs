using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Load;

namespace Connect311.Benchmarks.Day;

/// <summary>A report of the day, with what its resident, and the staff, were told of it.</summary>
/// <param name="Entry">What the server gave its word on; whoever reads or changes it locks it.</param>
/// <param name="Type">The service type that it was sent under.</param>
/// <param name="Agency">Who had it in New York.</param>
/// <param name="At">When it comes in, from the beginning of the day.</param>
internal sealed record DayReport(LedgerEntry Entry, ServiceType Type, string Agency, TimeSpan At)
{
    /// <summary>As the staff routes have it; empty until it was stored.</summary>
    public string Number => Entry.Number?.ToString() ?? "";

    /// <summary>Whether a machine sends it, and nobody waits for an answer.</summary>
    public bool IsOfMachine { get; init; }
}

/// <summary>The reports of a day in their order.</summary>
internal static class DayReports
{
    /// <summary>The file's days do not follow each other; what lies between them is left out.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(10);

    /// <summary>
    /// All reports of the file that residents can send, the first ones of it. Their times are those of the file, run
    /// together so that all fit into the day: its ten days pass one after the other, each with its night. Machines report beside them.
    /// </summary>
    public static List<DayReport> Read(DayPlan plan, City city)
    {
        var reports = new ReportBodies(city, contactPercent: 20).InOrder(plan.Data).Take(plan.Reports).ToList();
        var times = TimesOf([.. reports.Select(report => report.Report.Row.CreatedAt)]);
        var ofResidents = reports.Select((report, i) => Of(i, report.Report, report.Body, times[i])).ToList();
        return [.. ofResidents.Concat(Machines.Of(ofResidents, plan.Seed)).OrderBy(report => report.At)];
    }

    private static DayReport Of(int i, SampleReport report, JsonObject body, TimeSpan at)
    {
        // Its number makes it unlike any other.
        var mark = $"{body["description"]} ({i + 1})";
        body["description"] = mark;
        return new(new(mark, $"day-{i + 1}", body.ToJsonString()), report.Type, report.Row.Agency, at);
    }

    private static List<TimeSpan> TimesOf(List<DateTimeOffset> created)
    {
        var (times, sum) = (new List<TimeSpan>(), TimeSpan.Zero);
        for (var i = 0; i < created.Count; i++)
        {
            var gap = i == 0 ? TimeSpan.Zero : created[i] - created[i - 1];
            sum += gap < LongestGap ? gap : LongestGap;
            times.Add(sum);
        }

        // A second less, so that the last one comes in within the day.
        var scale = sum > TimeSpan.Zero ? (DayPlan.Length - TimeSpan.FromSeconds(1)) / sum : 0;
        return [.. times.Select(time => time * scale)];
    }
}
