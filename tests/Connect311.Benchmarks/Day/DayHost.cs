using Connect311.Api;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;

namespace Connect311.Benchmarks.Day;

/// <summary>The server itself in this process, on a real socket and a real file, with the day's clock and city.</summary>
internal static class DayHost
{
    /// <summary>So many writes of events are committed, and the next one is forgotten.</summary>
    private const int Forgotten = 40;

    public static string CityFolder(ServerFolder folder) => Path.Combine(folder.Path, "city");

    /// <summary>Starts it; the caller stops it.</summary>
    /// <param name="forgets">Whether it forgets some of what it acknowledged, which must be found.</param>
    public static async Task<WebApplication> StartAsync(
        ServerFolder folder, DayClock clock, Anomalies anomalies, bool forgets, CancellationToken cancellationToken)
    {
        DayCity.Write(CityFolder(folder));
        using var replacing = HostReplacement.Begin((_, services) =>
        {
            services.AddSingleton<TimeProvider>(clock).AddSingleton(clock.Leases);
            services.AddSingleton<ILoggerProvider>(new ErrorLog(anomalies));

            // Demo credentials without the rest of Development, which greets whoever started it.
            services.AddSingleton<DemoCredentials>();
            services.AddDataProtection().SetApplicationName("Connect311").PersistKeysToFileSystem(Directory.CreateDirectory(folder.KeyRing));
            if (forgets)
            {
                services.AddSingleton<Database>(new ForgetfulDatabase(folder.ConnectionString));
            }
        });
        var app = Application.Build(
            [
                "--environment", "Production",
                "--urls", "http://127.0.0.1:0",
                "--ConnectionStrings:Connect311", folder.ConnectionString,
                "--City:Folder", CityFolder(folder),
                "--Clarifications:Days", "1",
                "--Logging:Console:LogLevel:Default", "None",
            ],
            needsKeys: false);
        await app.StartAsync(cancellationToken);
        return app;
    }

    /// <summary>Takes what the server logs as an error for one.</summary>
    private sealed class ErrorLog(Anomalies anomalies) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                anomalies.Add(CrashRun.ServerErrors, $"{formatter(state, exception)} {exception?.Message}");
            }
        }

        public void Dispose()
        {
        }
    }

    /// <summary>The seeded bug: it lives in this program alone; the application has no switch for it.</summary>
    private sealed class ForgetfulDatabase(string connectionString) : SqliteDatabase(connectionString, ResiliencePipeline.Empty)
    {
        private int _writes;

        protected override Task<bool> CommitAsync(Write write, CancellationToken cancellationToken) =>
            write.Steps.Any(step => step.Sql == EventSql.Sqlite.Advance) && Interlocked.Increment(ref _writes) % Forgotten == 0
                ? Task.FromResult(true)
                : base.CommitAsync(write, cancellationToken);
    }
}
