using System.Diagnostics.Metrics;
using System.Globalization;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Streams;
using Connect311.Routing;
using Connect311.Tests.ServiceRequests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Streams;

/// <summary>
/// Whoever reads a stream from its start, with any number of interruptions and hang-ups, knows what the queue holds: each change is told once,
/// in its order, though many write meanwhile.
/// </summary>
public abstract class StreamLawTests : IDisposable
{
    private const int Writers = 4;
    private const int ActsOfEach = 25;

    private readonly TestDatabase _database;
    private readonly StreamStore _store;
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly StreamHub _hub;
    private readonly string[] _departments = [$"D{NextId()}", $"D{NextId()}", RuleSet.OperatorDepartment];

    protected StreamLawTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _store = new(database.Database);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _hub = new(_store, _time, meters, NullLogger<StreamHub>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_told_makes_up_what_the_queue_holds()
    {
        var start = await _store.LastPositionAsync(Token);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(seed => Task.Run(() => WriteAsync(new Random(seed)), Token)));
        var reading = _departments.SelectMany(department => new[] { new StreamScope(department, false), new StreamScope(department, true) })
            .Select((scope, seed) => Task.Run(() => ReadAsync(scope, start, writing, new Random(seed)), Token))
            .ToList();
        while (!Task.WhenAll(reading).IsCompleted)
        {
            await _hub.PollAsync(Token);
            _time.Advance(StreamHub.HeartbeatInterval);
        }

        await writing;
        await Task.WhenAll(reading);
        Assert.Equal(0, _hub.Count);
    }

    public void Dispose()
    {
        _hub.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads to the end of what is written, coming again and again, and compares.</summary>
    private async Task ReadAsync(StreamScope scope, long start, Task writing, Random random)
    {
        var (held, last, told) = (new HashSet<string>(), start, new List<long>());
        while (true)
        {
            var isDone = writing.IsCompleted;
            var end = await _store.LastPositionAsync(Token);
            var stream = new QueueStream(
                _hub, _store, Options.Create(new StreamOptions()), _time, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
            var left = random.Next(1, 20);
            await foreach (var item in stream.ReadAsync(scope, last, () => { }, Token))
            {
                last = long.Parse(item.EventId!, CultureInfo.InvariantCulture);
                Fold(item.EventType, item.Data, held);
                if (item.EventType != StreamEvent.Heartbeat)
                {
                    told.Add(last);
                }

                if (--left <= 0)
                {
                    break;
                }
            }

            if (isDone && last >= end)
            {
                break;
            }
        }

        Assert.Equal(told.Order().Distinct(), told);
        Assert.Equal((await HeldAsync(scope, start)).Order(), held.Order());
    }

    /// <summary>Enters, leaves, and stays where it must already be.</summary>
    private static void Fold(string type, string data, HashSet<string> held)
    {
        if (type == StreamEvent.Heartbeat)
        {
            return;
        }

        var number = System.Text.Json.JsonDocument.Parse(data).RootElement.Text("trackingNumber");
        Assert.True(type switch
        {
            StreamEvent.Entered => held.Add(number),
            StreamEvent.Left => held.Remove(number),
            StreamEvent.Changed => held.Contains(number),
            _ => false,
        }, $"{type} {data}");
    }

    private async Task WriteAsync(Random random)
    {
        var mine = new List<long>();
        for (var i = 0; i < ActsOfEach; i++)
        {
            if (mine.Count == 0 || random.Next(3) == 0)
            {
                mine.Add(await SubmitAsync(random));
            }
            else
            {
                await ActAsync(mine[random.Next(mine.Count)], random);
            }
        }
    }

    private async Task<long> SubmitAsync(Random random) => (await _database.Database.StoredAsync(NewRequest(change: row => row with
    {
        Department = _departments[random.Next(_departments.Length)],
        Visibility = random.Next(3) == 0 ? "confidential" : "public",
        IsDanger = random.Next(3) == 0,
    }))).Row.Id;

    /// <summary>Sends it on, closes it, opens it again, or says something about it.</summary>
    private async Task ActAsync(long id, Random random)
    {
        var seen = await _database.Database.RowAsync(id);
        var events = await _database.Database.EventsAsync(id);
        var now = EventData.Read(events[^1].Data);
        var after = now with
        {
            Department = random.Next(2) == 0 ? _departments[random.Next(_departments.Length)] : now.Department,
            Status = random.Next(3) == 0 ? RequestStatus.Closed : RequestStatus.Assigned,
        };
        var happened = new NewEvent(EventKind.Acknowledged, Noon, NewEvent.Json(after), new Dictionary<string, string> { ["actor"] = "agent" });
        var step = Step.Of(seen, new(Lifecycle.Acknowledge), "agent", Noon, clocks: null) with { After = after, Event = happened };
        Assert.True(await new StaffStore(_database.Database).ChangeAsync(seen, step, Token));
    }

    /// <summary>What the last events say, read at once and told apart as simply as can be.</summary>
    private async Task<List<string>> HeldAsync(StreamScope scope, long start)
    {
        var held = new List<string>();
        var rows = (await _store.ReadAsync(start, 100_000, Token)).GroupBy(row => row.RequestId).Select(rows => rows.Last());
        foreach (var row in rows)
        {
            var said = EventData.Read(row.Data);
            var isOwn = said.Department == scope.Department && (scope.WithConfidential || row.Visibility == "public");
            var isDanger = scope.Department == "311" && row.IsDanger && row.Visibility == "public";
            if (said.Status != "closed" && (isOwn || isDanger))
            {
                held.Add(new TrackingNumber(row.RequestId).ToString());
            }
        }

        return held;
    }
}

public sealed class SqliteStreamLawTests(SqliteTestDatabase database) : StreamLawTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerStreamLawTests(SqlServerTestDatabase database) : StreamLawTests(database), IClassFixture<SqlServerTestDatabase>;
