using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Benchmarks.State;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Incidents;

/// <summary>Reports of people and machines, and what staff do with them, on a store of their own.</summary>
internal sealed class IncidentWorld(Database database)
{
    /// <summary>About 5 m north.</summary>
    public const double Step = 0.000045;

    private static double _latitude = 10;

    public IncidentStore Store { get; } = new(database);

    private Membership Members => new(Store);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A latitude far from all that were given before.</summary>
    public static double Somewhere()
    {
        lock (typeof(IncidentWorld))
        {
            return _latitude += 0.05;
        }
    }

    public static NewRequest Person(
        double latitude, string? mail = null, string? phone = null, DateTimeOffset? at = null, Func<RequestRow, RequestRow>? change = null)
    {
        var request = NewRequest(receivedAt: at, change: row => Placed(change?.Invoke(row) ?? row, latitude));
        return mail is null && phone is null ? request : request with { Contact = new(request.Row.Id, "sealed", mail, phone, false) };
    }

    /// <param name="hours">How long after the last report it is of the same thing.</param>
    public static NewRequest Machine(
        double latitude, string key = "sensor-1", DateTimeOffset? at = null, int hours = 24, Func<RequestRow, RequestRow>? change = null)
    {
        var request = NewRequest(
            receivedAt: at, change: row => Placed(change?.Invoke(row) ?? row, latitude) with { Channel = Channel.Sensor, SensorKey = key });
        var happened = new NewEvent(EventKind.Submitted, request.First.At, request.First.Data, new Dictionary<string, string> { ["actor"] = key });
        return request with { Machine = new(new SameThing(20, TimeSpan.FromHours(hours), "test"), happened) };
    }

    /// <summary>Stores some reports in one batch.</summary>
    public async Task<List<long>> StoredAsync(params NewRequest[] reports)
    {
        var outcomes = await new IntakeStore(database).StoreAsync(reports, Token);
        Assert.All(outcomes, outcome => Assert.IsType<IntakeResult.Stored>(outcome.Result));
        return [.. reports.Select(report => report.Row.Id)];
    }

    public async Task<IncidentRow> BegunAsync(params long[] ids)
    {
        var id = await Members.BeginAsync(await Store.RequestsAsync(ids, Token), "agent", Noon, Token);
        Assert.NotNull(id);
        return await FindAsync(id.Value);
    }

    public async Task<IncidentRow> FindAsync(long id) => (await Store.FindAsync(id, Token))!;

    public async Task<bool> JoinAsync(IncidentRow seen, params long[] ids) =>
        await Members.JoinAsync(seen, await Store.RequestsAsync(ids, Token), "agent", Noon, Token);

    public async Task<bool> SplitAsync(IncidentRow seen, params long[] ids) =>
        await Members.SplitAsync(seen, await Store.RequestsAsync(ids, Token), "agent", Noon, Token);

    /// <summary>Takes back what staff did last.</summary>
    /// <returns>False where nothing is left.</returns>
    public async Task<bool> UndoAsync(IncidentRow seen)
    {
        var change = await Store.LastChangeAsync(seen.Id, Token);
        if (change.Count == 0)
        {
            return false;
        }

        var requests = await Store.RequestsAsync(change.Select(row => row.RequestId), Token);
        Assert.True(await Members.UndoAsync(seen, change, requests, "agent", Noon, Token));
        return true;
    }

    public async Task<StaffRow> RowAsync(long id) => (await new StaffStore(database).FindAsync(new(id), Token))!;

    /// <summary>The requests of an incident: those that stand in a queue, those that follow, and those that are closed.</summary>
    public async Task<(List<long> Listed, List<long> Following, List<long> Closed)> MembersAsync(long id)
    {
        var rows = await Store.MembersAsync(id, null, 10_000, Token);
        return (
            [.. rows.Where(row => row.IsOpen).Select(row => row.Id).Order()],
            [.. rows.Where(row => row.Follows).Select(row => row.Id).Order()],
            [.. rows.Where(row => !RequestStatus.IsOpen(row.Status)).Select(row => row.Id).Order()]);
    }

    /// <summary>What the incidents' part of the state's check finds; 0 for nothing.</summary>
    public async Task<int> FaultsAsync() =>
        (await database.QueryAsync<int>(AuditSql.MiscountedIncidents, null, Token)).Single()
        + (await database.QueryAsync<int>(AuditSql.UnseenFollowers, null, Token)).Single();

    private static RequestRow Placed(RequestRow row, double latitude) =>
        row with { Latitude = latitude, Longitude = 20, Cell = GridCell.Of(latitude, 20) };
}
