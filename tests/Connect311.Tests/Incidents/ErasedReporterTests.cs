using Connect311.Api.Incidents;
using Connect311.Api.Records;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.Incidents.IncidentWorld;

namespace Connect311.Tests.Incidents;

/// <summary>How many people reported something is a fact about the past: erasing who they were changes no number.</summary>
public abstract class ErasedReporterTests
{
    private readonly TestDatabase _database;
    private readonly IncidentWorld _world;

    protected ErasedReporterTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _world = new(database.Database);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_counted_stays_when_contacts_are_erased_and_goes_with_the_requests_that_are_split_off()
    {
        var here = Somewhere();
        var ids = await _world.StoredAsync(Person(here, mail: "a"), Person(here, mail: "b"), Person(here, phone: "c"), Person(here, mail: "d"));
        var incident = await _world.BegunAsync(ids[0], ids[1], ids[2]);
        await EraseAsync(ErasureScopes.Contact, ids[0], ids[1]);
        Assert.Equal(3, await ReportersAsync(incident));

        Assert.True(await _world.JoinAsync(incident, ids[3]));
        Assert.Equal(4, await ReportersAsync(incident));
        Assert.True(await _world.SplitAsync(await _world.FindAsync(incident.Id), ids[0]));
        Assert.Equal(3, await ReportersAsync(incident));
        Assert.True(await _world.SplitAsync(await _world.FindAsync(incident.Id), ids[1]));
        Assert.Equal(2, await ReportersAsync(incident));

        // Nobody can tell any more whether the one that joins again is somebody else.
        Assert.True(await _world.UndoAsync(await _world.FindAsync(incident.Id)));
        Assert.Equal((3, 2), ((await _world.FindAsync(incident.Id)).ReportCount, await ReportersAsync(incident)));
        Assert.Equal(0, await _world.FaultsAsync());
    }

    [Fact]
    public async Task One_who_was_one_voice_stays_one_though_what_showed_it_is_erased()
    {
        var here = Somewhere();
        var ids = await _world.StoredAsync(Person(here, mail: "a"), Person(here, phone: "b"), Person(here, mail: "a", phone: "b"), Person(here, mail: "c"));
        var incident = await _world.BegunAsync(ids[0], ids[1], ids[2]);
        Assert.Equal(1, incident.ReporterCount);
        await EraseAsync(ErasureScopes.Contact, ids[2]);

        Assert.True(await _world.JoinAsync(incident, ids[3]));
        Assert.Equal(2, await ReportersAsync(incident));
        Assert.True(await _world.SplitAsync(await _world.FindAsync(incident.Id), ids[2]));
        Assert.Equal(3, await ReportersAsync(incident));
        Assert.Equal(0, await _world.FaultsAsync());
    }

    [Fact]
    public async Task An_incident_whose_contacts_are_all_erased_still_has_its_reporters_and_a_machine_is_one_more()
    {
        var here = Somewhere();
        var ids = await _world.StoredAsync(Person(here, mail: "a"), Person(here, mail: "b"), Person(here));
        var incident = await _world.BegunAsync([.. ids]);
        await EraseAsync(ErasureScopes.Contact, [.. ids]);
        await _world.StoredAsync(Machine(here), Machine(here));
        Assert.Equal((5, 4), ((await _world.FindAsync(incident.Id)).ReportCount, await ReportersAsync(incident)));

        await EraseAsync(ErasureScopes.Request, ids[2]);
        Assert.Equal((4, 3), ((await _world.FindAsync(incident.Id)).ReportCount, await ReportersAsync(incident)));
        Assert.Equal(0, await _world.FaultsAsync());
    }

    [Fact]
    public async Task What_joins_after_its_contact_was_erased_adds_no_voice_but_the_first()
    {
        var here = Somewhere();
        var ids = await _world.StoredAsync(Person(here, mail: "a"), Person(here, mail: "b"), Person(here, mail: "c"));
        await EraseAsync(ErasureScopes.Contact, ids[0], ids[1]);
        var incident = await _world.BegunAsync(ids[0], ids[1]);
        Assert.Equal(1, incident.ReporterCount);
        Assert.True(await _world.JoinAsync(incident, ids[2]));
        Assert.Equal(2, await ReportersAsync(incident));
    }

    private async Task<int> ReportersAsync(IncidentRow incident) => (await _world.FindAsync(incident.Id)).ReporterCount;

    private async Task EraseAsync(ErasureScopes scopes, params long[] ids)
    {
        var store = new RecordStore(_database.Database, new(_database.Database));
        foreach (var id in ids)
        {
            var seen = await _world.RowAsync(id);
            Assert.True(await store.EraseAsync(
                seen, ErasureScope.Whole(scopes), ErasureCause.Period, "test", TestRequests.Noon.AddDays(1), Token));
        }
    }
}

public sealed class SqliteErasedReporterTests(SqliteTestDatabase database)
    : ErasedReporterTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerErasedReporterTests(SqlServerTestDatabase database)
    : ErasedReporterTests(database), IClassFixture<SqlServerTestDatabase>;
