using System.CommandLine;
using System.Globalization;
using Connect311.Api;
using Connect311.Benchmarks.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Connect311.Benchmarks.Faults;

/// <summary>The server with a clock that a file sets: the machine's own cannot be changed for a test.</summary>
internal static class ShiftedServer
{
    public const string Name = "shifted-server";
    public const string ClockOption = "--clock";

    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Required = true };
        var clock = new Option<string>(ClockOption) { Required = true };
        var command = new Command(Name, "Serves with the clock that faults moves.") { urls, clock };
        command.Hidden = true;
        command.SetAction((parsed, token) => ServeAsync(parsed.GetValue(urls)!, parsed.GetValue(clock)!, token));
        return command;
    }

    private static async Task<int> ServeAsync(string urls, string clock, CancellationToken cancellationToken)
    {
        using var replacing = HostReplacement.Begin((_, services) => services.AddSingleton<TimeProvider>(new ShiftedTime(clock)));
        await using var app = Application.Build(["--urls", urls], needsKeys: true);
        await app.RunAsync(cancellationToken);
        return 0;
    }

    /// <summary>The system's clock and a shift, in seconds, which a file holds. As with a real jump, what measures durations does not jump.</summary>
    private sealed class ShiftedTime(string file) : TimeProvider
    {
        private static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(10);

        private readonly Lock _lock = new();
        private long _readAt;
        private TimeSpan _shift;

        public override DateTimeOffset GetUtcNow()
        {
            lock (_lock)
            {
                if (_readAt == 0 || GetElapsedTime(_readAt) > ReadEvery)
                {
                    _shift = TimeSpan.FromSeconds(double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
                    _readAt = GetTimestamp();
                }

                return base.GetUtcNow() + _shift;
            }
        }
    }
}
