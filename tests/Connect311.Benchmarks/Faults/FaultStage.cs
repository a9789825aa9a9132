using System.Text;
using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Servers;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Faults;

/// <summary>A server under load, whose clients keep a ledger of what it gave its word on.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private const int MostAttempts = 500;

    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan OtherPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly Fault _fault;
    private readonly Dictionary<string, LedgerEntry> _ownLedger = [];
    private readonly List<Task> _load = [];
    private ServerProcess? _server;
    private HttpClient? _client;
    private CancellationTokenSource _ending = new();

    public FaultStage(Fault fault, FaultPlan plan, ServerFolder folder)
    {
        _fault = fault;
        Plan = plan;
        Folder = folder;
        Clients = [.. Enumerable.Range(0, fault.Clients ?? plan.Clients).Select(i => new LoadClient(i, unchecked((plan.Seed * 1_000) + i), Anomalies))];
    }

    public FaultPlan Plan { get; }

    public ServerFolder Folder { get; }

    public AnswerBook Book { get; } = new();

    public Anomalies Anomalies { get; } = new();

    public IReadOnlyList<LoadClient> Clients { get; }

    public ServerProcess Server => _server ?? throw new InvalidOperationException("No server runs.");

    public HttpClient Client => _client ?? throw new InvalidOperationException("No server runs.");

    /// <summary>When the cause began to go away, by the book's clock: what is answered later may be acknowledged.</summary>
    public TimeSpan EndingAt { get; set; }

    /// <summary>Everything stored, read anew at the end.</summary>
    public StateAudit? State { get; private set; }

    public async Task StartServerAsync()
    {
        _server = ServerProcess.Start(Folder, _fault.Program, _fault.Settings);
        _client = new(Book, disposeHandler: false) { BaseAddress = await _server.Address, Timeout = Patience };
    }

    /// <summary>SIGTERM, or SIGKILL.</summary>
    public async Task StopServerAsync(bool kill)
    {
        await EndLoadAsync();
        await (kill ? Server.KillAsync() : Server.StopAsync());
        await Server.DisposeAsync();
        Client.Dispose();
        _server = null;
    }

    public void BeginLoad()
    {
        var ending = _ending.Token;
        var client = Client;
        _load.AddRange(Clients.Select(one => Task.Run(() => one.RunAsync(client, ending), CancellationToken.None)));
        _load.Add(PollAsync(ReadPause, client, () => new(HttpMethod.Get, WatchedPath()), ending));
        _load.Add(PollAsync(OtherPause, client, () => new(HttpMethod.Get, AnswerBook.ReadyPath), ending));
        _load.Add(PollAsync(OtherPause, client, Diversion, ending));
    }

    public async Task EndLoadAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_load);
        _load.Clear();
        _ending.Dispose();
        _ending = new();
    }

    /// <returns>Whether it came true in time.</returns>
    public static async Task<bool> UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > limit)
            {
                return false;
            }

            await Task.Delay(ReadPause);
        }

        return true;
    }

    /// <summary>A report beside those of the load, which is in the ledger too; the same mark is the same report.</summary>
    public LedgerEntry EntryOf(string mark, string body)
    {
        if (!_ownLedger.TryGetValue(mark, out var entry))
        {
            _ownLedger[mark] = entry = new(mark, mark.Replace(' ', '-'), body);
        }

        return entry;
    }

    /// <summary>Sends everything again that was never answered, and holds all answers against what is stored.</summary>
    public async Task SettleAsync()
    {
        await EndLoadAsync();
        await Task.WhenAll(Clients.Select(SettleAsync));
        await StopServerAsync(kill: false);
        State = new(Folder.DatabaseFile, Anomalies);
        State.Continue();
        State.CheckIntegrity();
        new LedgerCheck(Anomalies).Run([.. Clients.SelectMany(one => one.Ledger), .. _ownLedger.Values], State.Requests);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await Task.WhenAll(_load);
        _client?.Dispose();
        Book.Dispose();
        _ending.Dispose();
    }

    /// <summary>Whoever is refused sends the same again, a number of times.</summary>
    private async Task SettleAsync(LoadClient one)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await one.SettleAsync(Client);
                return;
            }
            catch (RefusedException) when (attempt < MostAttempts)
            {
                // The book has it.
            }
            catch (RefusedException refused)
            {
                Anomalies.Add(LoadClient.Unexpected, $"at the end, {refused.Message}");
                return;
            }
        }
    }

    /// <summary>A report that was acknowledged, as anybody looks it up.</summary>
    private string WatchedPath() =>
        Clients.Select(one => one.Ledger.Count > 0 ? one.Ledger[0].Number : null).FirstOrDefault(number => number is not null) is { } number
            ? $"/v1/public/service-requests/{number}"
            : "/v1/service-types";

    /// <summary>What the city takes no request for: the answer says what to do instead, and may be urgent.</summary>
    private static HttpRequestMessage Diversion()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/service-requests")
        {
            Content = new StringContent("""{ "serviceType": "emergency-911" }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("X-Api-Key", "demo-app");
        request.Options.Set(AnswerBook.WhatItIs, AnswerBook.Diversions);
        return request;
    }

    private static async Task PollAsync(TimeSpan pause, HttpClient client, Func<HttpRequestMessage> request, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                using var response = await client.SendAsync(request(), CancellationToken.None);
            }
            catch (HttpRequestException)
            {
                // The book has it, if it was an answer; a lost one is told of by the clients.
            }

            await Task.Delay(pause, CancellationToken.None);
        }
    }
}
