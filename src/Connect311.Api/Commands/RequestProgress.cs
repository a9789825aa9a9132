using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>Shows how many of some requests are done: a bar on a terminal, now and then a line elsewhere.</summary>
internal static class RequestProgress
{
    private const double SecondsBetweenLines = 5;

    /// <param name="title">What is being done, such as <c>Looking</c>.</param>
    /// <param name="work">Tells how many are done, and of how many.</param>
    public static Task ShowAsync(string title, Func<Action<long, long>, Task> work) =>
        AnsiConsole.Profile.Out.IsTerminal && !Console.IsOutputRedirected ? ShowBarAsync(title, work) : ShowLinesAsync(title, work);

    private static Task ShowBarAsync(string title, Func<Action<long, long>, Task> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var task = context.AddTask(title);
            await work((done, all) =>
            {
                task.MaxValue = Math.Max(1, all);
                task.Value = done;
                task.Description = string.Create(CultureInfo.InvariantCulture, $"{title}: {done:N0} requests");
            });
        });

    private static Task ShowLinesAsync(string title, Func<Action<long, long>, Task> work)
    {
        var watch = Stopwatch.StartNew();
        var next = SecondsBetweenLines;
        return work((done, all) =>
        {
            if (watch.Elapsed.TotalSeconds < next)
            {
                return;
            }

            next = watch.Elapsed.TotalSeconds + SecondsBetweenLines;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {done:N0} of {all:N0} requests"));
        });
    }
}
