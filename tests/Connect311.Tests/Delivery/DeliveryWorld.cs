using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Delivery.Folder;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Subscriptions;
using Connect311.Api.Triage.Clarifications;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly.Registry;

namespace Connect311.Tests.Delivery;

/// <summary>A push service of the outside world: keeps what came, and answers as it is told.</summary>
internal sealed class Outside : Target
{
    public ConcurrentQueue<Message> Came { get; } = [];

    /// <summary>What it answers to a message.</summary>
    public Func<Message, SendResult> Answer { get; set; } = _ => new SendResult.Sent();

    public override string Kind => TargetKind.Fcm;

    public override bool IsOn => true;

    public override async Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Came.Enqueue(message);
        return Answer(message);
    }
}

/// <summary>One node that makes deliveries and sends them to <see cref="Outside"/>.</summary>
internal sealed class DeliveryWorld
{
    private static readonly EphemeralDataProtectionProvider Ring = new();

    private readonly SecretKeys _keys;
    private readonly TimeProvider _time;

    private DeliveryWorld(Database database, SecretKeys keys, Outside outside, TimeProvider time)
    {
        (Database, _keys, Outside, _time) = (database, keys, outside, time);
        var options = Options.Create(new DeliveryOptions { MaxAttempts = 3 });
        var pipelines = new ResiliencePipelineRegistry<string>();
        pipelines.TryAddBuilder<SendResult>(Targets.PipelineOf(TargetKind.Fcm), (_, _) => { });
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var targets = new Targets(
            [outside],
            new MessageFolder(options, new HostingEnvironment { EnvironmentName = "Production" }),
            pipelines,
            new DeliveryCounts(meters),
            NullLogger<Targets>.Instance);
        Addresses = new(Ring, keys);
        Subscriptions = new(database, time);
        Store = new(database, new(database, time), time);
        FanOut = new(database, new ContactSubscriptions(new Contacts(Ring, keys), Addresses, Subscriptions, targets, time), time);
        Courier = new(
            Store, targets, new Messages(Addresses, new SubscriptionLinks(keys), new ClarificationLinks(keys), new CurrentCity(), options), options, time);
    }

    public Database Database { get; }

    public Outside Outside { get; }

    public Addresses Addresses { get; }

    public SubscriptionStore Subscriptions { get; }

    public DeliveryStore Store { get; }

    public FanOut FanOut { get; }

    public Courier Courier { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<DeliveryWorld> OfAsync(Database database, TimeProvider time)
    {
        var keys = new SecretKeys(database, Ring, time);
        await keys.LoadAsync(Token);
        return new(database, keys, new(), time);
    }

    /// <summary>Another node over the same data, with the same outside world.</summary>
    public DeliveryWorld Beside(Database database) => new(database, _keys, Outside, _time);

    /// <summary>Lets a device take pushes.</summary>
    public async Task<SubscriptionRow> PushAsync(string device, Func<SubscriptionRow, SubscriptionRow>? change = null)
    {
        var address = new Address($"token-of-{device}");
        var row = new SubscriptionRow
        {
            Id = device,
            Target = TargetKind.Fcm,
            AddressHash = Addresses.HashOf(TargetKind.Fcm, address.To),
            SealedAddress = Addresses.Seal(address),
            Language = "en",
            Asked = 0,
            AskedAt = _time.Now(),
            ConfirmedAt = _time.Now(),
        };
        row = change?.Invoke(row) ?? row;
        await Subscriptions.PutAsync(row, Token);
        return row;
    }

    /// <summary>All there is in a state.</summary>
    public Task<List<DeliveryRow>> InAsync(string state) => Store.PageAsync(state, null, 10_000, Token);

    /// <summary>Makes all deliveries that are to be made, and sends all that are due.</summary>
    public async Task TurnAsync()
    {
        await FanOut.RunAsync(Token);
        while (await Courier.RunAsync(Token) > 0)
        {
        }
    }
}
