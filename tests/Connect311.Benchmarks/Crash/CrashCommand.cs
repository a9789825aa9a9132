using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Connect311.Api.Triage;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Crash;

/// <summary><c>crash</c>: nothing that was acknowledged may be lost, whenever the server dies.</summary>
internal static class CrashCommand
{
    public static Command Create()
    {
        var kills = new Option<int>("--kills") { Description = "How often to kill the server.", DefaultValueFactory = _ => 100 };
        var seed = new Option<int?>("--seed") { Description = "Makes the same moments and the same load again, as far as time allows. Default: random." };
        var clients = new Option<int>("--clients") { Description = "How many clients act at once.", DefaultValueFactory = _ => 16 };
        var between = new Option<double>("--seconds-between")
        {
            Description = "The longest time that the server lives under load; mostly a number of answers, drawn anew, ends it before.",
            DefaultValueFactory = _ => 10,
        };
        var bug = new Option<bool>("--bug") { Description = "Runs a server that acknowledges before the commit; that must be found." };
        var command = new Command("crash", "Kills the server under load and looks for what was lost.") { kills, seed, clients, between, bug };
        command.SetAction((parsed, token) => RunAsync(
            new(
                parsed.GetValue(kills),
                parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000),
                parsed.GetValue(clients),
                TimeSpan.FromSeconds(parsed.GetValue(between)),
                parsed.GetValue(bug)),
            token));
        return command;
    }

    private static async Task<int> RunAsync(CrashPlan plan, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var folder = new ServerFolder();
        var run = new CrashRun(plan, folder);
        Console.WriteLine($"crash --kills {plan.Kills} --seed {plan.Seed}{(plan.Bug ? " --bug" : "")}");
        await run.RunAsync(kill => Tell(kill, run), cancellationToken);
        Print(plan, run, watch.Elapsed);
        if (!plan.Bug)
        {
            return run.Anomalies.Total == 0 ? 0 : 1;
        }

        var found = run.Anomalies.Of(LedgerCheck.Missing);
        Console.WriteLine(found > 0
            ? string.Create(CultureInfo.InvariantCulture, $"The seeded bug was caught: {found} acknowledged actions are missing.")
            : "The seeded bug was NOT caught.");
        return found > 0 ? 0 : 1;
    }

    private static void Tell(int kill, CrashRun run)
    {
        if (kill % 10 == 0)
        {
            Console.Error.WriteLine($"{kill} kills, {run.State!.Hashes.Count} events, {run.Anomalies.Total} anomalies");
        }
    }

    private static void Print(CrashPlan plan, CrashRun run, TimeSpan elapsed)
    {
        long Sum(Func<Actions, long> which) => run.Clients.Sum(client => which(client.Done));
        new ResultTable("crash")
            .Row("seed", plan.Seed.ToString(CultureInfo.InvariantCulture))
            .Row("kills", plan.Kills)
            .Row("of them before the server listened", run.EarlyKills)
            .Row("minutes", elapsed.TotalMinutes, "N1")
            .Row("reports acknowledged", Sum(done => done.Submitted))
            .Row("answers to retries and reused keys", Sum(done => done.Replayed))
            .Row("claims of the next request acknowledged", Sum(done => done.Claimed))
            .Row("corrections acknowledged", Sum(done => done.Corrected))
            .Row("incidents begun", Sum(done => done.Joined))
            .Row("splits, undoings and actions on incidents acknowledged", Sum(done => done.ActedOnIncidents))
            .Row("holds answered", Sum(done => done.Held))
            .Row("bulk calls answered", Sum(done => done.Bulked))
            .Row("residents forgotten", Sum(done => done.Forgotten))
            .Row("legal holds placed or ended", Sum(done => done.RecordsHeld))
            .Rows(Lifecycle.Transitions.Select(transition => transition.Action)
                .Select(action => ($"acknowledged: {action}", Sum(done => done.Steps.GetValueOrDefault(action)))))
            .Row("reads", Sum(done => done.Read))
            .Row("actions whose answer a kill took", Sum(done => done.Lost))
            .Row("events stored and verified", run.State!.Hashes.Count)
            .Row("events read by the follower of the feed", run.Reader!.Seen)
            .Row("polls of the follower", run.Reader.Polls)
            .Rows(run.Anomalies)
            .Print(run.Anomalies);
    }
}
