using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>Shows how far a long work has come: a bar on a terminal, plain lines elsewhere.</summary>
internal static class ProgressBar
{
    private const double SecondsBetweenLines = 5;

    /// <param name="what">What is counted, such as rows.</param>
    /// <param name="whole">How much there is to do, in any measure.</param>
    /// <param name="work">Tells how much of it is done, and how many of <paramref name="what"/> that are.</param>
    public static Task ShowAsync(string what, long whole, Func<Action<long, long>, Task> work) =>
        AnsiConsole.Profile.Out.IsTerminal && !Console.IsOutputRedirected ? ShowBarAsync(what, whole, work) : ShowLinesAsync(what, whole, work);

    private static Task ShowBarAsync(string what, long whole, Func<Action<long, long>, Task> work)
    {
        var watch = Stopwatch.StartNew();
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(what, maxValue: Math.Max(1, whole));
                await work((done, counted) =>
                {
                    task.Value = done;
                    task.Description = string.Create(
                        CultureInfo.InvariantCulture, $"{counted:N0} {what}, {counted / watch.Elapsed.TotalSeconds:N0} {what}/s");
                });
            });
    }

    private static Task ShowLinesAsync(string what, long whole, Func<Action<long, long>, Task> work)
    {
        var watch = Stopwatch.StartNew();
        var next = SecondsBetweenLines;
        return work((done, counted) =>
        {
            var elapsed = watch.Elapsed.TotalSeconds;
            if (elapsed < next && done < whole)
            {
                return;
            }

            next = elapsed + SecondsBetweenLines;
            var left = done == 0 ? 0 : elapsed * (whole - done) / done;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{counted:N0} {what}, {100.0 * done / Math.Max(1, whole):N0} %, {counted / elapsed:N0} {what}/s, {left:N0} s left"));
        });
    }
}
