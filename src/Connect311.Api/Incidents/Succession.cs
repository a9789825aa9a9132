using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;

namespace Connect311.Api.Incidents;

/// <summary>
/// Wherever an incident has open requests, one of them stands in that department's queue: when the last one goes out of it, the
/// first that follows takes its place, in the same transaction.
/// </summary>
/// <param name="Incident">As it was read: a machine's report that joins meanwhile makes the write fail, and it is looked again.</param>
/// <param name="After">As it is to be.</param>
/// <param name="Heir">Who takes the place; null where nobody need.</param>
internal sealed record Succession(IncidentRow Incident, IncidentRow After, Move? Heir)
{
    public IEnumerable<EventRow> Events => Heir is null ? [] : [Heir.Event];
}

/// <inheritdoc cref="Succession"/>
internal sealed class Successions(Database database)
{
    /// <summary>How often machines' reports may come first.</summary>
    public const int Tries = 20;

    private readonly IncidentStore _store = new(database);
    private readonly IncidentSql _sql = IncidentSql.For(database.Engine);

    /// <param name="seen">A request as it was read.</param>
    /// <param name="stays">Whether it is then in the queue of the same department.</param>
    /// <param name="leaves">Whether it leaves its incident.</param>
    /// <param name="at">When.</param>
    /// <returns>Null where its incident is not concerned.</returns>
    public async Task<Succession?> FindAsync(StaffRow seen, bool stays, bool leaves, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (seen.IncidentId is not { } id || (!leaves && (stays || !seen.IsOpen)) || await _store.FindAsync(id, cancellationToken) is not { } incident)
        {
            return null;
        }

        var heir = seen.IsOpen && (!stays || leaves) ? await _store.HeirAsync(id, seen.Department, [seen.Id], cancellationToken) : null;
        var after = incident with { UpdatedAt = at > incident.UpdatedAt ? at : incident.UpdatedAt };
        if (leaves)
        {
            var voices = await _store.VoicesAsync(id, [seen.Id], [], cancellationToken);
            after = after with { ReportCount = incident.ReportCount - 1, ReporterCount = Reporters.Count(voices) };
        }

        return new(incident, after, heir is null ? null : Move.List(heir, at));
    }

    /// <summary>The incident's part of a write; the first of its steps.</summary>
    public void AddTo(Write write, Succession? succession)
    {
        if (succession is not { Incident: var seen, After: var after })
        {
            return;
        }

        write.Change(_sql.Change, new IncidentSql.ChangeParameters(
            seen.Id, seen.Version, seen.ReportCount, after.UpdatedAt, after.LastReportAt, after.ReportCount, after.ReporterCount, after.ChangeCount));
        if (succession.Heir is { } heir)
        {
            write.Change(_sql.Move, IncidentSql.MoveParameters.Of(heir));
        }
    }
}
