using System.CommandLine;
using System.Globalization;
using Connect311.Api.Commands;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Day;

/// <summary><c>day</c>: a city's day, with its residents and its staff, after which nothing may be wrong.</summary>
internal static class DayCommand
{
    private const int Failed = 1;

    public static Command Create()
    {
        var reports = WholeNumber.Option("--reports", "How many reports come in, the first of the file.", 100_000, atLeast: 100);
        var seed = new Option<int>("--seed") { Description = "Makes the same people again; who of them is first is for the machine to say.", DefaultValueFactory = _ => 311 };
        var data = new Option<string?>("--data") { Description = "A file of New York's reports; the sample of CONNECT311_DATA by default." };
        var bug = new Option<bool>("--bug") { Description = "Runs a server that forgets some of what it acknowledged; that must be found." };
        var command = new Command("day", "Plays a day of the real reports with simulated residents and staff on a virtual clock, and checks everything by the events.")
        {
            reports, seed, data, bug,
        };
        command.SetAction((parsed, token) => RunAsync(
            new(parsed.GetValue(reports), parsed.GetValue(seed), parsed.GetValue(data), parsed.GetValue(bug)), token));
        return command;
    }

    private static async Task<int> RunAsync(DayPlan plan, CancellationToken cancellationToken)
    {
        using var folder = new ServerFolder();
        var run = new DayRun(plan, folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"day --reports {plan.Reports} --seed {plan.Seed}{(plan.Bug ? " --bug" : "")}"));
        await ProgressBar.ShowAsync("reports", plan.Ticks, tell => run.RunAsync(tell, cancellationToken));
        DayTables.Print(plan, run);
        if (!plan.Bug)
        {
            return run.Anomalies.Total == 0 ? 0 : Failed;
        }

        var found = run.Broken;
        Console.WriteLine(found > 0
            ? string.Create(CultureInfo.InvariantCulture, $"The seeded bug was caught: {found} times it did not do what it had acknowledged.")
            : "The seeded bug was NOT caught.");
        return found > 0 ? 0 : Failed;
    }
}
