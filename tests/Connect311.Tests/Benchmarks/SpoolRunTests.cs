using Connect311.Benchmarks.Servers;
using Connect311.Benchmarks.Spool;

namespace Connect311.Tests.Benchmarks;

/// <summary>A short form of the benchmark <c>spool</c>: real servers, one of which is killed while the database is away.</summary>
public sealed class SpoolRunTests : IDisposable
{
    private readonly ServerFolder _folder = new();

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_a_server_is_killed_without_its_database()
    {
        var second = TimeSpan.FromSeconds(1);
        var run = new SpoolRun(new(Rate: 20, Before: 2 * second, Cut: 6 * second, After: 2 * second, SqlServer: null), _folder);
        await run.RunAsync(_ => { }, TestContext.Current.CancellationToken);

        Assert.Empty(run.Anomalies.Examples);
        Assert.Equal(200, run.Phones.Count);
        Assert.True(run.Phones.Count(phone => phone.Token is not null) > 20, "hardly a report was spooled");
    }

    public void Dispose() => _folder.Dispose();
}
