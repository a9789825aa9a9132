using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>Shows how many of something are done, where nobody knows how many there are: a spinner on a terminal, plain lines elsewhere.</summary>
internal static class CountProgress
{
    private const double SecondsBetweenLines = 5;

    /// <param name="what">What is counted, such as <c>requests</c>.</param>
    /// <param name="work">Is handed what it tells the count to.</param>
    public static Task<T> ShowAsync<T>(string what, Func<Action<long>, Task<T>> work) =>
        AnsiConsole.Profile.Out.IsTerminal && !Console.IsOutputRedirected
            ? AnsiConsole.Status().StartAsync("...", context => work(Every(0.2, line => context.Status(line), what)))
            : work(Every(SecondsBetweenLines, Console.WriteLine, what));

    private static Action<long> Every(double seconds, Action<string> show, string what)
    {
        var watch = Stopwatch.StartNew();
        var next = seconds;
        return count =>
        {
            var elapsed = watch.Elapsed.TotalSeconds;
            if (elapsed >= next)
            {
                next = elapsed + seconds;
                show(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}, {count / elapsed:N0} a second"));
            }
        };
    }
}
