using Connect311.Benchmarks.Fuzz;
using Connect311.Benchmarks.Servers;

namespace Connect311.Tests.Benchmarks;

/// <summary>A short form of the benchmark <c>fuzz</c>: hostile requests to the server as a process of its own.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Requests = 3_000;

    private readonly ServerFolder _folder = new();

    [Fact]
    public async Task Every_hostile_request_has_a_documented_answer_and_nothing_is_half_stored()
    {
        var run = new FuzzRun(new(Requests, Seed: 311, Connections: 8, Only: null), _folder);
        await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(run.Anomalies.Examples);
        Assert.True(run.Stored > 0, "nothing was stored");
        Assert.Contains(run.Statuses, status => status.Status == 201);
    }

    public void Dispose() => _folder.Dispose();
}
