using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Connect311.Benchmarks.Spool;

/// <summary>One answer to a report.</summary>
/// <param name="Node">The server that gave it.</param>
/// <param name="Sent">When it was asked for, and <paramref name="Got"/> when it was there, in ticks of the run.</param>
/// <param name="At">When it was there, by the clock.</param>
internal sealed record PhoneAnswer(int Node, HttpStatusCode Status, long Sent, long Got, DateTimeOffset At)
{
    public double Milliseconds => (Got - Sent) * 1_000.0 / Stopwatch.Frequency;
}

/// <summary>
/// A phone with one report, as mobile.md tells it to behave: one key through every try, nothing leaves the queue before it has a
/// number. It loses some answers, and goes from server to server.
/// </summary>
internal sealed class SpoolPhone(string mark, int seed, SpoolNodes nodes, Anomalies anomalies)
{
    public const string Unexpected = "answers that are none of the protocol's";
    public const string Renamed = "a report whose number or token changed";

    private const int LosesPercent = 10;
    private const int RoamsPercent = 30;

    private readonly Random _random = new(seed);
    private readonly string _key = Guid.CreateVersion7().ToString();
    private readonly string _body = JsonSerializer.Serialize(new
    {
        serviceType = "street-condition.pothole",
        description = mark,
        location = new { latitude = 40.67383, longitude = -73.97054 },
    });

    public string Mark => mark;

    public ConcurrentQueue<PhoneAnswer> Answers { get; } = [];

    public DateTimeOffset FirstSent { get; private set; }

    public string? Number { get; private set; }

    public string? Token { get; private set; }

    /// <summary>Answers that it lost on purpose, tries that nobody answered, and refusals.</summary>
    public int Lost { get; private set; }

    public int Unanswered { get; private set; }

    public int Refused { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        FirstSent = TimeProvider.System.GetUtcNow();
        var node = _random.Next(nodes.Count);
        while (Number is null)
        {
            node = _random.Next(100) < RoamsPercent ? _random.Next(nodes.Count) : node;
            var asksAgain = Token is not null && _random.Next(100) >= LosesPercent;
            await TryAsync(node, asksAgain, cancellationToken);
            if (Number is null)
            {
                await Task.Delay(Pause(), cancellationToken);
            }
        }
    }

    /// <summary>With chance, so that phones do not come in step; who has a token waits as long as it was told.</summary>
    private TimeSpan Pause() => TimeSpan.FromSeconds(Token is null ? 1 + _random.NextDouble() : nodes.RetryAfter * (1 + _random.NextDouble()));

    private async Task TryAsync(int node, bool byToken, CancellationToken cancellationToken)
    {
        var sent = Stopwatch.GetTimestamp();
        try
        {
            using var request = byToken ? new(HttpMethod.Get, $"/v1/tokens/{Token}") : Report();
            using var response = await nodes.Client(node).SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            if (!byToken)
            {
                Answers.Enqueue(new(node, response.StatusCode, sent, Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow()));
            }

            if (_random.Next(100) < LosesPercent)
            {
                Lost++;
                return;
            }

            Take(response.StatusCode, answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Unanswered++;
        }
    }

    private HttpRequestMessage Report() => new(HttpMethod.Post, "/v1/service-requests")
    {
        Content = new StringContent(_body, Encoding.UTF8, "application/json"),
        Headers = { { "Idempotency-Key", _key } },
    };

    private void Take(HttpStatusCode status, JsonElement answer)
    {
        switch (status)
        {
            case HttpStatusCode.Created or HttpStatusCode.OK:
                Number = answer.GetProperty("trackingNumber").GetString();
                break;
            case HttpStatusCode.Accepted:
                var token = answer.GetProperty("token").GetString();
                if (Token is not null && Token != token)
                {
                    anomalies.Add(Renamed, $"{mark}: {Token}, then {token}");
                }

                Token = token;
                break;
            case HttpStatusCode.ServiceUnavailable:
                Refused++;
                break;
            default:
                anomalies.Add(Unexpected, $"{mark}: {status} {answer}");
                break;
        }
    }
}
