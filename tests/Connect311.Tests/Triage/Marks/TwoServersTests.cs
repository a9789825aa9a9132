using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;
using Connect311.Benchmarks;
using Connect311.Benchmarks.Servers;
using Connect311.Benchmarks.State;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Marks;

/// <summary>Two real processes over one SQLite file look for missed targets at the same time.</summary>
public sealed class TwoServersTests : IDisposable
{
    private const int Requests = 300;

    private static readonly Dictionary<string, string> Eager = new() { ["ServiceLevels:WatchSeconds"] = "1" };

    private readonly ServerFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missed_target_is_marked_once()
    {
        using var database = new SqliteDatabase(_folder.ConnectionString, Polly.ResiliencePipeline.Empty);
        await new SchemaUpgrade(database, TimeProvider.System).RunAsync(Token);
        await using var one = ServerProcess.Start(_folder, settings: Eager);
        await one.Address;
        await using var other = ServerProcess.Start(_folder, settings: Eager);
        await other.Address;
        var always = ServiceCalendar.Always(TimeZoneInfo.Utc);
        var clocks = RequestClocks.Start(Targets.Read("-/-/4h"), 1, Noon, always).Watched(Noon, Noon, null, always, NearRule.Default);
        for (var i = 0; i < Requests; i++)
        {
            await database.StoredAsync(NewRequest(change: row => row.With(clocks)));
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await database.CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE NextMarkAt < @value;", DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) > 0)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        await one.StopAsync();
        await other.StopAsync();
        var anomalies = new Anomalies();
        var audit = new StateAudit(_folder.DatabaseFile, anomalies);
        audit.Continue();
        Assert.Empty(anomalies.Examples);
        Assert.Equal(Requests, audit.Requests.Count);
        Assert.All(audit.Requests.Values, request => Assert.Equal([EventKind.Submitted, EventKind.Breached], request.Kinds));
    }

    public void Dispose() => _folder.Dispose();
}
