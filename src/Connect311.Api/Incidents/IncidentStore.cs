using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;

namespace Connect311.Api.Incidents;

/// <summary>Reads incidents with their requests, and writes who joins and leaves them, each time as one transaction with its events.</summary>
internal sealed class IncidentStore(Database database)
{
    private readonly IncidentSql _sql = IncidentSql.For(database.Engine);
    private readonly EventSql _events = EventSql.For(database.Engine);
    private readonly IntakeSql _intake = IntakeSql.For(database.Engine);

    public Task<IncidentRow?> FindAsync(long id, CancellationToken cancellationToken) =>
        database.FindAsync<IncidentRow>(_sql.Find, new IncidentSql.IncidentParameters(id), cancellationToken);

    public async Task<GateRow> GateAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<GateRow>(_sql.FindGate, null, cancellationToken))!;

    public Task<List<IncidentRow>> FindManyAsync(IEnumerable<long> ids, CancellationToken cancellationToken) =>
        database.QueryAsync<IncidentRow>(_sql.FindMany, new IncidentSql.IdsParameters(Json(ids)), cancellationToken);

    /// <summary>How many devices follow requests of some incidents, by incident; a device that reported one of its requests itself does not count.</summary>
    public async Task<Dictionary<long, int>> FollowersOfAsync(IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var follows = await database.QueryAsync<FollowRow>(_sql.Follows, new IncidentSql.IdsParameters(Json(ids)), cancellationToken);
        return follows.Distinct().GroupBy(row => row.IncidentId).ToDictionary(rows => rows.Key, rows => rows.Count());
    }

    /// <summary>Some requests, in the order of their numbers; those that are not there are left out.</summary>
    public Task<List<StaffRow>> RequestsAsync(IEnumerable<long> ids, CancellationToken cancellationToken) =>
        database.QueryAsync<StaffRow>(_sql.Requests, new IncidentSql.IdsParameters(Json(ids)), cancellationToken);

    /// <summary>In which ways the requests of an incident are held: what decides who gets at them.</summary>
    public Task<List<HolderRow>> HoldersAsync(long id, CancellationToken cancellationToken) =>
        database.QueryAsync<HolderRow>(_sql.Holders, new IncidentSql.IncidentParameters(id), cancellationToken);

    /// <summary>The requests of an incident: first those of people, then those of each machine.</summary>
    /// <param name="holders">Only those that are held so; null for all.</param>
    public Task<List<StaffRow>> MembersAsync(long id, IEnumerable<HolderRow>? holders, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<StaffRow>(
            _sql.Members,
            new IncidentSql.HeldMembersParameters(id, holders is null ? null : JsonSerializer.Serialize(holders.Select(holder => holder.Key)), take),
            cancellationToken);

    /// <summary>Those of its requests of which nothing was told since an update with this content.</summary>
    public async Task<HashSet<long>> ToldAsync(long id, string content, CancellationToken cancellationToken) =>
        [.. await database.QueryAsync<long>(_sql.Told, new IncidentSql.ToldParameters(id, content), cancellationToken)];

    /// <summary>Its open requests that follow it.</summary>
    public Task<List<StaffRow>> FollowersAsync(long id, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<StaffRow>(_sql.Followers, new IncidentSql.MembersParameters(id, take), cancellationToken);

    /// <summary>Its open requests that stand in a queue.</summary>
    public Task<List<StaffRow>> ListedAsync(long id, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<StaffRow>(_sql.Listed, new IncidentSql.MembersParameters(id, take), cancellationToken);

    /// <summary>Who stands in a department's queue for an incident next, once some requests do not; null where another does, or none is left.</summary>
    public Task<StaffRow?> HeirAsync(long id, string department, IEnumerable<long> but, CancellationToken cancellationToken) =>
        database.FindAsync<StaffRow>(_sql.Heir, new IncidentSql.HeirParameters(id, department, Json(but)), cancellationToken);

    /// <summary>How many reporters an incident has without some of its requests, and with some others.</summary>
    /// <param name="id">Null for one that begins.</param>
    /// <param name="counted">How many it has.</param>
    public async Task<int> CountReportersAsync(
        long? id, int counted, IEnumerable<long> without, IEnumerable<long> with, CancellationToken cancellationToken)
    {
        List<VoiceRow> before = id is { } incident
            ? await database.QueryAsync<VoiceRow>(_sql.Voices, new IncidentSql.IncidentParameters(incident), cancellationToken)
            : [];
        List<VoiceRow> voices = [.. before];
        foreach (var gone in await VoicesOfAsync(without, cancellationToken))
        {
            var alike = voices.FindIndex(voice => voice.Reports > 0 && voice with { Reports = 1 } == gone);
            if (alike >= 0)
            {
                voices[alike] = voices[alike] with { Reports = voices[alike].Reports - 1 };
            }
        }

        return Reporters.Recount(
            counted, before, [.. voices.Where(voice => voice.Reports > 0), .. await VoicesOfAsync(with, cancellationToken)]);
    }

    /// <summary>The newest change of staff that is not undone, request by request.</summary>
    public Task<List<ChangeRow>> LastChangeAsync(long id, CancellationToken cancellationToken) =>
        database.QueryAsync<ChangeRow>(_sql.LastChange, new IncidentSql.IncidentParameters(id), cancellationToken);

    /// <summary>Writes a plan.</summary>
    /// <returns>False when somebody else changed the incident, one of its requests or the gate first; then nothing is written.</returns>
    public Task<bool> WriteAsync(IncidentPlan plan, CancellationToken cancellationToken) => CommitAsync(
        ToWrite(plan), [.. plan.Moves.Select(move => move.Event), .. plan.Reports.SelectMany(report => report.Events)], cancellationToken);

    /// <summary>Stores new reports that are of nothing that stands open, as far as the gate told that was seen.</summary>
    /// <inheritdoc cref="WriteAsync" path="/returns"/>
    public Task<bool> WriteAloneAsync(GateRow gate, IReadOnlyList<NewRequest> reports, CancellationToken cancellationToken)
    {
        var write = new Write().Change(_sql.PassGate, new IncidentSql.GateParameters(gate.Passed, 0));
        return CommitAsync(AddReports(write, reports), [.. reports.SelectMany(report => report.Events)], cancellationToken);
    }

    /// <summary>Commits a write whose first step guards it, with its events.</summary>
    /// <inheritdoc cref="WriteAsync" path="/returns"/>
    public async Task<bool> CommitAsync(Write write, List<EventRow> events, CancellationToken cancellationToken)
    {
        if (await database.WriteAsync(write.Append(_events, events), cancellationToken))
        {
            return true;
        }

        // A try that was cut off may have been committed: then our own event is there.
        return events.Count > 0 && await database.FindAsync<int>(
            StaffSql.Instance.HasEvent,
            new StaffSql.EventParameters(events[0].RequestId, events[0].Number, events[0].Hash),
            cancellationToken) == 1;
    }

    /// <summary>Everything but the events.</summary>
    public Write ToWrite(IncidentPlan plan)
    {
        var write = new Write();
        if (plan.Gate is { } gate)
        {
            write.Change(_sql.PassGate, new IncidentSql.GateParameters(gate.Passed, plan.Seen is null ? 1 : 0));
        }

        AddIncident(write, plan);
        if (plan.Undone is { } undone)
        {
            write.Run(_sql.Undo, new IncidentSql.UndoParameters(plan.Id, undone, plan.After.UpdatedAt));
        }

        write.Changes(_sql.Move, [.. plan.Moves.Select(IncidentSql.MoveParameters.Of)]);
        write.Runs(
            _sql.AddChange,
            [.. plan.Changes.Select(change => new IncidentSql.AddChangeParameters(
                plan.Id, plan.After.ChangeCount, change.RequestId, change.Kind, plan.After.UpdatedAt))]);
        return AddReports(write, plan.Reports);
    }

    private void AddIncident(Write write, IncidentPlan plan)
    {
        var (seen, after) = (plan.Seen, plan.After);
        if (seen is null)
        {
            write.Run(_sql.Insert, new IncidentSql.InsertParameters(
                plan.Id, after.ServiceType, after.UpdatedAt, after.LastReportAt, after.ReportCount, after.ReporterCount, after.ChangeCount));
        }
        else if (plan.OnlyCounts)
        {
            write.Change(_sql.Count, new IncidentSql.CountParameters(
                plan.Id, seen.Version, seen.ReportCount, after.UpdatedAt, after.LastReportAt, after.ReportCount, after.ReporterCount));
        }
        else
        {
            write.Change(_sql.Change, new IncidentSql.ChangeParameters(
                plan.Id, seen.Version, seen.ReportCount, after.UpdatedAt, after.LastReportAt, after.ReportCount, after.ReporterCount, after.ChangeCount));
        }
    }

    private Write AddReports(Write write, IReadOnlyList<NewRequest> reports) => write
        .Rows(_intake.InsertRequests, RequestRow.Rows, [.. reports.Select(report => report.Row)])
        .Rows(_intake.InsertContacts, ContactRow.Rows, [.. reports.Select(report => report.Contact).OfType<ContactRow>()])
        .Rows(_intake.InsertPhotos, RequestPhotoRow.Rows, [.. reports.SelectMany(report => report.Photos)])
        .Rows(_intake.InsertOutbox, Delivery.OutboxRow.Rows, [.. reports.SelectMany(report => report.Outbox)]);

    /// <summary>Who reported some requests, one row each.</summary>
    public async Task<List<VoiceRow>> VoicesOfAsync(IEnumerable<long> ids, CancellationToken cancellationToken) =>
        ids.Any() ? await database.QueryAsync<VoiceRow>(_sql.VoicesOf, new IncidentSql.IdsParameters(Json(ids)), cancellationToken) : [];

    private static string Json(IEnumerable<long> ids) => JsonSerializer.Serialize(ids);
}
