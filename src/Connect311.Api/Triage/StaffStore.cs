using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Incidents;
using Connect311.Api.Records;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Closings;
using Dapper;

namespace Connect311.Api.Triage;

/// <summary>Reads and changes single requests for staff.</summary>
internal sealed class StaffStore(Database database)
{
    private static readonly StaffSql Sql = StaffSql.Instance;

    private readonly EventSql _events = EventSql.For(database.Engine);
    private readonly Successions _successions = new(database);

    public Task<StaffRow?> FindAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.FindAsync<StaffRow>(Sql.Find, new StaffSql.IdParameters(number.Id), cancellationToken);

    /// <summary>The contact of a request as it is stored, sealed; null where the request has none.</summary>
    public Task<string?> FindContactAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.FindAsync<string>(Sql.FindContact, new StaffSql.IdParameters(number.Id), cancellationToken);

    /// <summary>A request with its history, which is cut where the row stood: an event may come between the two statements.</summary>
    /// <param name="maySee">Whether the caller may see the row; if not, its history is not read and empty.</param>
    public Task<(StaffRow Row, IReadOnlyList<StaffEventRow> History)?> FindWithHistoryAsync(
        TrackingNumber number, Func<StaffRow, bool> maySee, CancellationToken cancellationToken) =>
        database.ReadAsync<(StaffRow, IReadOnlyList<StaffEventRow>)?>(
            async (connection, token) =>
            {
                var id = new StaffSql.IdParameters(number.Id);
                var row = await connection.QuerySingleOrDefaultAsync<StaffRow>(new(Sql.Find, id, cancellationToken: token));
                if (row is null)
                {
                    return null;
                }

                if (!maySee(row))
                {
                    return (row, []);
                }

                var history = await connection.QueryAsync<StaffEventRow>(new(Sql.History, id, cancellationToken: token));
                return (row, [.. history.Where(line => line.Number <= row.EventCount)]);
            },
            cancellationToken);

    /// <summary>A change of a request with its event and, where the resident asked for it, a message to send; all or nothing.</summary>
    /// <param name="seen">The row as it was read; the change is given up when it is no longer so.</param>
    public static PlannedChange Plan(StaffRow seen, Step step)
    {
        var (after, happened) = (step.After, step.Event);
        var next = EventChain.Append(seen.Id, seen.EventCount + 1, seen.HeadHash, happened);
        var isOpen = RequestStatus.IsOpen(after.Status);
        var write = new Write()
            .Change(Sql.Change, new StaffSql.ChangeParameters(
                seen.Id,
                seen.Version,
                seen.HeadHash,
                next.Hash,
                after.Status,
                isOpen,
                isOpen && !seen.Follows,
                after.Outcome,
                step.ClosedAt,
                happened.At,
                after.WaitingFor,
                after.AnswerUntil,
                step.ReopenCount,
                step.ExternalId,
                step.DuplicateOf,
                step.DisputedAt,
                step.AcknowledgedAt,
                (int)ErasureScope.Kept(happened.Kind)))
            .Set(seen.Follows && after.Clocks is { } clocks ? clocks with { NextMarkAt = null } : after.Clocks, seen.Id)
            .Keep(step, seen, next.Number)
            .Run(Sql.Notify, new StaffSql.NotifyParameters(seen.Id, next.Number, OutboxKind.Notify, happened.At));
        if (after.DuplicateOf is not null && step.DuplicateOf is { } original)
        {
            write.Change(ClosingSql.Instance.KeepOriginal, new ClosingSql.OriginalParameters(original));
        }

        if (step.IsForwarded)
        {
            write.Run(Sql.Forward, new StaffSql.ForwardParameters(seen.Id, next.Number, OutboxKind.Forward, happened.At));
        }

        return new(seen.Id, write, next) { Departure = new(seen, isOpen, Leaves: false, happened.At) };
    }

    /// <inheritdoc cref="Plan" path="/param"/>
    /// <returns>False when somebody else changed it first.</returns>
    public Task<bool> ChangeAsync(StaffRow seen, Step step, CancellationToken cancellationToken) => CommitAsync(Plan(seen, step), cancellationToken);

    /// <returns>False when somebody else changed the request first.</returns>
    public Task<bool> CommitAsync(PlannedChange change, CancellationToken cancellationToken) => CommitAsync([change], cancellationToken);

    /// <summary>Commits the changes of several requests as one transaction; all or nothing.</summary>
    /// <param name="changes">At least one, of as many requests.</param>
    /// <returns>False when somebody else changed one of the requests first; then nothing is changed.</returns>
    public async Task<bool> CommitAsync(IEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var sorted = changes.OrderBy(change => change.RequestId).ToList();
        var events = sorted.Select(change => change.Event).OfType<EventRow>().ToList();
        for (var left = Successions.Tries; ; left--)
        {
            if (await _successions.FindAsync(sorted, cancellationToken) is not { } successions)
            {
                return false;
            }

            var write = _successions.ToWrite(successions).Then(Write.Together([.. sorted.Select(change => change.Write)]));
            List<EventRow> told = [.. events, .. Successions.EventsOf(successions)];
            if (await database.WriteAsync(told.Count == 0 ? write : write.Append(_events, told), cancellationToken))
            {
                return true;
            }

            // A try that was cut off may have been committed: then our own events are there, and others perhaps behind them.
            if (events.Count > 0 && await HasAsync(events[0], cancellationToken))
            {
                return true;
            }

            // A machine's report may have joined an incident, and the requests be as they were.
            if (successions.Count == 0 || left == 0 || !await AreUnchangedAsync(sorted, cancellationToken))
            {
                return false;
            }
        }
    }

    private async Task<bool> HasAsync(EventRow happened, CancellationToken cancellationToken) => await database.FindAsync<int>(
        Sql.HasEvent, new StaffSql.EventParameters(happened.RequestId, happened.Number, happened.Hash), cancellationToken) == 1;

    private async Task<bool> AreUnchangedAsync(IEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        foreach (var seen in changes.Select(change => change.Departure?.Seen).OfType<StaffRow>())
        {
            if ((await FindAsync(new(seen.Id), cancellationToken))?.HeadHash != seen.HeadHash)
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed record StaffRow
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    public string? ServiceTypeText { get; init; }

    public required string Visibility { get; init; }

    public required int CatalogVersion { get; init; }

    public required string Department { get; init; }

    public string? Queue { get; init; }

    public required string RoutingRule { get; init; }

    public required int RuleSetVersion { get; init; }

    public required string Status { get; init; }

    public required int Priority { get; init; }

    public required bool IsDanger { get; init; }

    public required string Channel { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>When it is to be resolved; <see cref="Clock.Never"/> without a target, and while that clock stands still.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? AcknowledgeDueAt { get; init; }

    public DateTimeOffset? InspectDueAt { get; init; }

    /// <summary>What <see cref="DueAt"/> was when the clock stood still; else null.</summary>
    public DateTimeOffset? HeldDueAt { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public string? Targets { get; init; }

    public int TargetsVersion { get; init; }

    public int ClockMarks { get; init; }

    /// <summary>A missed target shows it to the operators.</summary>
    public bool IsEscalated { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? Outcome { get; init; }

    public string? Description { get; init; }

    public string? Answers { get; init; }

    public string? PhotoIds { get; init; }

    /// <summary>Whether it names photos, from the first or since.</summary>
    public bool HasPhotos { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public double? AccuracyMetres { get; init; }

    public string? LocationSource { get; init; }

    public string? AddressText { get; init; }

    public required string Areas { get; init; }

    public long? Cell { get; init; }

    public double? PublicLatitude { get; init; }

    public double? PublicLongitude { get; init; }

    public string? PublicPlace { get; init; }

    public string? ProposedDepartment { get; init; }

    public string? ProposedQueue { get; init; }

    public int? ProposedPriority { get; init; }

    public string? ProposedRule { get; init; }

    public int? ProposedRuleSetVersion { get; init; }

    public string? Aside { get; init; }

    /// <summary>Who took it in hand last; that may have expired.</summary>
    public string? Assignee { get; init; }

    /// <inheritdoc cref="Triage.WaitingFor"/>
    public string? WaitingFor { get; init; }

    public int ReopenCount { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>Until when the resident may answer what staff asked; null where nothing is asked.</summary>
    public DateTimeOffset? AnswerUntil { get; init; }

    /// <summary>The request that it repeats, where it was closed as a duplicate; else null.</summary>
    public long? DuplicateOf { get; init; }

    /// <summary>Since when the resident disputes how it was closed; null where nobody does, or where that is decided.</summary>
    public DateTimeOffset? DisputedAt { get; init; }

    /// <summary>What is erased of it; what was written since is not.</summary>
    public ErasureScopes ErasedScopes { get; init; }

    /// <summary>Since when nothing of it may be erased; null as a rule.</summary>
    public DateTimeOffset? LegalHoldAt { get; init; }

    /// <summary>Since when its resident waits to be forgotten; null as a rule.</summary>
    public DateTimeOffset? ForgetAskedAt { get; init; }

    /// <summary>What an event says that changes neither status nor holder.</summary>
    public EventData Unchanged => new(Status, Department, Outcome) { Follows = Follows ? true : null };

    /// <summary>Whether it is erased whole: to everybody it is as if it had never been.</summary>
    public bool IsGone => Department.Length == 0;

    /// <summary>How often departments sent it on to each other since an operator last did, or since it came in.</summary>
    public required int TransferCount { get; init; }

    /// <summary>Whether it is open work of its own, in its department's queue.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>The incident that it is in; null where it is in none.</summary>
    public long? IncidentId { get; init; }

    /// <summary>The open request that it resembled when it came in; 0 while nobody looked.</summary>
    public long? ResemblesId { get; init; }

    /// <summary>Whether it is open, and no work of its own: it follows its incident.</summary>
    public bool Follows => RequestStatus.IsOpen(Status) && !IsOpen;

    public required int Version { get; init; }

    public required int EventCount { get; init; }

    public required string HeadHash { get; init; }

    public RequestClocks Clocks => new()
    {
        AcknowledgeDueAt = AcknowledgeDueAt,
        InspectDueAt = InspectDueAt,
        DueAt = HeldDueAt ?? (DueAt == Clock.Never ? null : DueAt),
        PausedAt = PausedAt,
        Targets = Targets,
        TargetsVersion = TargetsVersion,
        Marks = (ClockMarks)ClockMarks,
    };

    /// <summary>The row with other clocks.</summary>
    public StaffRow With(RequestClocks clocks) => this with
    {
        AcknowledgeDueAt = clocks.AcknowledgeDueAt,
        InspectDueAt = clocks.InspectDueAt,
        DueAt = clocks.ShownDueAt ?? Clock.Never,
        HeldDueAt = clocks.HeldDueAt,
        PausedAt = clocks.PausedAt,
        Targets = clocks.Targets,
        TargetsVersion = clocks.TargetsVersion ?? TargetsVersion,
        ClockMarks = (int)clocks.Marks,
    };

    /// <summary>What decides who gets at it.</summary>
    public Held Held => new(Department, Visibility, IsDanger || IsEscalated);
}

internal sealed record StaffEventRow
{
    public required int Number { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Data { get; init; }

    /// <summary>The details as JSON; null once erased.</summary>
    public string? Content { get; init; }
}
