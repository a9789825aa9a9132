using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Servers;

namespace Connect311.Tests.Benchmarks;

/// <summary>A short form of the benchmark <c>crash</c>: the server as a process of its own, killed under load.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly ServerFolder _folder = new();

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_server_is_killed()
    {
        var run = await RunAsync(kills: 2, bug: false);

        Assert.Empty(run.Anomalies.Examples);
        Assert.True(run.State!.Hashes.Count > 0, "nothing was stored");
        Assert.Equal(run.State.Hashes.Count, run.Reader!.Seen);
    }

    [Fact]
    public async Task A_server_that_acknowledges_before_the_commit_is_caught()
    {
        var run = await RunAsync(kills: 1, bug: true);

        Assert.True(run.Anomalies.Of(LedgerCheck.Missing) > 0, "the seeded bug was not caught");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<CrashRun> RunAsync(int kills, bool bug)
    {
        var run = new CrashRun(new(kills, Seed: 311, Clients: 8, Longest: TimeSpan.FromSeconds(5), bug), _folder);
        await run.RunAsync(_ => { }, TestContext.Current.CancellationToken);
        return run;
    }
}
