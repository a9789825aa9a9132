using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Api.Incidents;

/// <summary>What a machine's report needs to join what it resembles: its event, which then says so too.</summary>
/// <param name="Same">When it is of the same thing as another.</param>
/// <param name="Happened">Its first event, before it has its place in the history.</param>
internal sealed record MachineReport(SameThing Same, NewEvent Happened);

/// <summary>
/// Stores the reports of machines that may be of the same thing as an open request: with it, in its incident, in one transaction.
/// Who begins an incident, or might, passes the gate that was seen; who joins one changes it as it was seen. Where somebody else was
/// first, what is not stored yet is looked at again.
/// </summary>
internal sealed class MachineReports(Database database)
{
    /// <summary>How often others may come first; then the reports stand by themselves, rather than that one is lost.</summary>
    private const int Tries = 40;

    private readonly IncidentStore _store = new(database);
    private readonly LookalikeSql _sql = LookalikeSql.For(database.Engine);

    /// <summary>Stores reports in groups, and tells of each group that is stored.</summary>
    /// <param name="reports">Of machines, in the order of their numbers.</param>
    /// <param name="stored">Gets them as they were stored.</param>
    /// <returns>The reports that are not stored, since others came first too often.</returns>
    public async Task<List<NewRequest>> StoreAsync(
        IReadOnlyList<NewRequest> reports, Action<IReadOnlyList<NewRequest>> stored, CancellationToken cancellationToken)
    {
        var left = reports.ToList();
        for (var tries = Tries; tries > 0 && left.Count > 0; tries--)
        {
            var gate = (await database.QueryAsWriterAsync<GateRow>(IncidentSql.For(database.Engine).FindGate, null, cancellationToken)).Single();
            foreach (var group in MachineGroup.Of(left, await LookalikesAsync(left, cancellationToken)))
            {
                var plan = group.ToPlan(gate, await NewVoicesAsync(group, cancellationToken));
                if (!await WriteAsync(plan, cancellationToken))
                {
                    break;
                }

                stored(plan.Reports);
                left.RemoveAll(group.Reports.Contains);
                gate = plan.Gate is null ? gate : new() { Passed = gate.Passed + 1, LastId = Math.Max(gate.LastId, plan.Id) };
            }
        }

        return left;
    }

    private Task<bool> WriteAsync(IncidentPlan plan, CancellationToken cancellationToken) => plan.Id > 0
        ? _store.WriteAsync(plan, cancellationToken)
        : _store.WriteAloneAsync(plan.Gate!, plan.Reports, cancellationToken);

    /// <summary>The open requests near any of the reports, of the same type and department.</summary>
    private async Task<List<Lookalike>> LookalikesAsync(IEnumerable<NewRequest> reports, CancellationToken cancellationToken)
    {
        var found = new List<Lookalike>();
        foreach (var alike in reports.GroupBy(report => (report.Row.Department, report.Row.ServiceType)))
        {
            var ranges = alike.SelectMany(report => Lookalike.RangesOf(report.Row.Latitude!.Value, report.Row.Longitude!.Value, report.Machine!.Same.Metres)).Distinct();
            found.AddRange(await database.QueryAsWriterAsync<Lookalike>(
                _sql.Near,
                new LookalikeSql.NearParameters(alike.Key.Department, alike.Key.ServiceType, JsonSerializer.Serialize(ranges, Http.Json.Options)),
                cancellationToken));
        }

        return found;
    }

    /// <summary>How many of a group's machines are not in its incident yet.</summary>
    private async Task<int> NewVoicesAsync(MachineGroup group, CancellationToken cancellationToken)
    {
        string[] machines = [.. group.Machines];
        if (group.Stands?.IncidentId is not { } incident)
        {
            return machines.Except([group.Stands?.SensorKey]).Count();
        }

        var known = await database.QueryAsWriterAsync<string>(
            _sql.Machines, new LookalikeSql.MachinesParameters(incident, JsonSerializer.Serialize(machines)), cancellationToken);
        return machines.Except(known).Count();
    }
}
