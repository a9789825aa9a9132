using System.CommandLine;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Seeding;

namespace Connect311.Benchmarks.Queue;

/// <summary><c>queue</c>: whether a department's queue stays as fast when the closed requests are millions.</summary>
internal static class QueueCommand
{
    private const double MostOfSmall = 1.5;
    private const double MostP99Milliseconds = 25;

    public static Command Create()
    {
        var rounds = WholeNumber.Option("--rounds", "How often everything is measured; the table shows medians.", 5);
        var pages = WholeNumber.Option("--pages", "How often each page is read in a round.", 1_000);
        var command = new Command("queue", "Measures pages of a department's queue with few and with millions of requests stored, the same ones open.")
        {
            rounds, pages, SeedPlan.RequestsOption, SeedPlan.KeepOption,
        };
        command.SetAction((parsed, token) => RunAsync(new(parsed.GetValue(rounds), parsed.GetValue(pages), SeedPlan.Of(parsed)), token));
        return command;
    }

    private static async Task<int> RunAsync(QueuePlan plan, CancellationToken cancellationToken)
    {
        using var databases = await SeededDatabases.PrepareAsync(plan.Seed, cancellationToken);
        var run = new QueueRun(plan, databases);
        await run.RunAsync(cancellationToken);
        var table = TableOf(run, databases.Size);
        table.Print();
        var questions = QuestionsOf(run, databases.Size);
        questions.Print(run.Anomalies);
        return table.AllMet && questions.AllMet && run.Anomalies.Total == 0 ? 0 : 1;
    }

    private static ComparisonTable TableOf(QueueRun run, SeedSize size)
    {
        QueuePageTimes[] pages = [run.FirstOfSmall, run.FirstOfLarge, run.TenthOfSmall, run.TenthOfLarge];
        var worst = pages.Max(page => page.P99.Median);
        return new ComparisonTable(
                $"queue: {size.Open:N0} open requests of one department, 50 a page",
                [$"page 1, {size.Open:N0} stored", $"page 1, {size.Requests:N0} stored", $"page 10, {size.Open:N0} stored", $"page 10, {size.Requests:N0} stored"])
            .Row("p50, ms", null, "0.00", pages.Select(page => page.P50.Median))
            .Row("times the small one's", RatioAim(run, page => page.P50), Ratios(run, page => page.P50))
            .Row("p99, ms", Aim.AtMost(worst, MostP99Milliseconds), "0.00", pages.Select(page => page.P99.Median))
            .Row("times the small one's", RatioAim(run, page => page.P99), Ratios(run, page => page.P99))
            .Row("spread of the rounds, p50", null, "P0", pages.Select(page => page.P50.Spread))
            .Row("spread of the rounds, p99", null, "P0", pages.Select(page => page.P99.Spread));
    }

    /// <summary>Each question's times, a row each.</summary>
    private static ComparisonTable QuestionsOf(QueueRun run, SeedSize size)
    {
        var table = new ComparisonTable(
            $"queue: other questions, {size.Open:N0} open requests among {size.Requests:N0}",
            ["p50, ms", "p99, ms", $"p50, ms, {size.Open:N0} stored", "times the small one's, p50"]);
        foreach (var (question, small, large) in run.Questions)
        {
            var p99 = large.P99.Median;
            table.Row(
                question.Name,
                question.HasAim ? Aim.AtMost(p99, MostP99Milliseconds) : null,
                "0.00",
                large.P50.Median,
                p99,
                small.P50.Median,
                large.P50.Over(small.P50).Median);
        }

        return table;
    }

    private static Aim RatioAim(QueueRun run, Func<QueuePageTimes, Rounds> value) => Aim.AtMost(
        Math.Max(value(run.FirstOfLarge).Over(value(run.FirstOfSmall)).Median, value(run.TenthOfLarge).Over(value(run.TenthOfSmall)).Median),
        MostOfSmall);

    private static IEnumerable<string> Ratios(QueueRun run, Func<QueuePageTimes, Rounds> value) =>
        ["", Text(value(run.FirstOfLarge).Over(value(run.FirstOfSmall))), "", Text(value(run.TenthOfLarge).Over(value(run.TenthOfSmall)))];

    private static string Text(Rounds rounds) => rounds.Median.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
}
