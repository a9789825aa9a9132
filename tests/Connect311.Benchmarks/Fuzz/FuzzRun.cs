using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Connect311.Api.ServiceRequests;
using Connect311.Benchmarks.Servers;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>What a run of <c>fuzz</c> is to do.</summary>
/// <param name="Only">The one request to send, or null.</param>
internal sealed record FuzzPlan(long Requests, int Seed, int Connections, long? Only);

/// <summary>Sends hostile requests over many connections, and holds each answer against the document.</summary>
internal sealed class FuzzRun(FuzzPlan plan, ServerFolder folder)
{
    public const string Silent = "well-formed requests without an answer";
    public const string Unreadable = "answers that are no HTTP";
    public const string ServerErrors = "errors that the server logged";
    public const string Unhealthy = "server dead or not ready at the end";
    public const string Missing = "acknowledged reports missing";

    private const string Requests = "/v1/public/service-requests/";
    private const int ExampleLength = 600;

    /// <summary>Streams end at once, so that each request has an answer that ends.</summary>
    private static readonly Dictionary<string, string> Settings = new() { ["Streams:Seconds"] = "0" };

    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private readonly ConcurrentBag<long> _acknowledged = [];
    private long _next;

    public Anomalies Anomalies { get; } = new(
        [.. AnswerCheck.Kinds, .. StateAudit.Kinds, Silent, Unreadable, ServerErrors, Unhealthy, Missing]);

    public IEnumerable<(int Status, long Count)> Statuses => _statuses.OrderBy(status => status.Key).Select(status => (status.Key, status.Value));

    /// <summary>Oddities that the server hung up on without a word, as it may.</summary>
    public long HungUp { get; private set; }

    /// <summary>Malformed bodies of refused requests of which Kestrel logged that it could not read the rest.</summary>
    public long Undrained { get; private set; }

    public long Stored { get; private set; }

    public long Busy => _statuses.GetValueOrDefault(503);

    public TimeSpan Elapsed { get; private set; }

    public long Sent => Math.Min(_next, plan.Requests);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var server = ServerProcess.Start(folder, settings: Settings);
        var address = await server.Address;
        var world = await FuzzWorld.PrepareAsync(address, plan.Seed, cancellationToken);
        var maker = new RequestMaker(world, plan.Seed);
        var check = new AnswerCheck(world.Document, Anomalies);
        var started = TimeProvider.System.GetTimestamp();
        if (plan.Only is { } only)
        {
            await ReplayAsync(address, maker.Make(only), check, cancellationToken);
        }
        else
        {
            await Task.WhenAll(Enumerable.Range(0, plan.Connections)
                .Select(_ => Task.Run(() => WorkAsync(address, maker, check, cancellationToken), cancellationToken)));
        }

        Elapsed = TimeProvider.System.GetElapsedTime(started);
        await EndAsync(server, address);
    }

    private async Task WorkAsync(Uri address, RequestMaker maker, AnswerCheck check, CancellationToken cancellationToken)
    {
        using var connection = new WireConnection(address);
        while (Interlocked.Increment(ref _next) is var index && index <= plan.Requests)
        {
            await SendAsync(connection, maker.Make(index), check, cancellationToken);
        }
    }

    private async Task<WireAnswer?> SendAsync(
        WireConnection connection, HostileRequest request, AnswerCheck check, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.SendAsync(request, cancellationToken);
            Note(request, answer, check);
            return answer;
        }
        catch (InvalidDataException fault) when (!request.IsOdd)
        {
            Anomalies.Add(Unreadable, Example(request, fault.Message));
        }
        catch (InvalidDataException)
        {
            HungUp++;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Anomalies.Add(Silent, Example(request, "nothing in time"));
        }

        return null;
    }

    private void Note(HostileRequest request, WireAnswer? answer, AnswerCheck check)
    {
        if (answer is null)
        {
            if (request.IsOdd)
            {
                HungUp++;
            }
            else
            {
                Anomalies.Add(Silent, Example(request, "hung up"));
            }

            return;
        }

        _statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
        if (answer.Status == 201 && answer.Header("Location") is { } location && location.StartsWith(Requests, StringComparison.Ordinal)
            && TrackingNumber.Read(location.AsSpan(Requests.Length), out var number) == TrackingNumber.Reading.Readable)
        {
            _acknowledged.Add(number.Id);
        }

        check.Check(request, answer, () => Example(request, answer.ToString()));
    }

    private async Task ReplayAsync(Uri address, HostileRequest request, AnswerCheck check, CancellationToken cancellationToken)
    {
        using var connection = new WireConnection(address);
        Console.WriteLine(Encoding.UTF8.GetString(request.Bytes));
        var answer = await SendAsync(connection, request, check, cancellationToken);
        Console.WriteLine($"\n=> {answer?.ToString() ?? "no answer"}");
    }

    /// <summary>The server must be as well as before, and hold nothing by halves.</summary>
    private async Task EndAsync(ServerProcess server, Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        using (var ready = await client.GetAsync("/health/ready"))
        {
            if (!ready.IsSuccessStatusCode)
            {
                Anomalies.Add(Unhealthy, ready.ToString());
            }
        }

        for (var i = 0; i < server.ErrorCount; i++)
        {
            Anomalies.Add(ServerErrors, i == 0 ? string.Join("\n    ", server.Errors) : "another");
        }

        Undrained = server.UndrainedCount;
        await server.StopAsync();
        var state = new StateAudit(folder.DatabaseFile, Anomalies);
        state.Continue();
        state.CheckIntegrity();
        Stored = state.Requests.Count;
        foreach (var id in _acknowledged.Where(id => !state.Requests.ContainsKey(id)))
        {
            Anomalies.Add(Missing, new TrackingNumber(id).ToString());
        }
    }

    private string Example(HostileRequest request, string answer)
    {
        var text = Encoding.UTF8.GetString(request.Bytes.AsSpan(0, Math.Min(request.Bytes.Length, ExampleLength)))
            .Replace("\r\n", "⏎", StringComparison.Ordinal).ReplaceLineEndings("␊");
        return string.Create(CultureInfo.InvariantCulture, $"fuzz --seed {plan.Seed} --only {request.Index}\n    {text}\n    => {answer}");
    }
}
