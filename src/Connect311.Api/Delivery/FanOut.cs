using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Subscriptions;

namespace Connect311.Api.Delivery;

/// <summary>
/// Makes deliveries of events, in the order of their positions. Where it stands is advanced in the transaction that stores the
/// deliveries, and only from where it was read: of two nodes with the same page one writes it and the other nothing.
/// </summary>
internal sealed class FanOut(Database database, ContactSubscriptions contacts, TimeProvider time)
{
    /// <summary>Events a page.</summary>
    public const int PageSize = 1_000;

    private readonly FanOutSql _sql = FanOutSql.For(database.Engine);
    private readonly DeliverySql _deliveries = DeliverySql.For(database.Engine);
    private readonly SubscriptionSql _subscriptions = SubscriptionSql.For(database.Engine);

    /// <summary>Whether there are events that it has not seen.</summary>
    public async Task<bool> IsBehindAsync(CancellationToken cancellationToken) =>
        await EndsAsync(cancellationToken) is var ends && ends.ReadTo < ends.WrittenTo;

    /// <summary>Makes deliveries of all events that are there.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await PageAsync(cancellationToken) == PageSize)
        {
        }
    }

    /// <summary>Makes deliveries of the next page of events.</summary>
    /// <returns>How many events it saw.</returns>
    public async Task<int> PageAsync(CancellationToken cancellationToken)
    {
        var from = (await EndsAsync(cancellationToken)).ReadTo;
        var happened = await database.QueryAsync<HappenedEvent>(_sql.Happened, new FanOutSql.AfterParameters(from, PageSize), cancellationToken);
        if (happened.Count == 0)
        {
            return 0;
        }

        var write = new Write().Change(_sql.Advance, new FanOutSql.AdvanceParameters(from, happened[^1].Position));
        await AddAskingsAsync(write, happened, cancellationToken);
        write.Runs(_deliveries.Insert, await ToldAsync(happened, cancellationToken));
        write.Runs(_sql.DeleteNotice, [.. happened.Where(one => one.HasNotice == 1).Select(one => new FanOutSql.NoticeParameters(one.RequestId, one.Number))]);

        // False: another node wrote this page, or an earlier try of ours whose answer was lost. Both are done.
        await database.WriteAsync(write, cancellationToken);
        return happened.Count;
    }

    /// <summary>Whoever asked at intake to be told is asked to confirm.</summary>
    private async Task AddAskingsAsync(Write write, List<HappenedEvent> happened, CancellationToken cancellationToken)
    {
        var ids = happened.Where(one => one.HasNotice == 1).Select(one => one.RequestId).Distinct().ToList();
        if (ids.Count == 0)
        {
            return;
        }

        var found = await database.QueryAsync<NoticeContact>(_sql.Contacts, Ids(ids), cancellationToken);
        var asked = await contacts.NewAsync(found, cancellationToken);
        write.Runs(_subscriptions.Insert, asked).Runs(_sql.InsertAsking, [.. asked.Select(DeliveryRow.ToConfirm)]);
    }

    private async Task<List<DeliveryRow>> ToldAsync(List<HappenedEvent> happened, CancellationToken cancellationToken)
    {
        var events = happened.Where(one => Topic.All.Contains(one.Kind)).ToList();
        if (events.Count == 0)
        {
            return [];
        }

        var now = time.Now();
        var told = (await database.QueryAsync<ToldSubscription>(_sql.Told, Ids(events.Select(one => one.RequestId).Distinct()), cancellationToken))
            .ToLookup(one => one.AboutId);
        return [.. events.SelectMany(one => told[one.RequestId]
            .Where(subscription => Topic.Holds(subscription.Topics, one.Kind))
            .Select(subscription => new DeliveryRow
            {
                Position = one.Position,
                SubscriptionId = subscription.Id,
                Target = subscription.Target,
                RequestId = one.RequestId,
                EventNumber = one.Number,
                Topic = one.Kind,
                CreatedAt = now,
                NextAttemptAt = now,
            }))];
    }

    private async Task<FeedEnds> EndsAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<FeedEnds>(_sql.Ends, null, cancellationToken))!;

    private static FanOutSql.IdsParameters Ids(IEnumerable<long> ids) => new(JsonSerializer.Serialize(ids));

    private sealed record FeedEnds
    {
        public required long ReadTo { get; init; }

        public required long WrittenTo { get; init; }
    }

    private sealed record HappenedEvent
    {
        public required long Position { get; init; }

        public required long RequestId { get; init; }

        public required int Number { get; init; }

        public required string Kind { get; init; }

        /// <summary>1 or 0.</summary>
        public required int HasNotice { get; init; }
    }

    private sealed record ToldSubscription
    {
        public required long AboutId { get; init; }

        public required string Id { get; init; }

        public required string Target { get; init; }

        public string? Topics { get; init; }
    }
}

/// <summary>The contact, sealed, of a request whose reporter asked at intake to be told.</summary>
internal sealed record NoticeContact
{
    public required long RequestId { get; init; }

    public required string Content { get; init; }
}
