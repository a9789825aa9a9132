using System.CommandLine;
using System.Globalization;
using System.Net;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Spool;

/// <summary><c>spool</c>: what becomes of reports while the database is away.</summary>
internal static class SpoolCommand
{
    private const string Variable = "CONNECT311_TEST_SQLSERVER";

    public static Command Create()
    {
        var rate = WholeNumber.Option("--rate", "Reports that begin in a second.", 200);
        var before = WholeNumber.Option("--before", "How many seconds the database is there at first.", 20);
        var cut = WholeNumber.Option("--cut", "How many seconds it is away; in the middle of them a server is killed.", 60);
        var after = WholeNumber.Option("--after", "How many seconds reports come after it is back.", 30);
        var sqlServer = new Option<bool>("--sql-server") { Description = $"Takes SQL Server behind a relay ({Variable}), not SQLite in a folder that is taken away." };
        var command = new Command("spool", "Takes the database away under load, kills a server meanwhile, and looks for every report.") { rate, before, cut, after, sqlServer };
        command.SetAction((parsed, token) => RunAsync(
            new(
                parsed.GetValue(rate),
                TimeSpan.FromSeconds(parsed.GetValue(before)),
                TimeSpan.FromSeconds(parsed.GetValue(cut)),
                TimeSpan.FromSeconds(parsed.GetValue(after)),
                parsed.GetValue(sqlServer) ? Server() : null),
            token));
        return command;
    }

    private static string Server() => Environment.GetEnvironmentVariable(Variable)
        ?? throw new Api.Databases.UserErrorException($"Set {Variable} to a SQL Server on which a database may be made.");

    private static async Task<int> RunAsync(SpoolPlan plan, CancellationToken cancellationToken)
    {
        using var folder = new ServerFolder();
        var run = new SpoolRun(plan, folder);
        await run.RunAsync(Console.Error.WriteLine, cancellationToken);
        Print(plan, run);
        return run.Anomalies.Total == 0 ? 0 : 1;
    }

    private static void Print(SpoolPlan plan, SpoolRun run)
    {
        var table = new ResultTable("spool")
            .Row("database", plan.SqlServer is null ? "SQLite" : "SQL Server's protocol")
            .Row("reports that began in a second", plan.Rate)
            .Row("seconds without a database", plan.Cut.TotalSeconds)
            .Row("reports", run.Phones.Count)
            .Row("answers lost by the phones", run.Phones.Sum(phone => (long)phone.Lost))
            .Row("tries that a dead server did not answer", run.Phones.Sum(phone => (long)phone.Unanswered))
            .Row("answers 503", run.Phones.Sum(phone => (long)phone.Refused))
            .Row("starts in vain of the killed server", run.VainStarts);
        foreach (var phase in Enum.GetValues<Phase>())
        {
            Add(table, phase.ToString().ToLowerInvariant(), run.AnswersOf(phase));
        }

        table.Row("phones without a number when the database came back", run.AtMend)
            .Row("seconds until the spools were empty", run.Draining.TotalSeconds, "N1")
            .Row("of them drained a second", run.AtMend / run.Draining.TotalSeconds)
            .Rows(run.Anomalies)
            .Print(run.Anomalies);
    }

    private static void Add(ResultTable table, string phase, List<PhoneAnswer> answers)
    {
        var times = answers.ConvertAll(answer => answer.Milliseconds);
        table.Row($"{phase}: answers 201", answers.Count(answer => answer.Status == HttpStatusCode.Created))
            .Row($"{phase}: answers 202", answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        if (times.Count > 0)
        {
            table.Row(
                $"{phase}: p50, p99, longest, ms",
                string.Create(CultureInfo.InvariantCulture, $"{Percentile.Of(times, 50):N1}, {Percentile.Of(times, 99):N1}, {times.Max():N0}"));
        }
    }
}
