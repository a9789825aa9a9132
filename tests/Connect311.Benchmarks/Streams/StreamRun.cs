using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Connect311.Api.Triage.Streams;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Streams;

/// <summary>What a run of <c>stream</c> is to do.</summary>
internal sealed record StreamPlan(int Streams, int Reports);

/// <summary>Many readers of the departments' queues beside one app that reports.</summary>
internal sealed class StreamRun(StreamPlan plan)
{
    private const string Missed = "reports that a stream did not tell of";
    private const string Twice = "reports that a stream told of twice";

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, string> Settings = new() { ["Streams:Seconds"] = "3600" };

    private readonly ConcurrentBag<double> _latency = [];
    private readonly ConcurrentDictionary<string, List<string>> _numbers = new();

    public Anomalies Anomalies { get; } = new([Missed, Twice]);

    /// <summary>From when the city got a report until a reader had it, for each reader.</summary>
    public IReadOnlyCollection<double> LatencyMilliseconds => _latency;

    public int Reported => _numbers.Values.Sum(numbers => numbers.Count);

    public long ThreadsWithout { get; private set; }

    public long ThreadsWith { get; private set; }

    public double KilobytesEach { get; private set; }

    /// <summary>What the open streams cost while nothing happens.</summary>
    public double IdleCores { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new ServerFolder();
        await using var server = ServerProcess.Start(folder, settings: Settings);
        using var client = new HttpClient { BaseAddress = await server.Address };
        var departments = await DepartmentsAsync(client, cancellationToken);
        await SubmitAsync(client, 20, counts: false, cancellationToken);
        (ThreadsWithout, var megabytes) = (ProcessCounts.Threads(server.Id), ProcessCounts.ResidentMegabytes(server.Id));

        var readers = new List<StreamReader>();
        try
        {
            for (var i = 0; i < plan.Streams; i++)
            {
                readers.Add(await StreamReader.OpenAsync(client, departments[i % departments.Count], cancellationToken));
            }

            KilobytesEach = (ProcessCounts.ResidentMegabytes(server.Id) - megabytes) * 1_000 / plan.Streams;
            var reading = readers.Select(reader => reader.ReadAsync(_latency, cancellationToken)).ToList();
            await MeasureIdleAsync(server, cancellationToken);
            await SubmitAsync(client, plan.Reports, counts: true, cancellationToken);
            ThreadsWith = ProcessCounts.Threads(server.Id);
            await WaitAsync(readers, cancellationToken);
            await CheckAsync(readers, reading);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private static async Task<List<string>> DepartmentsAsync(HttpClient client, CancellationToken cancellationToken) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/v1/service-types", cancellationToken)).GetProperty("departments")
            .EnumerateArray().Select(one => one.GetProperty("code").GetString()!).Where(code => code != Connect311.Routing.RuleSet.OperatorDepartment)];

    private async Task MeasureIdleAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        var before = server.ProcessorTime;
        await Task.Delay(Idle, cancellationToken);
        IdleCores = (server.ProcessorTime - before) / Idle;
    }

    private async Task SubmitAsync(HttpClient client, int count, bool counts, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/service-requests")
            {
                Content = JsonContent.Create(new { serviceType = "street-condition.pothole", description = "Deep pothole.", location = new { latitude = 40.67383, longitude = -73.97054 } }),
            };
            request.Headers.TryAddWithoutValidation("X-Api-Key", "demo-app");
            using var response = await client.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            if (counts)
            {
                _numbers.GetOrAdd(answer.GetProperty("department").GetProperty("code").GetString()!, _ => []).Add(answer.GetProperty("trackingNumber").GetString()!);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private List<string> NumbersOf(StreamReader reader) => _numbers.GetValueOrDefault(reader.Department) ?? [];

    /// <summary>Until all have all, or nobody gets more.</summary>
    private async Task WaitAsync(List<StreamReader> readers, CancellationToken cancellationToken)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (TimeProvider.System.GetUtcNow() < until && readers.Any(reader => reader.Told.Count < NumbersOf(reader).Count))
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task CheckAsync(List<StreamReader> readers, List<Task> reading)
    {
        foreach (var reader in readers)
        {
            reader.Dispose();
            foreach (var number in NumbersOf(reader).Except(reader.Told))
            {
                Anomalies.Add(Missed, $"{reader.Department}: {number}");
            }

            foreach (var number in reader.Told.GroupBy(number => number).Where(same => same.Count() > 1))
            {
                Anomalies.Add(Twice, $"{reader.Department}: {number.Key}");
            }
        }

        await Task.WhenAll(reading);
    }
}

/// <summary>One open stream, and what it told.</summary>
internal sealed class StreamReader(string department, HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items) : IDisposable
{
    public string Department => department;

    /// <summary>The numbers of the requests that entered.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>Opens a stream and reads its first event, so that it misses nothing more.</summary>
    public static async Task<StreamReader> OpenAsync(HttpClient client, string department, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/departments/{department}/stream");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer demo-operator");
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var items = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await items.MoveNextAsync();
        return new(department, response, items);
    }

    /// <summary>Reads until it is disposed.</summary>
    public async Task ReadAsync(ConcurrentBag<double> latency, CancellationToken cancellationToken)
    {
        try
        {
            while (await items.MoveNextAsync())
            {
                if (items.Current.EventType == StreamEvent.Entered)
                {
                    var change = JsonDocument.Parse(items.Current.Data).RootElement;
                    latency.Add((TimeProvider.System.GetUtcNow() - change.GetProperty("at").GetDateTimeOffset()).TotalMilliseconds);
                    Told.Enqueue(change.GetProperty("trackingNumber").GetString()!);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            // It was disposed.
        }
    }

    public void Dispose() => response.Dispose();
}
