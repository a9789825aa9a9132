using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Starting;

/// <summary>What a run of <c>start</c> is to do.</summary>
/// <param name="Duration">How long each server is loaded before its memory is read again.</param>
internal sealed record StartPlan(int Rounds, TimeSpan Duration);

/// <summary>Starts the bare server and ours in turn, ours also where nothing is prepared yet.</summary>
internal sealed class StartRun(StartPlan plan)
{
    public StartedServer Bare { get; } = new("bare server");

    public StartedServer Ours { get; } = new("Connect311");

    /// <summary>The very first start makes schema, keys and city.</summary>
    public StartedServer OursAnew { get; } = new("Connect311, empty folder");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < plan.Rounds; round++)
        {
            using var folder = new ServerFolder();
            await RoundAsync(folder, new(folder), cancellationToken);
            Console.Error.WriteLine($"round {round + 1} of {plan.Rounds}");
        }
    }

    private async Task RoundAsync(ServerFolder folder, ReportLoad load, CancellationToken cancellationToken)
    {
        string answer;
        await using (var anew = await OursAnew.StartAsync(() => ServerProcess.Start(folder), "/health/ready", load, cancellationToken))
        {
            using var client = new HttpClient { BaseAddress = await anew.Address };
            answer = await load.SubmitAsync(client, cancellationToken);
            await anew.StopAsync();
        }

        await using (var bare = await Bare.StartAsync(() => BareServer.Start(folder, answer), "/health/live", load, cancellationToken))
        {
            await Bare.LoadAsync(bare, load, plan.Duration, cancellationToken);
        }

        await using var ours = await Ours.StartAsync(() => ServerProcess.Start(folder), "/health/ready", load, cancellationToken);
        await Ours.LoadAsync(ours, load, plan.Duration, cancellationToken);
    }
}
