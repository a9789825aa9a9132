using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Subscriptions;
using Dapper;

namespace Connect311.Api.Delivery;

/// <summary>To whom a delivery goes, as it is now.</summary>
/// <param name="Visibility">Of the report.</param>
/// <param name="IsGone">Whether the report was erased whole.</param>
/// <param name="WaitingFor">What the report waits for, or null.</param>
/// <param name="IsOn">Whether the report is still theirs.</param>
internal sealed record Recipient(SubscriptionRow Subscription, string Visibility, bool IsGone, string? WaitingFor, bool IsOn);

/// <summary>Keeps what is to be sent, by whom it is being sent, and how it went.</summary>
internal sealed class DeliveryStore(Database database, AuditLog audit, TimeProvider time)
{
    private readonly DeliverySql _sql = DeliverySql.For(database.Engine);
    private readonly SubscriptionSql _subscriptions = SubscriptionSql.For(database.Engine);

    public Task<List<DeliveryRow>> DueAsync(int take, CancellationToken cancellationToken) =>
        database.QueryAsync<DeliveryRow>(_sql.Due, new DeliverySql.DueParameters(time.Now(), take), cancellationToken);

    public Task<DeliveryRow?> FindAsync(long position, string subscriptionId, CancellationToken cancellationToken) =>
        database.FindAsync<DeliveryRow>(_sql.Find, new DeliverySql.KeyParameters(position, subscriptionId), cancellationToken);

    /// <summary>A page of those in a state.</summary>
    /// <param name="after">The key behind which it begins; null for the first.</param>
    public Task<List<DeliveryRow>> PageAsync(string state, (long Position, string Subscription)? after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<DeliveryRow>(
            _sql.Page, new DeliverySql.PageParameters(state, after?.Position ?? long.MinValue, after?.Subscription ?? "", take), cancellationToken);

    public Task<int> CountAsync(string state, CancellationToken cancellationToken) =>
        database.FindAsync<int>(_sql.Count, new DeliverySql.StateParameters(state), cancellationToken);

    /// <summary>To whom one goes; null where the subscription is gone.</summary>
    public async Task<Recipient?> FindRecipientAsync(DeliveryRow delivery, CancellationToken cancellationToken) => (await database.ReadAsync(
        async (connection, token) => await connection.QueryAsync<SubscriptionRow, RecipientRow, Recipient>(
            new(_sql.FindRecipient, new DeliverySql.RecipientParameters(delivery.SubscriptionId, delivery.RequestId), cancellationToken: token),
            (subscription, row) => new(subscription, row.Visibility, row.Department.Length == 0, row.WaitingFor, row.IsOn == 1),
            splitOn: nameof(RecipientRow.Visibility)),
        cancellationToken)).SingleOrDefault();

    /// <summary>
    /// Whether others asked the address of one before it as often as it may be asked. Two that asked at once saw nothing of each other; when they
    /// are sent, they do.
    /// </summary>
    public async Task<bool> IsAskedTooOftenAsync(SubscriptionRow asked, CancellationToken cancellationToken) => await database.FindAsync<int>(
        _subscriptions.CountAskedBefore,
        new SubscriptionSql.AskedBeforeParameters(asked.Id, asked.AddressHash, asked.AskedAt - SubscriptionStore.AskedWithin, asked.AskedAt),
        cancellationToken) >= SubscriptionStore.MostAskings;

    /// <summary>Takes one, to send it.</summary>
    /// <param name="seen">As it was read.</param>
    /// <param name="until">When another may take it, for then whoever took it has crashed.</param>
    /// <returns>As it is then; null when somebody else has it.</returns>
    public async Task<DeliveryRow?> TakeAsync(DeliveryRow seen, DateTimeOffset until, CancellationToken cancellationToken) => await database.WriteAsync(
        new Write().Change(_sql.Take, new DeliverySql.TakeParameters(seen.Position, seen.SubscriptionId, seen.Attempts, seen.NextAttemptAt, until)),
        cancellationToken)
        ? seen with { State = DeliveryState.Sending, Attempts = seen.Attempts + 1, NextAttemptAt = until }
        : null;

    /// <summary>Lets one wait that was not tried.</summary>
    public Task PostponeAsync(DeliveryRow seen, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Run(_sql.Postpone, new DeliverySql.PostponeParameters(seen.Position, seen.SubscriptionId, seen.Attempts, at)), cancellationToken);

    /// <summary>Notes how a try ended.</summary>
    /// <param name="taken">As <see cref="TakeAsync"/> answered it.</param>
    /// <param name="next">When it is tried again; null where that was the last time.</param>
    /// <param name="gone">The hash of the address it was sent to, where nobody is by that any more; else null.</param>
    /// <returns>False when somebody else has it by now.</returns>
    public Task<bool> EndAsync(
        DeliveryRow taken, string state, string? failure, DateTimeOffset? next, string? gone, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var write = new Write();
        if (gone is not null)
        {
            write.Run(_subscriptions.EndAddress, new SubscriptionSql.EndAddressParameters(taken.SubscriptionId, gone, now));
        }

        return database.WriteAsync(
            write.Change(_sql.End, new DeliverySql.EndParameters(
                taken.Position, taken.SubscriptionId, taken.Attempts, state, next ?? Clock.Never, failure, next is null ? now : null)),
            cancellationToken);
    }

    /// <summary>Gives one back that was not tried.</summary>
    /// <param name="taken">As <see cref="TakeAsync"/> answered it.</param>
    /// <returns>False when somebody else has it by now.</returns>
    public Task<bool> ReleaseAsync(DeliveryRow taken, string failure, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Change(_sql.Release, new DeliverySql.ReleaseParameters(taken.Position, taken.SubscriptionId, taken.Attempts, at, failure)),
        cancellationToken);

    /// <summary>Lets a dead one be tried anew, which stands in the audit.</summary>
    /// <returns>False when it is not dead.</returns>
    public Task<bool> ReplayAsync(DeliveryRow seen, Actor by, CancellationToken cancellationToken) => audit.ActAsync(
        audit.New(by, AuditAction.ReplayDelivery, AuditTarget.Delivery(DeliveryView.IdOf(seen))),
        write => write.Change(_sql.Replay, new DeliverySql.ReplayParameters(seen.Position, seen.SubscriptionId, time.Now())),
        cancellationToken);

    /// <summary>Deletes what was done before then, up to so many.</summary>
    /// <returns>How many; none when all are deleted.</returns>
    public async Task<int> DeleteOldAsync(DateTimeOffset before, int take, CancellationToken cancellationToken)
    {
        var old = await database.QueryAsync<DeliveryRow>(_sql.Old, new DeliverySql.OldParameters(before, take), cancellationToken);
        await database.WriteAsync(
            new Write().Runs(_sql.Delete, [.. old.Select(one => new DeliverySql.KeyParameters(one.Position, one.SubscriptionId))]), cancellationToken);
        return old.Count;
    }

    private sealed record RecipientRow
    {
        public required string Visibility { get; init; }

        public required string Department { get; init; }

        public string? WaitingFor { get; init; }

        /// <summary>1 or 0.</summary>
        public required int IsOn { get; init; }
    }
}
