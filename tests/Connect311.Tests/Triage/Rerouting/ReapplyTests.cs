using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Incidents;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Rerouting;
using Connect311.Tests.Incidents;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Staff;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Triage.Rerouting;

/// <summary>New rules over what is stored: a trial says exactly what then happens, and what staff chose stays.</summary>
public abstract class ReapplyTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static readonly City Before = CityOf(1, files => files);

    /// <summary>Holes in the west are diggers' now, and lamps are more urgent.</summary>
    private static readonly City After = CityOf(2, rules => rules
        .Replace("\"assign\": {\"department\": \"ROADS\"}, \"reason\": {\"en\": \"The west", "\"assign\": {\"department\": \"DIGGERS\"}, \"reason\": {\"en\": \"The west", StringComparison.Ordinal)
        .Replace("\"queue\": \"lamps\"}", "\"queue\": \"lamps\", \"priority\": 2}", StringComparison.Ordinal));

    /// <summary>Holes in the west are for those who work in their own system.</summary>
    private static readonly City ToParks = CityOf(2, rules => rules
        .Replace("\"assign\": {\"department\": \"ROADS\"}, \"reason\": {\"en\": \"The west", "\"assign\": {\"department\": \"PARKS\"}, \"reason\": {\"en\": \"The west", StringComparison.Ordinal));

    private readonly FakeTimeProvider _time = new(TestRequests.Noon.AddDays(1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Database Database => Fresh.Database;

    [Fact]
    public async Task A_trial_changes_nothing_and_says_what_applying_then_does()
    {
        var ids = await SeedAsync();
        var before = await StateAsync();
        var trial = await RunAsync(new(), isTrial: true);
        Assert.Equal(before, await StateAsync());
        Assert.Equal(("ROADS", "DIGGERS", 12L), Assert.Single(trial.Moves));
        Assert.Equal((27, 12, 5, 2, 1), (trial.Looked, trial.Moved, trial.Requeued, trial.Of(ReapplyEnding.HeldByStaff), trial.Of(ReapplyEnding.Proposed)));

        var applied = await RunAsync(new(), isTrial: false);

        Assert.Equal(Figures(trial), Figures(applied));
        var store = await StoreAsync();
        var sentOn = 0;
        foreach (var id in ids)
        {
            var request = (await store.FindAsync(new(id), Token))!;
            sentOn += request.Row.RoutingRule == "west" && request.Row.RuleSetVersion == 2 ? 1 : 0;
            Assert.Null(await Database.FaultOfHistoryAsync(id));
        }

        Assert.Equal(12, sentOn);
        var again = await RunAsync(new(), isTrial: false);
        Assert.Equal((27, 0, 0), (again.Looked, again.Moved, again.Requeued));
    }

    [Fact]
    public async Task What_is_sent_on_says_so_in_its_history()
    {
        var id = await StoredAsync("hole.road", 0.4);
        await Database.ActAsync(id, Lifecycle.Acknowledge);
        await RunAsync(new(), isTrial: false);
        var (row, history) = (await new StaffStore(Database).FindWithHistoryAsync(new(id), _ => true, Token))!.Value;
        var last = StaffHistory.Of(history)[^1];
        Assert.Equal((3, "rerouted", "assigned", "DIGGERS", "command-line", "ROADS", "west"), (last.Number, last.Event, last.Status, last.Department, last.Actor, last.From, last.Rule));
        Assert.Equal((2, "DIGGERS", RequestStatus.Assigned), (row.RuleSetVersion, row.Department, row.Status));
        Assert.Null(last.Correction);
    }

    [Theory]
    [InlineData("ServiceType", "lamp.out", 5)]
    [InlineData("Group", "rest", 6)]
    [InlineData("Department", "PARKS", 6)]
    [InlineData("Department", "POLICE", 3)]
    [InlineData("Area", "borough:east", 7)]
    [InlineData("Area", "borough:none", 0)]
    [InlineData("Status", "acknowledged", 1)]
    public async Task Only_what_is_asked_for_is_looked_at(string member, string value, int looked)
    {
        var ids = await SeedAsync();
        await Database.ActAsync(ids[0], Lifecycle.Acknowledge);
        var filter = JsonSerializer.Deserialize<ReapplyFilter>(JsonSerializer.Serialize(new Dictionary<string, string> { [member] = value }))!;
        Assert.Equal(looked, (await RunAsync(filter, isTrial: true)).Looked);
    }

    [Fact]
    public async Task Only_what_was_received_in_the_time_is_looked_at()
    {
        var first = await StoredAsync("hole.road", 0.4, TestRequests.Noon);
        await StoredAsync("hole.road", 0.4, TestRequests.Noon.AddHours(1));
        await StoredAsync("hole.road", 0.4, TestRequests.Noon.AddHours(2));
        Assert.Equal(2, (await RunAsync(new() { Since = TestRequests.Noon.AddHours(1) }, isTrial: true)).Looked);
        Assert.Equal(1, (await RunAsync(new() { Before = TestRequests.Noon.AddHours(1) }, isTrial: false)).Moved);
        Assert.Equal("DIGGERS", (await Database.RowAsync(first)).Department);
    }

    [Fact]
    public async Task Stopped_half_way_it_goes_on_where_it_was()
    {
        await SeedAsync();
        using var stop = new CancellationTokenSource();
        var tally = new ReapplyTally();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new Reapply(await StoreAsync(), new(Database), _time).RunAsync(
            new(), After, isTrial: false, tally, (done, _) => { if (done == 7) { stop.Cancel(); } }, stop.Token));
        Assert.Equal(7, tally.Looked);
        Assert.Equal(12 - tally.Moved, (await RunAsync(new(), isTrial: false)).Moved);
    }

    [Fact]
    public async Task What_somebody_changes_meanwhile_is_decided_about_as_it_then_is()
    {
        var (first, second, third) = (await StoredAsync("hole.road", 0.4), await StoredAsync("hole.road", 0.4), await StoredAsync("hole.road", 0.4));
        var tally = new ReapplyTally();
        await new Reapply(await StoreAsync(), new(Database), _time).RunAsync(new(), After, isTrial: false, tally, Change, Token);
        Assert.Equal((2, 2), (tally.Looked, tally.Moved));
        Assert.Equal(["submitted", "acknowledged", "rerouted"], (await Database.EventsAsync(second)).Select(line => line.Kind));
        Assert.Equal(["submitted", "closed"], (await Database.EventsAsync(third)).Select(line => line.Kind));
        Assert.Equal("ROADS", (await Database.RowAsync(third)).Department);
        Assert.Equal("DIGGERS", (await Database.RowAsync(first)).Department);

        void Change(long done, long all)
        {
            if (done == 1)
            {
                Database.ActAsync(second, Lifecycle.Acknowledge).GetAwaiter().GetResult();
                Database.ActAsync(third, Lifecycle.Close, "fixed").GetAwaiter().GetResult();
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_follows_an_incident_goes_with_it_and_follows_there(bool personFirst)
    {
        var ids = await IncidentAsync(personFirst, machines: 4);
        var trial = await RunAsync(new(), isTrial: true);
        Assert.Equal((5, 5), (trial.Looked, trial.Moved));
        var applied = await RunAsync(new(), isTrial: false);
        Assert.Equal(Figures(trial), Figures(applied));

        var rows = await Task.WhenAll(ids.Select(Database.RowAsync));
        Assert.All(rows, row => Assert.Equal(("DIGGERS", RequestStatus.Assigned), (row.Department, row.Status)));
        Assert.Equal([Channel.Mobile], rows.Where(row => row.IsOpen).Select(row => row.Channel));
        Assert.Single(rows.Select(row => row.IncidentId).Distinct());
        foreach (var id in ids)
        {
            Assert.Equal("rerouted", (await Database.EventsAsync(id))[^1].Kind);
            Assert.Null(await Database.FaultOfHistoryAsync(id));
        }

        Assert.Equal(0, await new IncidentWorld(Database).FaultsAsync());
        Assert.Equal((0, 5), ((await RunAsync(new() { Department = "ROADS" }, isTrial: false)).Looked, (await RunAsync(new() { Department = "DIGGERS" }, isTrial: true)).Looked));
        Assert.Equal((5, 0), ((await RunAsync(new(), isTrial: false)).Looked, (await RunAsync(new(), isTrial: false)).Moved));
    }

    [Fact]
    public async Task More_than_one_transaction_takes_stay_one_line()
    {
        const int Machines = IncidentTurn.Most + 1;
        var ids = await IncidentAsync(personFirst: true, Machines);
        var tally = await RunAsync(new(), isTrial: false);
        Assert.Equal((Machines + 1, Machines + 1), (tally.Looked, tally.Moved));
        var incident = (await Database.RowAsync(ids[0])).IncidentId!.Value;
        Assert.Equal(ids[0], Assert.Single(await new IncidentStore(Database).ListedAsync(incident, 10, Token)).Id);
        Assert.All(await new IncidentStore(Database).FollowersAsync(incident, 10_000, Token), row => Assert.Equal("DIGGERS", row.Department));

        // One machine's report took the place of the person's for a moment, and each other has one event for it.
        Assert.Equal(1, await Database.CountAsync("SELECT COUNT(*) FROM ServiceRequest r JOIN ServiceRequestEvent e ON e.RequestId = r.Id WHERE r.IncidentId = @value AND e.Kind = 'incident-listed';", incident));
        Assert.Equal(Machines + 1, await Database.CountAsync("SELECT COUNT(*) FROM ServiceRequest r JOIN ServiceRequestEvent e ON e.RequestId = r.Id WHERE r.IncidentId = @value AND e.Kind = 'rerouted';", incident));
        Assert.Equal(0, await new IncidentWorld(Database).FaultsAsync());
    }

    [Fact]
    public async Task What_comes_to_a_department_with_its_own_system_stands_there_each_by_itself()
    {
        var ids = await IncidentAsync(personFirst: true, machines: 3);
        await RunAsync(new(), isTrial: false, ToParks);
        var rows = await Task.WhenAll(ids.Select(Database.RowAsync));
        Assert.All(rows, row => Assert.Equal(("PARKS", true), (row.Department, row.IsOpen)));
        Assert.Equal(4, await Database.CountAsync("SELECT COUNT(*) FROM Outbox o JOIN ServiceRequest r ON r.Id = o.RequestId WHERE r.IncidentId = @value AND o.Kind = 'forward';", rows[0].IncidentId!.Value));
        Assert.Equal(0, await new IncidentWorld(Database).FaultsAsync());
    }

    [Fact]
    public async Task What_is_not_asked_for_stays_and_of_those_that_go_one_stands_there()
    {
        var ids = await IncidentAsync(personFirst: true, machines: 4);
        Assert.True(await Database.ActAsync(ids[0], Lifecycle.Acknowledge));
        var tally = await RunAsync(new() { Status = RequestStatus.Assigned }, isTrial: false);
        Assert.Equal((4, 4), (tally.Looked, tally.Moved));
        var rows = await Task.WhenAll(ids.Select(Database.RowAsync));
        Assert.Equal(["ROADS", "DIGGERS"], rows.Where(row => row.IsOpen).Select(row => row.Department));
        Assert.Equal(3, rows.Count(row => row is { Follows: true, Department: "DIGGERS" }));
        Assert.Equal(0, await new IncidentWorld(Database).FaultsAsync());

        // The person's report comes after them, and finds none that follows where it was.
        Assert.Equal(1, (await RunAsync(new(), isTrial: false)).Moved);
        Assert.Equal(0, await new IncidentWorld(Database).FaultsAsync());
    }

    [Fact]
    public async Task Where_what_stands_there_is_closed_meanwhile_it_is_decided_again()
    {
        var ids = await IncidentAsync(personFirst: true, machines: 3);
        Assert.True(await Database.ActAsync(ids[0], Lifecycle.Acknowledge));
        await RunAsync(new() { Status = RequestStatus.Assigned }, isTrial: false);
        var store = await StoreAsync();
        var row = (await Task.WhenAll(ids.Select(Database.RowAsync))).First(row => row.Follows);
        var standing = (await Task.WhenAll(ids.Select(Database.RowAsync))).Single(one => one is { IsOpen: true, Department: "DIGGERS" });
        var request = (await store.FindAsync(new(row.Id), Token))!;

        // It would follow to where nothing of its incident stands: nothing is written.
        var back = Revision.OfRules(request, Before.Catalog.ServiceType("hole.road")!, new("test", TestRequests.Noon.AddDays(2), null), Before, withIncident: true)!;
        Assert.True(await Database.ActAsync(ids[0], Lifecycle.Close, "fixed"));
        Assert.False(await store.ReviseAsync([(request.Row, back, false)], Token));
        Assert.Equal((row.HeadHash, true), ((await Database.RowAsync(row.Id)).HeadHash, (await Database.RowAsync(standing.Id)).IsOpen));
        Assert.Equal(0, await new IncidentWorld(Database).FaultsAsync());
    }

    [Fact]
    public async Task What_has_lost_its_exact_place_is_decided_about_by_its_areas_and_keeps_them()
    {
        var id = await StoredAsync("hole.road", 0.4);
        await Database.WriteAsync(new Write().Run("UPDATE ServiceRequest SET PublicPlace = 'block' WHERE Id = @Id;", new StaffSql.IdParameters(id)), Token);
        var seen = await Database.RowAsync(id);
        Assert.True(await new RecordStore(Database, new(Database)).EraseAsync(seen, ErasureScopes.OwnWords, ErasureCause.Forgotten, "test", seen.UpdatedAt, Token));
        var erased = await Database.RowAsync(id);
        Assert.Equal((null, "|borough:west|"), (erased.Latitude, erased.Areas));

        Assert.Equal(1, (await RunAsync(new(), isTrial: false)).Moved);

        var row = await Database.RowAsync(id);
        Assert.Equal(("DIGGERS", "west"), (row.Department, row.RoutingRule));
        Assert.Equal(
            ("|borough:west|", erased.PublicLatitude, erased.PublicLongitude, "block"), (row.Areas, row.PublicLatitude, row.PublicLongitude, row.PublicPlace));
        Assert.Null(await Database.FaultOfHistoryAsync(id));
    }

    [Fact]
    public async Task A_type_that_the_catalogue_no_longer_has_leaves_its_requests_alone()
    {
        await Database.StoredAsync(TestRequests.NewRequest(serviceType: "gone"));
        var tally = await RunAsync(new(), isTrial: false);
        Assert.Equal((1, 0, 1), (tally.Looked, tally.Moved, tally.Of(ReapplyEnding.UnknownType)));
    }

    private static City CityOf(int rules, Func<string, string> change)
    {
        var files = ReroutingTown.FilesWith("propose");
        files["rule-set.json"] = change(files["rule-set.json"]);
        return CityReader.Read(new CityFiles(files), 1, rules);
    }

    private static string Figures(ReapplyTally tally) => JsonSerializer.Serialize(new
    {
        tally.Looked,
        tally.Moved,
        tally.Requeued,
        Moves = tally.Moves.Select(move => $"{move}"),
        Types = tally.Types.Select(type => $"{type}"),
        tally.Examples,
        Endings = Enum.GetValues<ReapplyEnding>().Select(tally.Of),
    });

    private async Task<ReapplyTally> RunAsync(ReapplyFilter filter, bool isTrial, City? city = null)
    {
        var tally = new ReapplyTally();
        await new Reapply(await StoreAsync(), new(Database), _time).RunAsync(filter, city ?? After, isTrial, tally, (_, _) => { }, Token);
        return tally;
    }

    /// <summary>Holes in the west and the east, lamps, and some of which staff had their say.</summary>
    private async Task<List<long>> SeedAsync()
    {
        var ids = new List<long>();
        for (var i = 0; i < 15; i++)
        {
            ids.Add(await StoredAsync("hole.road", 0.3 + (i / 100.0)));
        }

        for (var i = 0; i < 6; i++)
        {
            ids.Add(await StoredAsync("hole.road", 1.3 + (i / 100.0)));
        }

        for (var i = 0; i < 5; i++)
        {
            ids.Add(await StoredAsync("lamp.out", 0.3));
        }

        // Two are moved by hand, about one staff are asked; one more in the west is closed.
        foreach (var id in ids[13..15])
        {
            await Database.WriteAsync(new Write().Run("UPDATE ServiceRequest SET Department = 'POLICE' WHERE Id = @Id;", new StaffSql.IdParameters(id)), Token);
        }

        var store = await StoreAsync();
        var request = (await store.FindAsync(new(ids[12]), Token))!;
        var report = CorrectionRules.Apply(new() { Location = new() { Latitude = 0.5, Longitude = 1.4 } }, request, Before, [], out _)!;
        await store.ReviseAsync(request.Row, Revision.OfCorrection(request, report, new("ana", TestRequests.Noon, null), Before), isForwarded: false, Token);
        await Database.ActAsync(await StoredAsync("hole.road", 0.4), Lifecycle.Close, "fixed");
        ids.Add(await StoredAsync("secret.one", 0.4));
        return ids;
    }

    /// <summary>A person's report of a hole in the west, and machines' that follow it.</summary>
    /// <returns>The person's first, whichever came first.</returns>
    private async Task<List<long>> IncidentAsync(bool personFirst, int machines)
    {
        var (contacts, world) = (await ContactsAsync(), new IncidentWorld(Database));
        var ids = new List<long>();
        foreach (var batch in Enumerable.Range(0, machines + 1).Chunk(500))
        {
            ids.AddRange(await world.StoredAsync(
                [.. batch.Select(i => Received(contacts, "hole.road", 0.4, channel: i == (personFirst ? 0 : machines) ? Channel.Mobile : Channel.Sensor))]));
        }

        await world.BegunAsync([.. ids]);
        var rows = await world.Store.RequestsAsync(ids, Token);
        Assert.Equal(machines, rows.Count(row => row.Follows));
        return [.. rows.OrderBy(row => row.Follows).ThenBy(row => row.Id).Select(row => row.Id)];
    }

    /// <summary>A report as it comes in under the rules of before.</summary>
    private async Task<long> StoredAsync(string type, double longitude, DateTimeOffset? receivedAt = null) =>
        (await Database.StoredAsync(Received(await ContactsAsync(), type, longitude, receivedAt))).Row.Id;

    private static NewRequest Received(Contacts contacts, string type, double longitude, DateTimeOffset? receivedAt = null, string channel = Channel.Mobile)
    {
        var submission = new Submission
        {
            ServiceType = type,
            Location = new() { Latitude = 0.5, Longitude = longitude },
            Answers = type == "lamp.out" ? new Dictionary<string, JsonElement> { ["pole"] = JsonSerializer.SerializeToElement("7") } : null,
        };
        var found = Before.Catalog.ServiceType(type)!;
        var origin = new Origin
        {
            Number = new(TestRequests.NextId()),
            ReceivedAt = receivedAt ?? TestRequests.Noon,
            Channel = channel,
            Actor = "test",
            HasKey = false,
            KeyHash = IdempotencyKey.HashOf("test", null),
            BodyHash = "body",
        };
        return new Reception(contacts).Receive(submission, found, Placement.Of(0.5, longitude, found, Before.AreaSets)!, origin, Before);
    }

    private async Task<string> StateAsync() => string.Join('\n', await Database.QueryAsync<string>(
        "SELECT r.HeadHash FROM ServiceRequest r JOIN ServiceRequestEvent e ON e.RequestId = r.Id AND e.Number = r.EventCount ORDER BY r.Id;", null, Token));

    private async Task<RevisionStore> StoreAsync() => new(Database, new(Database), await ContactsAsync());

    private async Task<Contacts> ContactsAsync() => new(Ring, (await StaffWorld.OfAsync(Database)).Keys);

    private static readonly EphemeralDataProtectionProvider Ring = new();
}

public sealed class SqliteReapplyTests() : ReapplyTests(new SqliteTestDatabase());

public sealed class SqlServerReapplyTests() : ReapplyTests(new SqlServerTestDatabase());
