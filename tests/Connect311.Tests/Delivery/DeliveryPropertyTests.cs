using System.Collections.Concurrent;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Subscriptions;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Delivery;

/// <summary>
/// Two nodes race to make deliveries and to send them, while staff act and the target fails now and then: every event that a
/// phone chose is taken by the target once, and none twice.
/// </summary>
public abstract class DeliveryPropertyTests : FreshDatabaseTests
{
    private const int Seed = 311;
    private const int Nodes = 2;
    private const int Writers = 3;
    private const int Requests = 12;
    private const int Devices = 4;

    private readonly FakeTimeProvider _time = new(Noon.AddHours(1));

    protected DeliveryPropertyTests(TestDatabase fresh)
        : base(fresh)
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_event_is_sent_twice_and_none_is_missed_though_nodes_race_and_the_target_fails(int round)
    {
        var world = await DeliveryWorld.OfAsync(Fresh.Database, _time);
        var random = new Random(Seed * round);
        var ids = await StoredAsync(world, random);
        var (taken, failures) = (new ConcurrentBag<Guid>(), 0);
        world.Outside.Answer = message =>
        {
            // A fifth of the first tries fail, before the target took anything.
            if (message.Id.GetHashCode() % 5 == 0 && world.Outside.Came.Count(other => other.Id == message.Id) == 1)
            {
                Interlocked.Increment(ref failures);
                return new SendResult.Later("http-503");
            }

            taken.Add(message.Id);
            return new SendResult.Sent();
        };

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(Fresh.Open(), ids, writer))));
        var nodes = Enumerable.Range(0, Nodes).Select(_ => world.Beside(Fresh.Open())).ToList();
        await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            do
            {
                await node.TurnAsync();
            }
            while (!writing.IsCompleted);
        })));
        await writing;
        while (await nodes[0].FanOut.IsBehindAsync(Token) || (await world.InAsync(DeliveryState.Waiting)).Count > 0)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(nodes.Select(node => Task.Run(node.TurnAsync)));
        }

        var owed = await OwedAsync();
        Assert.True(owed.Count > Requests, $"only {owed.Count} events were owed");
        Assert.True(failures > 0, "the target never failed");
        Assert.Equal(owed.Select(one => Message.IdOf(one.Position, one.SubscriptionId)).Order(), taken.Order());
        Assert.Equal(owed.Count, (await world.InAsync(DeliveryState.Sent)).Count);
    }

    /// <summary>Reports, each on one or two devices; half of the devices chose some events alone.</summary>
    private async Task<List<long>> StoredAsync(DeliveryWorld world, Random random)
    {
        var devices = new List<string>();
        for (var i = 0; i < Devices; i++)
        {
            devices.Add(await Fresh.Database.DeviceAsync());
            var topics = i % 2 == 0 ? null : Topic.Store(["acknowledged", "closed"]);
            await world.PushAsync(devices[i], row => row with { Topics = topics });
        }

        var ids = new List<long>();
        for (var i = 0; i < Requests; i++)
        {
            var id = (await Fresh.Database.StoredAsync(OnDevice(NewRequest(), devices[random.Next(Devices)]))).Row.Id;
            await new Api.Devices.Links.LinkStore(Fresh.Database).AddAsync(devices[random.Next(Devices)], new(id), evenRemoved: true, Token);
            ids.Add(id);
        }

        return ids;
    }

    /// <summary>Each writer has requests of its own, and takes them through their lives.</summary>
    private static async Task WriteAsync(Database database, List<long> ids, int writer)
    {
        foreach (var action in new[] { Lifecycle.Acknowledge, Lifecycle.Start, Lifecycle.Close })
        {
            foreach (var id in ids.Where((_, i) => i % Writers == writer))
            {
                Assert.True(await database.ActAsync(id, action, action == Lifecycle.Close ? "fixed" : null));
            }
        }
    }

    /// <summary>What the history says that somebody is to be told of.</summary>
    private async Task<List<Owed>> OwedAsync() =>
    [
        .. (await Fresh.Database.QueryAsync<Owed>(
            """
            SELECT e.Position, e.Kind, s.Id AS SubscriptionId, s.Topics
            FROM ServiceRequestEvent e
            JOIN DeviceLink l ON l.RequestId = e.RequestId
            JOIN Subscription s ON s.Id = l.DeviceId;
            """,
            null,
            Token)).Where(one => Topic.Holds(one.Topics, one.Kind)),
    ];

    private sealed record Owed
    {
        public required long Position { get; init; }

        public required string Kind { get; init; }

        public required string SubscriptionId { get; init; }

        public string? Topics { get; init; }
    }
}

public sealed class SqliteDeliveryPropertyTests() : DeliveryPropertyTests(new SqliteTestDatabase());

public sealed class SqlServerDeliveryPropertyTests() : DeliveryPropertyTests(new SqlServerTestDatabase());
