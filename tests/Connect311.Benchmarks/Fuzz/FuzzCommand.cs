using System.CommandLine;
using System.Globalization;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Fuzz;

/// <summary><c>fuzz</c>: whatever is sent, the answer is one that the document knows, and nothing is half-stored.</summary>
internal static class FuzzCommand
{
    public static Command Create()
    {
        var requests = new Option<long>("--requests") { Description = "How many hostile requests to send.", DefaultValueFactory = _ => 100_000 };
        var seed = new Option<int?>("--seed") { Description = "Makes the same requests again. Default: random." };
        var connections = new Option<int>("--connections") { Description = "How many connections send at once.", DefaultValueFactory = _ => 32 };
        var only = new Option<long?>("--only") { Description = "Sends one request of the seed to a fresh server, and shows it with its answer." };
        var command = new Command("fuzz", "Sends hostile requests over every route, and checks every answer.") { requests, seed, connections, only };
        command.SetAction((parsed, token) => RunAsync(
            new(
                parsed.GetValue(requests),
                parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000),
                parsed.GetValue(connections),
                parsed.GetValue(only)),
            token));
        return command;
    }

    private static async Task<int> RunAsync(FuzzPlan plan, CancellationToken cancellationToken)
    {
        using var folder = new ServerFolder();
        var run = new FuzzRun(plan, folder);
        Console.WriteLine($"fuzz --requests {plan.Requests} --seed {plan.Seed}");
        await run.RunAsync(cancellationToken);
        Print(plan, run);
        return run.Anomalies.Total == 0 ? 0 : 1;
    }

    private static void Print(FuzzPlan plan, FuzzRun run)
    {
        var table = new ResultTable("fuzz")
            .Row("seed", plan.Seed.ToString(CultureInfo.InvariantCulture))
            .Row("requests", run.Sent)
            .Row("requests/s", run.Sent / run.Elapsed.TotalSeconds);
        foreach (var (status, count) in run.Statuses)
        {
            table.Row($"answers {status.ToString(CultureInfo.InvariantCulture)}", count);
        }

        table.Row("oddities hung up on without a word", run.HungUp)
            .Row("malformed bodies that Kestrel could not drain (logged by itself)", run.Undrained)
            .Row("busy (503)", run.Busy)
            .Row("reports stored and verified", run.Stored)
            .Rows(run.Anomalies)
            .Print(run.Anomalies);
    }
}
