using System.Diagnostics;
using Connect311.Api.Triage.Marks;

namespace Connect311.Benchmarks.Day;

/// <summary>Lets the hours of a day pass, and in each minute everybody do what they have to do.</summary>
/// <param name="marks">Tells whether the watch over missed targets keeps up.</param>
internal sealed class DayHours(DayPlan plan, DayWorld world, DayClient client, Residents residents, IReadOnlyList<Team> teams, MarkStore marks)
{
    private const int LooksAtOnce = 200;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private int _submitted;

    /// <param name="progress">Told how many ticks are over, and how many reports are submitted.</param>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> RunAsync(IReadOnlyCollection<DayReport> reports, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var (agents, supervisors, arriving) = (Agents(), Supervisors(), new Queue<DayReport>(reports));
        var (begin, watch) = (world.Clock.GetUtcNow(), Stopwatch.GetTimestamp());
        for (var tick = 1; tick <= plan.Ticks; tick++)
        {
            world.Clock.MoveTo(begin + (plan.Tick * tick));
            var now = world.Clock.GetUtcNow();
            var calls = agents.Where(agent => agent.NextAt <= now).Select(agent => (Func<Task>)agent.ActAsync)
                .Concat(supervisors.Where(supervisor => supervisor.NextAt <= now).Select(supervisor => (Func<Task>)supervisor.ActAsync))
                .Concat(world.Due()).ToList();
            await TogetherAsync(Between(calls, [.. Arrived(arriving, plan.Tick * tick)]), cancellationToken);
            await WaitForWatchAsync(now, cancellationToken);
            progress(tick, _submitted);
        }

        return Stopwatch.GetElapsedTime(watch);
    }

    private List<Agent> Agents()
    {
        var departments = teams.Where(team => team.Reports > 0).Select(team => team.Department).ToList();
        var pace = plan.PaceOf(teams.Sum(team => team.Agents.Count));
        return [.. teams.SelectMany(team => team.Agents)
            .Select((person, i) => new Agent(world, client, residents, person, departments, pace, (plan.Seed * 1_000) + i))];
    }

    private List<Supervisor> Supervisors() => [.. teams.Select((team, i) => new Supervisor(world, client, residents, team, (plan.Seed * 2_000) + i))];

    private IEnumerable<Func<Task>> Arrived(Queue<DayReport> arriving, TimeSpan until)
    {
        while (arriving.TryPeek(out var report) && report.At < until)
        {
            arriving.Dequeue();
            yield return async () =>
            {
                await residents.SubmitAsync(report);
                Interlocked.Increment(ref _submitted);
            };
        }
    }

    /// <summary>Both in their order, the one spread evenly among the other.</summary>
    private static IEnumerable<Func<Task>> Between(List<Func<Task>> calls, List<Func<Task>> reports) => calls
        .Select((call, i) => (At: (i + 0.5) / calls.Count, Call: call))
        .Concat(reports.Select((call, i) => (At: (i + 0.5) / reports.Count, Call: call)))
        .OrderBy(one => one.At)
        .Select(one => one.Call);

    private static Task TogetherAsync(IEnumerable<Func<Task>> calls, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        calls,
        new ParallelOptions { MaxDegreeOfParallelism = DayPlan.AtOnce, CancellationToken = cancellationToken },
        async (call, _) => await call());

    /// <summary>
    /// The clock is not moved on before the watch over missed targets has marked what it could see when the minute began:
    /// it has a fraction of a second for what it otherwise has a minute for.
    /// </summary>
    /// <param name="began">When the clock was moved.</param>
    private async Task WaitForWatchAsync(DateTimeOffset began, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        while ((await marks.DueAsync(began, LooksAtOnce, cancellationToken)).Exists(row => row.UpdatedAt < began) && Stopwatch.GetElapsedTime(begin) < LongestWait)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        }
    }
}
