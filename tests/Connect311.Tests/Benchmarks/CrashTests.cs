using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Servers;

namespace Connect311.Tests.Benchmarks;

/// <summary>A short form of the benchmark <c>crash</c>: the server as a process of its own, killed under load.</summary>
public sealed class CrashTests
{
    /// <summary>A kill has to hit the moment between an answer and its commit; on a busy machine one alone may miss it.</summary>
    private const int MostTries = 6;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_server_is_killed()
    {
        var run = await RunAsync(kills: 2, seed: 311, bug: false);

        Assert.Empty(run.Anomalies.Examples);
        Assert.True(run.State!.Hashes.Count > 0, "nothing was stored");
        Assert.Equal(run.State.Hashes.Count, run.Reader!.Seen);
    }

    [Fact]
    public async Task A_server_that_acknowledges_before_the_commit_is_caught()
    {
        var missing = 0L;
        for (var tries = 0; missing == 0 && tries < MostTries; tries++)
        {
            missing = (await RunAsync(kills: 1, seed: 311 + tries, bug: true)).Anomalies.Of(LedgerCheck.Missing);
        }

        Assert.True(missing > 0, "the seeded bug was not caught");
    }

    private static async Task<CrashRun> RunAsync(int kills, int seed, bool bug)
    {
        using var folder = new ServerFolder();
        var run = new CrashRun(new(kills, seed, Clients: 8, Longest: TimeSpan.FromSeconds(5), bug), folder);
        await run.RunAsync(_ => { }, TestContext.Current.CancellationToken);
        return run;
    }
}
