using Connect311.Api.Triage.Claims;
using Connect311.Benchmarks.Servers;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Crash;

/// <summary>What a run of <c>crash</c> is to do.</summary>
/// <param name="Longest">The longest time between two kills.</param>
/// <param name="Bug">Runs the server that acknowledges before the commit.</param>
internal sealed record CrashPlan(int Kills, int Seed, int Clients, TimeSpan Longest, bool Bug);

/// <summary>Kills the server at random moments under load, starts it again, and looks whether everything is still there.</summary>
internal sealed class CrashRun(CrashPlan plan, ServerFolder folder)
{
    public const string ServerErrors = "errors that the server logged";

    private const int EarlyKillPercent = 10;
    private const int EarlyKillMilliseconds = 1_500;
    private const int FullAuditEvery = 25;
    private const int MostAnswers = 600;

    private static readonly TimeSpan ClaimLength = TimeSpan.FromMinutes(new ClaimOptions().Minutes);

    private readonly Random _random = new(plan.Seed);
    private LedgerCheck? _promises;

    public Anomalies Anomalies { get; } = new(
        [LedgerCheck.Missing, LedgerCheck.Doubled, LedgerCheck.Unknown, LoadClient.Unexpected, FeedReader.Skipped, FeedReader.Unstable, ServerErrors, .. StateAudit.Kinds]);

    public IReadOnlyList<LoadClient> Clients { get; private set; } = [];

    public FeedReader? Reader { get; private set; }

    public StateAudit? State { get; private set; }

    /// <summary>Kills before the server listened.</summary>
    public int EarlyKills { get; private set; }

    private long Answers => Clients.Sum(client => client.Done.Answered);

    public async Task RunAsync(Action<int> progress, CancellationToken cancellationToken)
    {
        Clients = [.. Enumerable.Range(0, plan.Clients).Select(i => new LoadClient(i, unchecked((plan.Seed * 1_000) + i), Anomalies))];
        Reader = new(folder.DatabaseFile, Anomalies);
        State = Audit();
        _promises = new(Anomalies);
        for (var kill = 1; kill <= plan.Kills; kill++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var server = Start();
            if (await KilledEarlyAsync(server))
            {
                continue;
            }

            using var client = await ClientAsync(server);
            Check(full: kill % FullAuditEvery == 0);
            await LoadUntilKillAsync(server, client);
            NoteErrors(server);
            progress(kill);
        }

        await EndAsync();
    }

    private ServerProcess Start() =>
        ServerProcess.Start(folder, plan.Bug ? ["Connect311.Benchmarks.dll", HastyServer.Name] : null);

    /// <summary>Some kills come while the server still prepares itself; the first start makes schema, keys and city.</summary>
    private async Task<bool> KilledEarlyAsync(ServerProcess server)
    {
        if (_random.Next(100) >= EarlyKillPercent)
        {
            return false;
        }

        var listening = server.Address;
        await Task.WhenAny(listening, Task.Delay(_random.Next(EarlyKillMilliseconds)));
        await server.KillAsync();
        _ = listening.ContinueWith(task => task.Exception, TaskScheduler.Default);
        EarlyKills++;
        return true;
    }

    private static async Task<HttpClient> ClientAsync(ServerProcess server) =>
        new() { BaseAddress = await server.Address, Timeout = TimeSpan.FromSeconds(60) };

    private async Task LoadUntilKillAsync(ServerProcess server, HttpClient client)
    {
        using var ending = new CancellationTokenSource();
        using var readerEnding = new CancellationTokenSource();
        var reading = Task.Run(() => Reader!.FollowAsync(readerEnding.Token), CancellationToken.None);
        var load = Clients.Select(one => Task.Run(() => one.RunAsync(client, ending.Token), CancellationToken.None)).ToArray();
        await MomentAsync();
        if (_random.Next(2) == 0)
        {
            // A reader keeps the shared memory of the WAL alive. Without one the next start must recover the log alone.
            await readerEnding.CancelAsync();
            await reading;
        }

        await ending.CancelAsync();
        await server.KillAsync();
        await Task.WhenAll(load);
        await readerEnding.CancelAsync();
        await reading;
    }

    /// <summary>
    /// After so many answers, and a little: a cold server answers its first requests slowly, so that time alone
    /// would kill it idle.
    /// </summary>
    private async Task MomentAsync()
    {
        var answers = Answers + _random.Next(1, MostAnswers);
        var latest = TimeProvider.System.GetTimestamp();
        while (Answers < answers && TimeProvider.System.GetElapsedTime(latest) < plan.Longest)
        {
            await Task.Delay(1);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * 20));
    }

    /// <summary>At last nothing is left open: every unanswered report is sent again, and everything is read anew.</summary>
    private async Task EndAsync()
    {
        await using var server = Start();
        using (var client = await ClientAsync(server))
        {
            await Task.WhenAll(Clients.Select(one => one.SettleAsync(client)));
        }

        NoteErrors(server);
        await server.StopAsync();
        Check(full: true);
        State!.CheckIntegrity();
    }

    private void Check(bool full)
    {
        if (full)
        {
            State = Audit();
        }

        State!.Continue();
        while (Reader!.Seen < State.Hashes.Count)
        {
            Reader.Poll();
        }

        Reader.Compare(State.Hashes);
        _promises!.Run([.. Clients.SelectMany(client => client.Ledger)], State.Requests);
        _promises.CheckHands(Clients.SelectMany(client => client.Hands), State.Requests);
    }

    private StateAudit Audit() => new(folder.DatabaseFile, Anomalies, ClaimLength);

    private void NoteErrors(ServerProcess server)
    {
        if (server.ErrorCount > 0)
        {
            Anomalies.Add(ServerErrors, string.Join(" | ", server.Errors));
        }
    }
}
