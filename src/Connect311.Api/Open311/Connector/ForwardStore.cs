using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Open311.Connector;

/// <summary>Keeps what goes to departments' own systems, by whom it is being sent, how it went, and what they call it.</summary>
internal sealed class ForwardStore(Database database, AuditLog audit, TimeProvider time)
{
    private readonly ForwardSql _sql = ForwardSql.For(database.Engine);
    private readonly ExternalSql _external = ExternalSql.For(database.Engine);

    public Task<List<ForwardRow>> DueAsync(string department, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<ForwardRow>(_sql.Due, new ForwardSql.DueParameters(department, time.Now(), take), cancellationToken);

    public Task<ForwardRow?> FindAsync(ForwardKey key, CancellationToken cancellationToken) => database.FindAsync<ForwardRow>(
        _sql.Find, new ForwardSql.KeyParameters(key.RequestId, key.EventNumber, key.Department), cancellationToken);

    /// <summary>A page of those in a state.</summary>
    /// <param name="after">The key behind which it begins; null for the first.</param>
    public Task<List<ForwardRow>> PageAsync(string state, ForwardKey? after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<ForwardRow>(
            _sql.Page,
            new ForwardSql.PageParameters(state, after?.RequestId ?? 0, after?.EventNumber ?? 0, after?.Department ?? "", take),
            cancellationToken);

    public Task<int> CountAsync(string state, CancellationToken cancellationToken) =>
        database.FindAsync<int>(_sql.Count, new ForwardSql.StateParameters(state), cancellationToken);

    /// <summary>The last time that a department got the request, up to an event; null where it never did.</summary>
    public async Task<ExternalRequestRow?> ExternalAsync(long requestId, string department, int upTo, CancellationToken cancellationToken) =>
        (await database.QueryAsync<ExternalRequestRow>(_sql.Externals, new ForwardSql.RequestParameters(requestId, department), cancellationToken))
            .LastOrDefault(row => row.EventNumber <= upTo);

    /// <summary>Takes one, to send it.</summary>
    /// <param name="seen">As it was read.</param>
    /// <param name="until">When another may take it, for then whoever took it has crashed.</param>
    /// <returns>As it is then; null when somebody else has it.</returns>
    public async Task<ForwardRow?> TakeAsync(ForwardRow seen, DateTimeOffset until, CancellationToken cancellationToken) => await database.WriteAsync(
        new Write().Change(_sql.Take, new ForwardSql.TakeOneParameters(
            seen.RequestId, seen.EventNumber, seen.Department, seen.Attempts, seen.NextAttemptAt, until)),
        cancellationToken)
        ? seen with { State = DeliveryState.Sending, Attempts = seen.Attempts + 1, NextAttemptAt = until }
        : null;

    /// <summary>Notes, before it is sent, that the department may know of it.</summary>
    public Task NoteTryAsync(ExternalRequestRow external, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Run(_sql.Tried, new ForwardSql.TriedParameters(external.RequestId, external.EventNumber, external.Department, time.Now())),
        cancellationToken);

    /// <summary>Notes the token that the system gave for the id.</summary>
    public Task KeepTokenAsync(ExternalRequestRow external, string token, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Run(_sql.Known, new ForwardSql.KnownParameters(
            external.RequestId, external.EventNumber, external.Department, null, token, null)),
        cancellationToken);

    /// <summary>
    /// How a try ended, and what the system calls the request, to be written with what that does to the request. What the system said
    /// of it before that was known is read again.
    /// </summary>
    /// <param name="taken">As <see cref="TakeAsync"/> answered it.</param>
    public Write ToKnown(ForwardRow taken, ExternalRequestRow external, string? id)
    {
        var now = time.Now();
        return new Write()
            .Change(_sql.End, EndOf(taken, DeliveryState.Sent, null, null))
            .Run(_sql.Known, new ForwardSql.KnownParameters(external.RequestId, external.EventNumber, external.Department, id, external.Token, now))
            .Run(_external.SetBack, new ExternalSql.BeginParameters(external.Department, external.TriedAt ?? now));
    }

    public Task<bool> WriteAsync(Write write, CancellationToken cancellationToken) => database.WriteAsync(write, cancellationToken);

    /// <summary>Notes how a try ended.</summary>
    /// <param name="taken">As <see cref="TakeAsync"/> answered it.</param>
    /// <param name="next">When it is tried again; null where that was the last time.</param>
    /// <returns>False when somebody else has it by now.</returns>
    public Task<bool> EndAsync(ForwardRow taken, string state, string? failure, DateTimeOffset? next, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Change(_sql.End, EndOf(taken, state, failure, next)), cancellationToken);

    /// <summary>Gives one back that was not tried, or whose answer is awaited.</summary>
    /// <param name="taken">As <see cref="TakeAsync"/> answered it.</param>
    /// <returns>False when somebody else has it by now.</returns>
    public Task<bool> ReleaseAsync(ForwardRow taken, string failure, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Change(_sql.Release, new ForwardSql.ReleaseParameters(
            taken.RequestId, taken.EventNumber, taken.Department, taken.Attempts, at, failure)),
        cancellationToken);

    /// <summary>Lets a dead one be tried anew, which stands in the audit.</summary>
    /// <returns>False when it is not dead.</returns>
    public Task<bool> ReplayAsync(ForwardRow seen, Actor by, CancellationToken cancellationToken) => audit.ActAsync(
        audit.New(by, AuditAction.ReplayForward, AuditTarget.Forward(ForwardKey.Of(seen).ToString())),
        write => write.Change(_sql.Replay, new ForwardSql.ReplayParameters(seen.RequestId, seen.EventNumber, seen.Department, time.Now())),
        cancellationToken);

    /// <summary>Deletes what was done before then, up to so many.</summary>
    /// <returns>How many; none when all are deleted.</returns>
    public async Task<int> DeleteOldAsync(DateTimeOffset before, int take, CancellationToken cancellationToken)
    {
        var old = await database.QueryAsync<ForwardRow>(_sql.Old, new ForwardSql.OldParameters(before, take), cancellationToken);
        await database.WriteAsync(
            new Write().Runs(_sql.Delete, [.. old.Select(one => new ForwardSql.KeyParameters(one.RequestId, one.EventNumber, one.Department))]),
            cancellationToken);
        return old.Count;
    }

    /// <summary>What the outbox holds for departments.</summary>
    public Task<List<PostedEvent>> PostedAsync(int take, CancellationToken cancellationToken) =>
        database.QueryAsync<PostedEvent>(_sql.Posted, new ForwardSql.TakeParameters(take), cancellationToken);

    /// <summary>Which departments have which of some requests, or are to get them.</summary>
    public async Task<HashSet<(long RequestId, string Department)>> HeldAsync(IEnumerable<long> ids, CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync<HeldRow>(_sql.Held, new ForwardSql.IdsParameters(JsonSerializer.Serialize(ids)), cancellationToken))
            .Select(row => (row.RequestId, row.Department))];

    /// <summary>Hands rows of the outbox over, each once.</summary>
    /// <returns>False when another node did.</returns>
    public Task<bool> HandOverAsync(
        IReadOnlyList<PostedEvent> posted, IReadOnlyList<ForwardRow> rows, IReadOnlyList<ExternalRequestRow> externals, CancellationToken cancellationToken) =>
        database.WriteAsync(
            new Write()
                .Changes(_sql.DeletePosted, [.. posted.Select(one => new ForwardSql.PostedParameters(one.RequestId, one.EventNumber))])
                .Runs(_sql.Insert, rows)
                .Runs(_sql.InsertExternal, externals),
            cancellationToken);

    private ForwardSql.EndParameters EndOf(ForwardRow taken, string state, string? failure, DateTimeOffset? next) => new(
        taken.RequestId, taken.EventNumber, taken.Department, taken.Attempts, state, next ?? Clock.Never, failure, next is null ? time.Now() : null);

    private sealed record HeldRow
    {
        public required long RequestId { get; init; }

        public required string Department { get; init; }
    }
}

/// <summary>Which event for which department.</summary>
internal sealed record ForwardKey(long RequestId, int EventNumber, string Department)
{
    public static ForwardKey Of(ForwardRow row) => new(row.RequestId, row.EventNumber, row.Department);

    /// <summary>What a text names; null where it names none.</summary>
    public static ForwardKey? Read(string text) =>
        text.Split('.', 3) is [var request, var number, { Length: > 0 and <= 20 } department]
        && long.TryParse(request, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id)
        && int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? new(id, at, department)
            : null;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RequestId}.{EventNumber}.{Department}");
}

/// <summary>An event that the outbox holds for a department.</summary>
internal sealed record PostedEvent
{
    public required long RequestId { get; init; }

    public required int EventNumber { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Kind { get; init; }

    /// <summary>What the event says.</summary>
    public required string Data { get; init; }

    /// <summary>What the event before it says; null for the first.</summary>
    public string? DataBefore { get; init; }
}
