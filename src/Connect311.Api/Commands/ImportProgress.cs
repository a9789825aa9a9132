using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>Shows how far an import has come: a bar on a terminal, plain lines elsewhere.</summary>
internal static class ImportProgress
{
    private const double SecondsBetweenLines = 5;

    public static Task ShowAsync(long bytes, Func<Action<long, long>, Task> work) =>
        AnsiConsole.Profile.Out.IsTerminal && !Console.IsOutputRedirected ? ShowBarAsync(bytes, work) : ShowLinesAsync(bytes, work);

    private static Task ShowBarAsync(long bytes, Func<Action<long, long>, Task> work)
    {
        var watch = Stopwatch.StartNew();
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("Importing", maxValue: Math.Max(1, bytes));
                await work((read, rows) =>
                {
                    task.Value = read;
                    task.Description = string.Create(
                        CultureInfo.InvariantCulture, $"{rows:N0} rows, {rows / watch.Elapsed.TotalSeconds:N0} rows/s");
                });
            });
    }

    private static Task ShowLinesAsync(long bytes, Func<Action<long, long>, Task> work)
    {
        var watch = Stopwatch.StartNew();
        var next = SecondsBetweenLines;
        return work((read, rows) =>
        {
            var elapsed = watch.Elapsed.TotalSeconds;
            if (elapsed < next && read < bytes)
            {
                return;
            }

            next = elapsed + SecondsBetweenLines;
            var left = read == 0 ? 0 : elapsed * (bytes - read) / read;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows:N0} rows, {100.0 * read / Math.Max(1, bytes):N0} %, {rows / elapsed:N0} rows/s, {left:N0} s left"));
        });
    }
}
