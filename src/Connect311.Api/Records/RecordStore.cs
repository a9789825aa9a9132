using System.Runtime.CompilerServices;
using Connect311.Api.Databases;
using Connect311.Api.Open311.Connector;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Subscriptions;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Records;

/// <summary>Erases what requests say, holds it, and keeps the ledger of what was erased.</summary>
internal sealed class RecordStore(Database database, StaffStore requests)
{
    private const ErasureScopes AnyWords = ErasureScopes.OwnWords | ErasureScopes.FreeText;

    private readonly RecordSql _sql = RecordSql.For(database.Engine);
    private readonly SubscriptionSql _subscriptions = SubscriptionSql.For(database.Engine);

    /// <summary>The service types of which requests have ended, in the order of their codes; those too that the catalogue has no more.</summary>
    public async IAsyncEnumerable<string> TypesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var type = await NextAsync("");
        while (type is not null)
        {
            yield return type;
            type = await NextAsync(type);
        }

        Task<string?> NextAsync(string after) => database.FindAsync<string>(_sql.NextType, new RecordSql.TypeParameters(after), cancellationToken);
    }

    /// <summary>The next ended requests of a type whose scope is due.</summary>
    /// <param name="before">Only what ended then or earlier.</param>
    /// <param name="after">Behind which.</param>
    public Task<List<DueRow>> DueAsync(
        string serviceType, ErasureScopes scope, DateTimeOffset before, DueRow? after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<DueRow>(
            _sql.Due,
            new RecordSql.DueParameters
            {
                ServiceType = serviceType,
                Scope = (int)scope,
                Before = before,
                AfterAt = after?.At ?? DateTimeOffset.UnixEpoch,
                AfterId = after?.Id ?? 0,
                Take = take,
            },
            cancellationToken);

    /// <summary>The next requests whose residents asked to be forgotten.</summary>
    public Task<List<DueRow>> ToForgetAsync(DueRow? after, int take, CancellationToken cancellationToken) => database.QueryAsync<DueRow>(
        _sql.ToForget, new RecordSql.ForgetParameters(after?.At ?? DateTimeOffset.UnixEpoch, after?.Id ?? 0, take), cancellationToken);

    /// <summary>Erases for good, with an event in the history and a line in the ledger.</summary>
    /// <param name="seen">The row as it was read.</param>
    /// <param name="scopes">What is to be erased now.</param>
    /// <param name="cause">See <see cref="ErasureCause"/>.</param>
    /// <returns>False when somebody changed or held the request first; then nothing is erased.</returns>
    public Task<bool> EraseAsync(
        StaffRow seen, ErasureScopes scopes, string cause, string actor, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var codes = ErasureScope.CodesOf(scopes);
        var after = seen.ErasedScopes | ErasureScope.Whole(scopes);
        var hasWords = (scopes & AnyWords) != ErasureScopes.None;
        var next = Next(seen, EventKind.Erased, at, actor, seen.Unchanged with { Erased = codes, Reason = cause });
        var write = new Write().Change(_sql.Erase, new RecordSql.EraseParameters
        {
            Id = seen.Id,
            Version = seen.Version,
            PreviousHash = seen.HeadHash,
            HeadHash = next.Hash,
            At = at,
            Scopes = (int)after,
            Words = hasWords,
            Place = hasWords && !RecordPlace.IsPublic(seen),
            Photos = scopes.HasFlag(ErasureScopes.Photos),
            IsForgotten = after.HasFlag(ErasureScope.OwnOf(seen)),
        });
        EraseBeside(write, scopes, after, seen.Id, next);
        if (cause == ErasureCause.Forgotten && scopes.HasFlag(ErasureScopes.Contact))
        {
            write.TellHolders(seen.Id, next.Number, at);
        }

        write.Run(_sql.AddToLedger, new RecordSql.LedgerParameters(seen.Id, next.Number, at, string.Join(',', codes), cause, actor));
        var isWhole = scopes.HasFlag(ErasureScopes.Request);
        return requests.CommitAsync(
            new PlannedChange(seen.Id, write, next) { Departure = isWhole ? new(seen, Stays: false, Leaves: true, at) : null }, cancellationToken);
    }

    /// <summary>What stands beside the row of the request.</summary>
    /// <param name="after">All that is erased then.</param>
    private void EraseBeside(Write write, ErasureScopes scopes, ErasureScopes after, long requestId, EventRow erasure)
    {
        var id = new RecordSql.IdParameters(requestId);
        var (isWhole, hasWords) = (scopes.HasFlag(ErasureScopes.Request), (scopes & AnyWords) != ErasureScopes.None);
        if (isWhole)
        {
            write.Run(_sql.EraseWhole, id);
        }

        if (scopes.HasFlag(ErasureScopes.Contact))
        {
            write.Run(_sql.DeleteContact, id).Run(_sql.DeleteDevice, id);
        }

        if (isWhole)
        {
            write.Run(_subscriptions.DeleteOfRequest, new SubscriptionSql.RequestParameters(requestId));
        }
        else if (scopes.HasFlag(ErasureScopes.Contact))
        {
            write.Run(_subscriptions.ForgetOfRequest, new SubscriptionSql.ForgetParameters(requestId, erasure.At));
        }

        if (isWhole)
        {
            write.Run(_sql.DeleteImported, id).Run(_sql.DeleteTransfers, id).Run(_sql.DeleteClosings, id).ForgetHolders(requestId);
        }
        else if (hasWords)
        {
            write.Run(_sql.EraseImported, id);
        }

        if (!isWhole && scopes.HasFlag(ErasureScopes.FreeText))
        {
            write.Run(_sql.EraseCloser, id);
        }

        // It may have waited under a hold when its contact went.
        if (after.HasFlag(ErasureScopes.Contact))
        {
            write.Run(_sql.DeleteHeld, id);
        }

        if (scopes.HasFlag(ErasureScopes.Photos))
        {
            write.Run(_sql.DropPhotos, new RecordSql.PhotoParameters(requestId, erasure.At)).Run(_sql.DeletePhotos, id);
        }

        if (hasWords)
        {
            write.Run(_sql.EraseSurvey, id);
            var ownOnly = !scopes.HasFlag(ErasureScopes.FreeText);
            write.Run(_sql.EraseDetails, new RecordSql.DetailParameters(requestId, erasure.Number, erasure.At, ownOnly));
        }
    }

    /// <summary>
    /// Forgets by which hold a report came in, once it waits no more and no legal hold keeps it; and addresses that its owner had told of it
    /// since the contact went.
    /// </summary>
    public Task ForgetHeldAsync(long id, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        new Write()
            .Run(_sql.DeleteHeld, new RecordSql.IdParameters(id))
            .Run(_subscriptions.ForgetOfRequest, new SubscriptionSql.ForgetParameters(id, at)),
        cancellationToken);

    /// <summary>Places or ends a legal hold.</summary>
    /// <returns>False when somebody changed the request first.</returns>
    public Task<bool> HoldAsync(StaffRow seen, bool isHeld, string reason, string actor, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var kind = isHeld ? EventKind.LegalHoldPlaced : EventKind.LegalHoldEnded;
        var next = Next(seen, kind, at, actor, seen.Unchanged, reason);
        var write = new Write().Change(
            _sql.Hold, new RecordSql.HoldParameters(seen.Id, seen.Version, seen.HeadHash, next.Hash, at, isHeld ? at : null));
        return requests.CommitAsync(new PlannedChange(seen.Id, write, next), cancellationToken);
    }

    /// <summary>Notes that the resident asked to be forgotten.</summary>
    /// <returns>False when somebody changed the request first.</returns>
    public Task<bool> AskToForgetAsync(StaffRow seen, string actor, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var next = Next(seen, EventKind.ForgetAsked, at, actor, seen.Unchanged);
        var write = new Write().Change(_sql.AskToForget, new RecordSql.AskParameters(seen.Id, seen.Version, seen.HeadHash, next.Hash, at));
        return requests.CommitAsync(new PlannedChange(seen.Id, write, next), cancellationToken);
    }

    /// <summary>The next lines of the ledger, the oldest first.</summary>
    public Task<List<LedgerRow>> LedgerAsync(DateTimeOffset since, LedgerRow? after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<LedgerRow>(
            _sql.Ledger,
            new RecordSql.LedgerPageParameters(since, after?.At ?? DateTimeOffset.UnixEpoch, after?.RequestId ?? 0, after?.EventNumber ?? 0, take),
            cancellationToken);

    private static EventRow Next(StaffRow seen, string kind, DateTimeOffset at, string actor, EventData data, string? reason = null)
    {
        var details = new Dictionary<string, string> { ["actor"] = actor };
        if (reason is not null)
        {
            details[StepMember.Reason] = reason;
        }

        return EventChain.Append(seen.Id, seen.EventCount + 1, seen.HeadHash, new(kind, at, NewEvent.Json(data), details));
    }
}

/// <summary>A request of which something is due to be erased.</summary>
internal sealed record DueRow
{
    public required long Id { get; init; }

    /// <summary>When it ended, or when its resident asked to be forgotten.</summary>
    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? LegalHoldAt { get; init; }
}

/// <summary>A line of the ledger of deletions.</summary>
internal sealed record LedgerRow
{
    public required long RequestId { get; init; }

    /// <summary>The event of its history that tells of it.</summary>
    public required int EventNumber { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Codes of <see cref="ErasureScope"/>, with commas between them.</summary>
    public required string Scopes { get; init; }

    /// <inheritdoc cref="ErasureCause"/>
    public required string Cause { get; init; }

    public required string Actor { get; init; }
}
