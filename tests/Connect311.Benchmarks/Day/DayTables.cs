using System.Globalization;
using System.Xml;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Bulk;
using Connect311.Api.Triage.Numbers;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Day;

/// <summary>The report of a day: how much went through, what was late, how it ended and what residents said to that.</summary>
internal static class DayTables
{
    private static CultureInfo Plain => CultureInfo.InvariantCulture;

    public static void Print(DayPlan plan, DayRun run)
    {
        PrintDepartments(plan, run);
        PrintOutcomes(run);
        PrintWhole(plan, run);
    }

    private static void PrintWhole(DayPlan plan, DayRun run)
    {
        var (world, seconds) = (run.World, run.Elapsed.TotalSeconds);
        var events = run.Events.Lines.CountBy(line => line.Kind).ToDictionary();
        int Of(string kind) => events.GetValueOrDefault(kind);
        string Each(params string[] kinds) => string.Join(" / ", kinds.Select(kind => Of(kind).ToString("N0", Plain)));
        new ResultTable("day")
            .Row("seed", plan.Seed.ToString(Plain))
            .Row("hours played, on the day's clock", (DayPlan.Length + DayPlan.NightShift).TotalHours)
            .Row("minutes that took", run.Elapsed.TotalMinutes, "N1")
            .Row("reports stored", world.Stored)
            .Row("of them sent twice at once", run.Residents.SentTwice)
            .Row("reports/s, beside everything else", world.Submitting.Count / seconds)
            .Row("report p50 / p99, ms", Times(world.Submitting))
            .Row("staff actions/s, beside everything else", world.Acting.Count / seconds)
            .Row("staff action p50 / p99, ms", Times(world.Acting))
            .Row("staff actions that somebody else was before", string.Join(", ", world.Conflicts.OrderBy(code => code.Key).Select(code => $"{code.Key} {code.Value.ToString("N0", Plain)}")))
            .Rows(Targets.Codes.Select(target => ($"missed: to {target}", (long)run.Marks.Counts.GetValueOrDefault((EventKind.Breached, target)))))
            .Rows(Targets.Codes.Select(target => ($"nearly missed: to {target}", (long)run.Marks.Counts.GetValueOrDefault((EventKind.NearBreach, target)))))
            .Row("latest mark, minutes after its time", run.Marks.Latest.TotalMinutes, "N1")
            .Row("claims", Of(EventKind.Claimed))
            .Row("transfers", Of(EventKind.Transferred))
            .Row("questions asked / answered / expired", Each(EventKind.ClarificationAsked, EventKind.ClarificationAnswered, EventKind.ClarificationExpired))
            .Row("withdrawn by residents / refused by staff", Each(EventKind.Withdrawn, EventKind.Cancelled))
            .Row("closings", Of(EventKind.Closed))
            .Row("disputes / upheld / rejected", Each(EventKind.Disputed, EventKind.DisputeUpheld, EventKind.DisputeRejected))
            .Row("opened again by supervisors otherwise", Of(EventKind.Reopened))
            .Row("reports of machines", run.Reports.Count(report => report.IsOfMachine))
            .Row("incidents / with more than ten reports", Incidents(run))
            .Row("joined to incidents / left them", Each(EventKind.IncidentJoined, EventKind.IncidentLeft))
            .Row("bulk actions: best effort / all or nothing / refused", Bulks(world))
            .Row("held back / released by operators", string.Create(Plain, $"{run.Events.Held:N0} / {Of(EventKind.Released):N0}"))
            .Row("events stored, chained and folded", run.State.Hashes.Count)
            .Row("daily roots verified", run.Roots)
            .Row("due times compared with the reference clock", string.Create(Plain, $"{run.Clocks.AtIntake:N0} at intake, {run.Clocks.AtEnd:N0} at the end"))
            .Rows(run.Anomalies)
            .Print(run.Anomalies);
    }

    private static void PrintDepartments(DayPlan plan, DayRun run)
    {
        var pace = plan.PaceOf(run.Teams.Sum(team => team.Agents.Count));
        var numbers = run.NumbersBy(NumbersBy.Department);
        var table = new ComparisonTable(
            $"day: by department (an agent's step takes {pace.TotalMinutes.ToString("N1", Plain)} minutes)",
            ["agents", "received", "closed", "cancelled", "open", "overdue", "sent on", "disputed", "upheld", "to acknowledge", "to resolve"],
            hasAims: false);
        foreach (var item in numbers.Items)
        {
            var agents = run.Teams.FirstOrDefault(team => team.Department == item.Code)?.Agents.Count ?? 0;
            table.Row(
                item.Code!, null, Text(agents), Text(item.Received), Text(item.Closed), Text(item.Cancelled), Text(item.Open), Text(item.Overdue), Text(item.Transfers),
                Text(item.Disputes), Text(item.DisputesUpheld), Text(item.Acknowledge?.Median), Text(item.Resolve.Median));
        }

        table.Print();
    }

    private static void PrintOutcomes(DayRun run)
    {
        var outcomes = run.State.Requests.Values.Where(request => request.Outcome is not null).CountBy(request => request.Outcome!).OrderByDescending(outcome => outcome.Value);
        var table = new ResultTable("day: how it ended");
        table.Rows(outcomes.Select(outcome => (outcome.Key, (long)outcome.Value))).Print(new());
    }

    private static string Incidents(DayRun run)
    {
        var sizes = run.State.Requests.Values.Where(request => request.IncidentId is not null).CountBy(request => request.IncidentId!.Value).ToList();
        return string.Create(Plain, $"{sizes.Count:N0} / {sizes.Count(size => size.Value > 10):N0}");
    }

    private static string Bulks(DayWorld world) => string.Join(
        " / ", new[] { BulkMode.BestEffort, BulkMode.AllOrNothing, BulkWork.Refused }.Select(how => world.Bulked.GetValueOrDefault(how).ToString("N0", Plain)));

    private static string Times(CallTimes times) => string.Create(Plain, $"{times.Percentile(50):N0} / {times.Percentile(99):N0}");

    private static string Text(int? number) => number?.ToString("N0", Plain) ?? "";

    private static string Text(string? duration) => duration is null ? "" : XmlConvert.ToTimeSpan(duration).ToString(@"hh\:mm", Plain);
}
