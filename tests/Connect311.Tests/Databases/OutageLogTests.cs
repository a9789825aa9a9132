using Connect311.Api.Databases;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Databases;

/// <summary>Thousands of calls that fail alike are few lines.</summary>
public sealed class OutageLogTests
{
    [Fact]
    public void Each_reason_is_told_at_once_and_the_others_together()
    {
        var time = new FakeTimeProvider();
        var lines = new Lines();
        var log = new OutageLog(lines, time);

        log.Add(FaultyDatabase.DiskFull);
        for (var i = 0; i < 1_000; i++)
        {
            log.Add(FaultyDatabase.DiskFailed);
        }

        time.Advance(TimeSpan.FromSeconds(10));
        log.Add(FaultyDatabase.DiskFailed);

        Assert.Equal(
            [
                "The database could not be used (1 calls since the last of these lines). database or disk is full",
                "The database could not be used (1 calls since the last of these lines). disk I/O error",
                "The database could not be used (1000 calls since the last of these lines). disk I/O error",
            ],
            lines.Written);
    }

    private sealed class Lines : ILogger<OutageLog>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{formatter(state, exception)} {exception!.Message}");
    }
}
