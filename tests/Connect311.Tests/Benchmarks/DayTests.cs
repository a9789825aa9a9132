using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;
using Connect311.Benchmarks.Day;
using Connect311.Benchmarks.Servers;

namespace Connect311.Tests.Benchmarks;

/// <summary>A short form of the benchmark <c>day</c>: a city's day on a server in this process.</summary>
public sealed class DayTests : IDisposable
{
    private readonly ServerFolder _folder = new();

    [Fact]
    public async Task A_day_of_a_city_leaves_nothing_that_its_events_do_not_say()
    {
        var run = await RunAsync(reports: 500, bug: false);

        Assert.Empty(run.Anomalies.Examples);
        Assert.Equal((500, run.Reports.Count), (run.Reports.Count(report => !report.IsOfMachine), run.World.Stored));
        Assert.Superset(
            new HashSet<string>
            {
                EventKind.Closed, EventKind.Disputed, EventKind.Transferred, EventKind.Waiting, EventKind.ClarificationAsked, EventKind.Breached,
                EventKind.IncidentJoined, EventKind.Noted, EventKind.Released,
            },
            run.Events.Lines.Select(line => line.Kind).ToHashSet());
        CheckTheChecks(run);
    }

    [Fact]
    public async Task A_server_that_forgets_what_it_acknowledged_is_caught()
    {
        var run = await RunAsync(reports: 100, bug: true);

        Assert.True(run.Broken > 0, "the seeded bug was not caught");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Each check finds what it is for; another day would take as long again.</summary>
    private static void CheckTheChecks(DayRun run)
    {
        var found = run.Anomalies;
        DayWorld.Count(run.World.Told, EventKind.Closed);
        CountAudit.Check(run.Events, run.World);
        foreach (var request in run.State.Requests.Values)
        {
            request.Clocks = request.Clocks with { Marks = ClockMarks.None, DueAt = request.Clocks.DueAt?.AddMilliseconds(1) };
        }

        run.Marks.Run();
        run.Clocks.Run(DayRun.ComparedWithReference);

        Assert.Equal(1, found.Of(CountAudit.Counts));
        Assert.True(found.Of(MarkAudit.Marks) > 0, "missed targets without a mark were not seen");

        // What waits, or has no target, has no due time that could differ.
        Assert.InRange(found.Of(ClockAudit.Clocks), 1, run.Clocks.AtEnd / 2);
    }

    private async Task<DayRun> RunAsync(int reports, bool bug)
    {
        var run = new DayRun(new(reports, Seed: 311, RealData.PathOf("nyc-2026-q2.csv"), bug), _folder);
        await run.RunAsync((_, _) => { }, TestContext.Current.CancellationToken);
        return run;
    }
}
