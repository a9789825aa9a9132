using Connect311.Benchmarks.Servers;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Phones;

/// <summary>What a run of <c>phone</c> is to do.</summary>
/// <param name="Bug">Runs phones that make a new key for each try.</param>
internal sealed record PhonePlan(int Phones, int ReportsEach, int Kills, int Seed, bool Bug);

/// <summary>Lets many phones report through a bad network to a server that is killed again and again.</summary>
internal sealed class PhoneRun(PhonePlan plan, ServerFolder folder)
{
    /// <summary>Milliseconds.</summary>
    private const int LongestDeath = 1_500;

    /// <summary>Answers that a phone gets from one life of the server, at most and on average over all.</summary>
    private const int MostAnswersEach = 4;

    private const int Desks = 8;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["RateLimits:SubmissionsPerMinute"] = "10000000",
        ["Photos:MostWaiting"] = "100000",
    };

    private readonly Random _random = new(plan.Seed);
    private ServerProcess? _server;

    public Anomalies Anomalies { get; } = new([.. PhoneAnomaly.All, .. StateAudit.Kinds]);

    public IReadOnlyList<Phone> Phones { get; private set; } = [];

    public IReadOnlyList<(string Fault, long Count)> Faults { get; private set; } = [];

    /// <summary>Steps of staff that were answered.</summary>
    public long Steps { get; private set; }

    public StateAudit? State { get; private set; }

    public async Task RunAsync(Action<int> progress, CancellationToken cancellationToken)
    {
        await using var proxy = await FaultyProxy.StartAsync(plan.Seed);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = proxy.Address, Timeout = TimeSpan.FromSeconds(20) };
        Phones = [.. Enumerable.Range(0, plan.Phones).Select(i => new Phone(i, plan, client, Anomalies))];
        try
        {
            await StartAsync(proxy);
            await UseAsync(proxy, progress, cancellationToken);
            await EndAsync(proxy, client);
            await _server!.StopAsync();
            State = new(folder.DatabaseFile, Anomalies);
            State.Continue();
            State.CheckIntegrity();
        }
        finally
        {
            Faults = [.. proxy.Counts];
            await _server!.DisposeAsync();
        }
    }

    private async Task StartAsync(FaultyProxy proxy)
    {
        _server = ServerProcess.Start(folder, settings: Settings);
        proxy.Target = await _server.Address;
    }

    /// <summary>Phones and staff act while the server is killed and started again.</summary>
    private async Task UseAsync(FaultyProxy proxy, Action<int> progress, CancellationToken cancellationToken)
    {
        using var ending = new CancellationTokenSource();
        var desks = Enumerable.Range(0, Desks).Select(i => new Desk(Phones, () => proxy.Target, unchecked((plan.Seed * 100) + i))).ToList();
        Task[] acting = [.. Phones.Select(phone => Task.Run(() => phone.RunAsync(ending.Token), CancellationToken.None)), .. desks.Select(desk => Task.Run(() => desk.RunAsync(ending.Token), CancellationToken.None))];
        for (var kill = 1; kill <= plan.Kills && !cancellationToken.IsCancellationRequested; kill++)
        {
            await LiveAsync(proxy);
            proxy.Target = null;
            await _server!.KillAsync();
            await _server.DisposeAsync();
            await Task.Delay(_random.Next(LongestDeath), CancellationToken.None);
            await StartAsync(proxy);
            progress(kill);
        }

        await ending.CancelAsync();
        await Task.WhenAll(acting);
        Steps = desks.Sum(desk => desk.Done);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>After so many answers: a cold server on a busy machine answers slowly, and time alone would kill it idle.</summary>
    private async Task LiveAsync(FaultyProxy proxy)
    {
        var answers = proxy.Answered + _random.Next(plan.Phones * MostAnswersEach);
        var begun = TimeProvider.System.GetTimestamp();
        while (proxy.Answered < answers && TimeProvider.System.GetElapsedTime(begun) < LongestLife)
        {
            await Task.Delay(1);
        }
    }

    /// <summary>On the same network every queue becomes empty; then the network is well, and everything is compared.</summary>
    private async Task EndAsync(FaultyProxy proxy, HttpClient client)
    {
        using var latest = new CancellationTokenSource(Patience);
        await Task.WhenAll(Phones.Select(phone => phone.SettleAsync(latest.Token)));
        proxy.IsFaulty = false;
        await proxy.SettleAsync();
        var check = new PhoneCheck(Phones, client, folder.DatabaseFile, Anomalies);
        await check.CheckPhotosAsync();
        await Task.WhenAll(Phones.Select(phone => phone.SyncAsync(latest.Token)));
        await check.CheckViewsAsync();
        check.CheckReports();
    }
}
