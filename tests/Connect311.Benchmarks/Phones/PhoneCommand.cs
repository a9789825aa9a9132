using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Phones;

/// <summary><c>phone</c>: a bad network may cost time, and nothing else.</summary>
internal static class PhoneCommand
{
    public static Command Create()
    {
        var phones = new Option<int>("--phones") { Description = "How many phones report.", DefaultValueFactory = _ => 500 };
        var reports = new Option<int>("--reports") { Description = "How many reports each of them makes, with up to two photos each.", DefaultValueFactory = _ => 4 };
        var kills = new Option<int>("--kills") { Description = "How often to kill the server.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int?>("--seed") { Description = "Makes the same faults and the same reports again, as far as time allows. Default: random." };
        var bug = new Option<bool>("--bug") { Description = "Runs phones that make a new key for each try; that must be found." };
        var command = new Command("phone", "Lets phones report through a bad network, and looks for what was lost, doubled or seen otherwise.") { phones, reports, kills, seed, bug };
        command.SetAction((parsed, token) => RunAsync(
            new(
                parsed.GetValue(phones),
                parsed.GetValue(reports),
                parsed.GetValue(kills),
                parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000),
                parsed.GetValue(bug)),
            token));
        return command;
    }

    private static async Task<int> RunAsync(PhonePlan plan, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var folder = new ServerFolder();
        var run = new PhoneRun(plan, folder);
        Console.WriteLine($"phone --phones {plan.Phones} --kills {plan.Kills} --seed {plan.Seed}{(plan.Bug ? " --bug" : "")}");
        await run.RunAsync(
            kill => Console.Error.WriteLine($"{kill} kills, {run.Phones.Sum(phone => phone.Reports.Count(report => report.Number is not null))} reports answered, {run.Anomalies.Total} anomalies"),
            cancellationToken);
        Print(plan, run, watch.Elapsed);
        if (!plan.Bug)
        {
            return run.Anomalies.Total == 0 ? 0 : 1;
        }

        var found = run.Anomalies.Of(PhoneAnomaly.Doubled);
        Console.WriteLine(found > 0
            ? string.Create(CultureInfo.InvariantCulture, $"The seeded bug was caught: {found} reports are stored more than once.")
            : "The seeded bug was NOT caught.");
        return found > 0 ? 0 : 1;
    }

    private static void Print(PhonePlan plan, PhoneRun run, TimeSpan elapsed) => new ResultTable("phone")
        .Row("seed", plan.Seed.ToString(CultureInfo.InvariantCulture))
        .Row("phones", plan.Phones)
        .Row("kills of the server", plan.Kills)
        .Row("minutes", elapsed.TotalMinutes, "N1")
        .Rows(run.Faults)
        .Row("reports made", run.Phones.Sum(phone => phone.Reports.Count))
        .Row("photos taken", run.Phones.Sum(phone => phone.Photos.Count))
        .Row("steps of staff meanwhile", run.Steps)
        .Row("changes told to phones", run.Phones.Sum(phone => phone.Inbox.Told))
        .Row("events stored and verified", run.State!.Hashes.Count)
        .Rows(run.Anomalies)
        .Print(run.Anomalies);
}
