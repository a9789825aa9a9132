using Connect311.Benchmarks.Phones;
using Connect311.Benchmarks.Servers;

namespace Connect311.Tests.Benchmarks;

/// <summary>A short form of the benchmark <c>phone</c>: phones on a bad network, and a server that is killed.</summary>
public sealed class PhoneTests : IDisposable
{
    private readonly ServerFolder _folder = new();

    [Fact]
    public async Task A_bad_network_loses_nothing_and_doubles_nothing()
    {
        var run = await RunAsync(bug: false);

        Assert.Empty(run.Anomalies.Examples);
        Assert.All(run.Faults.Where(fault => fault.Fault is NetworkFault.LostRequest or NetworkFault.LostAnswer or NetworkFault.Duplicate), fault => Assert.True(fault.Count > 0, fault.Fault));
        Assert.All(run.Phones.SelectMany(phone => phone.Reports), report => Assert.NotNull(report.Number));
    }

    [Fact]
    public async Task A_phone_that_makes_a_new_key_for_each_try_is_caught()
    {
        var run = await RunAsync(bug: true);

        Assert.True(run.Anomalies.Of(PhoneAnomaly.Doubled) > 0, "the seeded bug was not caught");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<PhoneRun> RunAsync(bool bug)
    {
        var run = new PhoneRun(new(Phones: 12, ReportsEach: 3, Kills: 1, Seed: 311, bug), _folder);
        await run.RunAsync(_ => { }, TestContext.Current.CancellationToken);
        return run;
    }
}
