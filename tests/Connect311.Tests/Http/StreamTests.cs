using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Triage.Streams;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Connect311.Tests.Http;

/// <summary>A queue as it changes, by the wire: server-sent events, resumed behind the last id.</summary>
public sealed class StreamTests : IDisposable
{
    private const string Route = "/v1/departments/DOT/stream";
    private const string Drugs = """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";
    private const string Danger = """{"serviceType":"street-condition.pothole","description":"I smell gas.","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    private readonly TestApplication _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_enters_changes_and_leaves_is_told_as_it_happens()
    {
        using var agent = _application.Staff("demo-agent-DOT");
        await using var stream = await QueueReader.OpenAsync(agent, Route);
        Assert.Equal(StreamEvent.Heartbeat, (await stream.NextAsync()).EventType);

        var number = await SubmitAsync(Calls.Pothole);
        var entered = await PolledAsync(stream);
        Assert.Equal("entered submitted assigned DOT", Summary(entered, number));
        Assert.Equal(("street-condition.pothole", 3, false, 1), (
            Json(entered).Text("serviceType"), Json(entered).GetProperty("priority").GetInt32(), Json(entered).GetProperty("danger").GetBoolean(), Json(entered).GetProperty("version").GetInt32()));
        Assert.Equal(HttpStatusCode.OK, (await agent.ActAsync(number, "acknowledge", "\"1\"")).StatusCode);
        Assert.Equal("changed acknowledged acknowledged DOT", Summary(await PolledAsync(stream), number));
        Assert.Equal(HttpStatusCode.OK, (await agent.ActAsync(number, "close", "\"2\"", """{"outcome":"fixed"}""")).StatusCode);
        Assert.Equal("left closed closed DOT", Summary(await PolledAsync(stream), number));
    }

    [Fact]
    public async Task A_reader_that_comes_again_is_told_what_it_missed_and_nothing_twice()
    {
        using var agent = _application.Staff("demo-agent-DOT");
        var numbers = new List<string> { await SubmitAsync(Calls.Pothole) };
        var (entered, last) = ("", "0");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await using var stream = await QueueReader.OpenAsync(agent, Route, last);
            var item = await PolledAsync(stream);
            (entered, last) = (Summary(item, numbers[^1]), item.EventId!);
            Assert.Equal("entered submitted assigned DOT", entered);
            numbers.Add(await SubmitAsync(Calls.Pothole));
        }
    }

    [Fact]
    public async Task Confidential_requests_are_streamed_to_their_department_alone_and_danger_to_the_operator()
    {
        using var police = _application.Staff("demo-agent-NYPD");
        using var desk = _application.Staff("demo-operator");
        await using var own = await QueueReader.OpenAsync(police, "/v1/departments/NYPD/stream");
        await using var foreign = await QueueReader.OpenAsync(desk, "/v1/departments/NYPD/stream");
        await using var operators = await QueueReader.OpenAsync(desk, "/v1/departments/311/stream");
        foreach (var stream in new[] { own, foreign, operators })
        {
            await stream.NextAsync();
        }

        var secret = await SubmitAsync(Drugs);
        var danger = await SubmitAsync(Danger);
        var noise = await SubmitAsync("""{"serviceType":"noise-residential.loud-music-party","location":{"latitude":40.67383,"longitude":-73.97054}}""");

        Assert.Equal("entered submitted assigned NYPD", Summary(await PolledAsync(own), secret));
        Assert.Equal("entered submitted assigned NYPD", Summary(await own.NextAsync(), noise));
        Assert.Equal("entered submitted assigned NYPD", Summary(await foreign.NextAsync(), noise));
        Assert.Equal("entered submitted assigned DOT", Summary(await operators.NextAsync(), danger));
    }

    [Fact]
    public async Task A_stream_beats_and_ends_after_its_time()
    {
        using var agent = _application.Staff("demo-agent-DOT");
        await using var stream = await QueueReader.OpenAsync(agent, Route);
        await stream.NextAsync();
        Assert.Equal(1, Hub.Count);
        _application.Time.Advance(StreamHub.HeartbeatInterval);
        Assert.Equal(StreamEvent.Heartbeat, (await stream.NextAsync()).EventType);
        _application.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.All(await stream.RestAsync(), item => Assert.Equal(StreamEvent.Heartbeat, item.EventType));
        Assert.Equal(0, Hub.Count);
    }

    [Theory]
    [InlineData("999999999999")]
    [InlineData("0")]
    public async Task One_who_missed_too_much_or_knows_too_much_is_told_to_read_again(string last)
    {
        _application.With("Streams:Memory", "1").With("Streams:Seconds", "0");
        await SubmitAsync(Calls.Pothole);
        await SubmitAsync(Calls.Pothole);
        using var agent = _application.Staff("demo-agent-DOT");
        await using var stream = await QueueReader.OpenAsync(agent, Route, last);
        var (first, second) = (await stream.NextAsync(), await stream.NextAsync());
        Assert.Equal((StreamEvent.Reset, "2", StreamEvent.Heartbeat, "2"), (first.EventType, first.EventId, second.EventType, second.EventId));
        Assert.Empty(await stream.RestAsync());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task An_id_that_never_was_one_is_refused(string last)
    {
        using var agent = _application.Staff("demo-agent-DOT");
        agent.DefaultRequestHeaders.TryAddWithoutValidation("Last-Event-ID", last);
        var problem = await (await agent.ReadAsync(Route)).ProblemAsync(ProblemCode.ValidationFailed);
        Assert.Equal("/lastEventId", problem.GetProperty("errors")[0].Text("field"));
    }

    [Fact]
    public async Task More_streams_than_a_node_keeps_are_busy()
    {
        _application.With("Streams:Most", "1");
        using var agent = _application.Staff("demo-agent-DOT");
        await using (var stream = await QueueReader.OpenAsync(agent, Route))
        {
            await stream.NextAsync();
            await (await agent.ReadAsync(Route)).ProblemAsync(ProblemCode.Busy);
        }

        // The server hears of the reader that went away by itself, and soon.
        while (Hub.Count > 0)
        {
            await Task.Yield();
        }

        await using var next = await QueueReader.OpenAsync(agent, Route);
        Assert.Equal(StreamEvent.Heartbeat, (await next.NextAsync()).EventType);
    }

    [Fact]
    public void A_reader_that_stops_reading_is_hung_up_on_once()
    {
        var hungUp = 0;
        var subscription = new StreamSubscription(new("DOT", false), () => hungUp++);
        for (var i = 0; i < 1_002; i++)
        {
            subscription.Take(StreamEvent.Bare(StreamEvent.Heartbeat, i));
        }

        Assert.Equal((1, 1_000), (hungUp, subscription.Waiting.Count));
    }

    [Fact]
    public async Task What_happens_on_another_node_is_streamed_here()
    {
        using var other = new TestApplication()
            .With("ConnectionStrings:Connect311", $"Data Source={_application.DatabaseFile}")
            .With("KeyRing:Folder", Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "keys"));
        using var agent = _application.Staff("demo-agent-DOT");
        await using var stream = await QueueReader.OpenAsync(agent, Route);
        await stream.NextAsync();
        using var app = other.App();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        Assert.Equal("entered submitted assigned DOT", Summary(await PolledAsync(stream), number));
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        using var agent = _application.Staff("demo-agent-DOT");
        await using var stream = await QueueReader.OpenAsync(agent, Route);
        await stream.NextAsync();
        _application.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Empty(await stream.RestAsync());
    }

    public void Dispose()
    {
        _application.Dispose();
        SqliteConnection.ClearAllPools();
    }

    private StreamHub Hub => _application.Services.GetRequiredService<StreamHub>();

    private static JsonElement Json(SseItem<string> item) => JsonDocument.Parse(item.Data).RootElement;

    private static string Summary(SseItem<string> item, string number)
    {
        Assert.Equal(number, Json(item).Text("trackingNumber"));
        return $"{item.EventType} {Json(item).Text("event")} {Json(item).Text("status")} {Json(item).Text("department")}";
    }

    private async Task<string> SubmitAsync(string body)
    {
        using var app = _application.App();
        return (await app.SubmittedAsync(body)).Text("trackingNumber");
    }

    /// <summary>The next change, once the node has looked.</summary>
    private async Task<SseItem<string>> PolledAsync(QueueReader stream)
    {
        await Hub.PollAsync(Token);
        SseItem<string> item;
        do
        {
            item = await stream.NextAsync();
        }
        while (item.EventType == StreamEvent.Heartbeat);
        return item;
    }
}

/// <summary>Somebody who reads a stream.</summary>
internal sealed class QueueReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private QueueReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body).EnumerateAsync(Token).GetAsyncEnumerator(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<QueueReader> OpenAsync(HttpClient client, string route, string? last = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, route);
        if (last is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        return new(response, await response.Content.ReadAsStreamAsync(Token));
    }

    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync());
        return _items.Current;
    }

    /// <summary>What is left, up to the end of the stream.</summary>
    public async Task<List<SseItem<string>>> RestAsync()
    {
        var rest = new List<SseItem<string>>();
        while (await _items.MoveNextAsync())
        {
            rest.Add(_items.Current);
        }

        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync();
        _response.Dispose();
    }
}
