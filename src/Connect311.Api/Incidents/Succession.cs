using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Incidents;

/// <summary>How a change of a request may concern its incident.</summary>
/// <param name="Seen">The request as it was read.</param>
/// <param name="Stays">Whether it is then in the queue of the same department.</param>
/// <param name="Leaves">Whether it leaves its incident.</param>
/// <param name="At">When.</param>
internal sealed record Departure(StaffRow Seen, bool Stays, bool Leaves, DateTimeOffset At)
{
    /// <summary>The department in whose queue it then stands; null for none.</summary>
    public string? StandsIn { get; init; }

    /// <summary>The department to which it goes on following its incident; null where it does not.</summary>
    public string? FollowsTo { get; init; }

    public bool ConcernsIncident => Leaves || FollowsTo is not null || (Seen.IsOpen && !Stays);
}

/// <summary>
/// Wherever an incident has open requests, one of them stands in that department's queue: when the last one goes out of it, the
/// first that follows takes its place, in the same transaction.
/// </summary>
/// <param name="Incident">As it was read: a machine's report that joins meanwhile makes the write fail, and it is looked again.</param>
/// <param name="After">As it is to be.</param>
/// <param name="Heirs">Who take the places; one a department at most.</param>
internal sealed record Succession(IncidentRow Incident, IncidentRow After, IReadOnlyList<Move> Heirs);

/// <inheritdoc cref="Succession"/>
internal sealed class Successions(Database database)
{
    /// <summary>How often machines' reports may come first.</summary>
    public const int Tries = 20;

    private readonly IncidentStore _store = new(database);
    private readonly IncidentSql _sql = IncidentSql.For(database.Engine);

    /// <param name="changes">All that one transaction is to change.</param>
    /// <returns>
    /// One for each incident that is concerned, in the order of their numbers; null where one of the requests would follow to a
    /// department where none of its incident stands any more.
    /// </returns>
    public async Task<List<Succession>?> FindAsync(IReadOnlyList<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var found = new List<Succession>();
        long[] changed = [.. changes.Select(change => change.RequestId)];
        var members = changes.Select(change => change.Departure).OfType<Departure>().Where(one => one.Seen.IncidentId is not null);
        foreach (var departures in members.GroupBy(one => one.Seen.IncidentId!.Value).Where(of => of.Any(one => one.ConcernsIncident)).OrderBy(of => of.Key))
        {
            if (await _store.FindAsync(departures.Key, cancellationToken) is not { } incident)
            {
                continue;
            }

            if (!await AreStoodForAsync([.. departures], changed, cancellationToken))
            {
                return null;
            }

            found.Add(await OfAsync(incident, [.. departures.Where(one => one.ConcernsIncident)], changed, cancellationToken));
        }

        return found;
    }

    /// <summary>The incidents' part of a write, which comes first.</summary>
    public Write ToWrite(IReadOnlyList<Succession> successions) => new Write()
        .Changes(_sql.Change, [.. successions.Select(one => new IncidentSql.ChangeParameters(
            one.Incident.Id,
            one.Incident.Version,
            one.Incident.ReportCount,
            one.After.UpdatedAt,
            one.After.LastReportAt,
            one.After.ReportCount,
            one.After.ReporterCount,
            one.After.ChangeCount))])
        .Changes(_sql.Move, [.. HeirsOf(successions).Select(IncidentSql.MoveParameters.Of)]);

    public static IEnumerable<EventRow> EventsOf(IReadOnlyList<Succession> successions) => HeirsOf(successions).Select(heir => heir.Event);

    private static IEnumerable<Move> HeirsOf(IReadOnlyList<Succession> successions) =>
        successions.SelectMany(one => one.Heirs).OrderBy(heir => heir.Seen.Id);

    /// <summary>Whether a request of the incident stands in each queue to which others follow; what is written names the incident's version.</summary>
    private async Task<bool> AreStoodForAsync(List<Departure> departures, long[] changed, CancellationToken cancellationToken)
    {
        var wanted = departures.Select(one => one.FollowsTo).OfType<string>().Except(departures.Select(one => one.StandsIn).OfType<string>()).ToList();
        if (wanted.Count == 0)
        {
            return true;
        }

        var listed = await _store.ListedAsync(departures[0].Seen.IncidentId!.Value, Membership.MostListed, cancellationToken);
        return wanted.TrueForAll(department => listed.Exists(row => row.Department == department && !changed.Contains(row.Id)));
    }

    private async Task<Succession> OfAsync(
        IncidentRow incident, IReadOnlyList<Departure> departures, long[] changed, CancellationToken cancellationToken)
    {
        var at = departures.Max(one => one.At);
        var heirs = new List<Move>();
        foreach (var department in departures.Where(one => one.Seen.IsOpen).Select(one => one.Seen.Department).Distinct())
        {
            if (await _store.HeirAsync(incident.Id, department, changed, cancellationToken) is { } heir)
            {
                heirs.Add(Move.List(heir, at));
            }
        }

        var after = incident with { UpdatedAt = at > incident.UpdatedAt ? at : incident.UpdatedAt };
        var leaving = departures.Where(one => one.Leaves).Select(one => one.Seen.Id).ToList();
        if (leaving.Count > 0)
        {
            var reporters = await _store.CountReportersAsync(incident.Id, incident.ReporterCount, leaving, [], cancellationToken);
            after = after with { ReportCount = incident.ReportCount - leaving.Count, ReporterCount = reporters };
        }

        return new(incident, after, heirs);
    }
}
