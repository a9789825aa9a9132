using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Open311.Connector;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Actions;
using Dapper;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>Reads requests with what was decided about them, and writes revisions: row, contact, messages and event in one transaction.</summary>
internal sealed class RevisionStore(Database database, StaffStore staff, Contacts contacts)
{
    private readonly RevisionSql _sql = RevisionSql.For(database.Engine);

    public async Task<DecidedRequest?> FindAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        (await ReadAsync(_sql.Find, new StaffSql.IdParameters(number.Id), cancellationToken)).SingleOrDefault();

    /// <summary>Some requests, in the order of their numbers; those that are not open are left out.</summary>
    public Task<List<DecidedRequest>> FindOpenAsync(IEnumerable<long> ids, CancellationToken cancellationToken) =>
        ReadAsync(_sql.FindOpen, new RevisionSql.IdsParameters(JsonSerializer.Serialize(ids)), cancellationToken);

    /// <summary>The open requests of a filter, page by page in the order of their numbers.</summary>
    /// <param name="page">Which, and behind which number.</param>
    public Task<List<DecidedRequest>> PageAsync(RevisionSql.PageParameters page, CancellationToken cancellationToken) =>
        ReadAsync(_sql.PageOfOpen, page, cancellationToken);

    /// <summary>How many requests there are in all pages.</summary>
    public Task<long> CountAsync(RevisionSql.CountParameters filter, CancellationToken cancellationToken) =>
        database.FindAsync<long>(_sql.CountOpen, filter, cancellationToken);

    /// <summary>The highest number of all requests; 0 where there is none.</summary>
    public async Task<long> LastIdAsync(CancellationToken cancellationToken) =>
        await database.FindAsync<long?>(_sql.LastId, null, cancellationToken) ?? 0;

    /// <inheritdoc cref="Plan"/>
    /// <returns>The hash of the event; null when somebody else changed the request first, and nothing was written.</returns>
    public async Task<string?> ReviseAsync(StaffRow seen, Revision revision, bool isForwarded, CancellationToken cancellationToken)
    {
        var change = Plan(seen, revision, isForwarded);
        return await staff.CommitAsync(change, cancellationToken) ? change.Event!.Hash : null;
    }

    /// <summary>Revises several requests in one transaction: all of them or none.</summary>
    /// <returns>False when somebody else changed one of them first.</returns>
    public Task<bool> ReviseAsync(IEnumerable<(StaffRow Seen, Revision Revision, bool IsForwarded)> revisions, CancellationToken cancellationToken) =>
        staff.CommitAsync(revisions.Select(one => Plan(one.Seen, one.Revision, one.IsForwarded)), cancellationToken);

    /// <summary>A revision of a request as it was read, and whatever must be sent because of it; all or nothing.</summary>
    /// <param name="isForwarded">Whether the department that has it then works in its own system.</param>
    public PlannedChange Plan(StaffRow seen, Revision revision, bool isForwarded)
    {
        var next = EventChain.Append(seen.Id, seen.EventCount + 1, seen.HeadHash, revision.Event);
        var write = new Write()
            .Change(_sql.Revise, RevisionSql.ReviseParameters.Of(seen, revision, next.Hash))
            .Set(revision.After.Follows ? revision.Clocks with { NextMarkAt = null } : revision.Clocks, seen.Id);
        if (revision.Transfer is { } transfer)
        {
            write.Run(_sql.AddTransfer, RevisionSql.TransferParameters.Of(seen, revision, next, transfer));
        }

        if (revision.Contact is { } contact)
        {
            var content = new RevisionSql.ContactParameters(seen.Id, contacts.Seal(contact));
            write.Run(_sql.ChangeContact, content).Run(_sql.AddContact, content);
        }

        if (revision.IsNews)
        {
            write.Run(StaffSql.Instance.Notify, new StaffSql.NotifyParameters(seen.Id, next.Number, OutboxKind.Notify, next.At));
            if (isForwarded)
            {
                write.Run(StaffSql.Instance.Forward, new StaffSql.ForwardParameters(seen.Id, next.Number, OutboxKind.Forward, next.At));
            }
            else if (revision.After.Department != seen.Department)
            {
                write.TellHolders(seen.Id, next.Number, next.At);
            }
        }

        var (after, stays) = (revision.After, revision.After.Department == seen.Department);
        return new(seen.Id, write, next)
        {
            Departure = new(seen, stays, Leaves: seen.IncidentId is not null && after.IncidentId is null, revision.Event.At)
            {
                StandsIn = after.IsOpen ? after.Department : null,
                FollowsTo = after.Follows && !stays ? after.Department : null,
            },
        };
    }

    /// <summary>Each row of the statement holds a request with the event beside it.</summary>
    private Task<List<DecidedRequest>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                var read = await connection.QueryAsync<StaffRow, DecidingEvent, DecidedRequest>(
                    new(sql, parameters, cancellationToken: token),
                    (row, line) => new(row, RevisedData.ReadDecision(line.Kind, line.Data), line.Number),
                    splitOn: nameof(DecidingEvent.Number));
                return read.AsList();
            },
            cancellationToken);

    private sealed record DecidingEvent
    {
        public required int Number { get; init; }

        public required string Kind { get; init; }

        public required string Data { get; init; }
    }
}
