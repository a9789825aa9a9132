using Connect311.Api.Databases;
using Connect311.Api.Routing.Proposals;
using Connect311.Api.Triage.Rerouting;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Routing.Proposals;

/// <summary>What the transfers that are stored suggest, against a count by hand.</summary>
public abstract class ProposalStoreTests
{
    private static readonly string[] Areas = ["|borough:bronx|precinct:1|", "|borough:bronx|precinct:2|", "|borough:queens|precinct:1|"];

    private readonly TestDatabase _database;

    /// <summary>Each test has rules of its own, and sees no other's requests.</summary>
    private readonly string _rule = $"rule-{NextId()}";

    protected ProposalStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_sent_on_and_what_stayed_is_counted_by_place_and_destination()
    {
        var random = new Random(2026);
        var (sentOn, stayed) = (new Dictionary<(string To, string Areas), int>(), new Dictionary<string, int>());
        for (var i = 0; i < 120; i++)
        {
            var areas = Areas[random.Next(Areas.Length)];
            var fate = random.Next(6);
            var id = await StoredAsync(areas);
            if (fate is 0 or 5)
            {
                stayed[areas] = stayed.GetValueOrDefault(areas) + 1;
            }

            if (fate is 1 or 2)
            {
                var to = fate == 1 ? "DPR" : "DEP";
                await SendOnAsync(id, areas, to, TransferReason.WrongDepartment, Noon);
                sentOn[(to, areas)] = sentOn.GetValueOrDefault((to, areas)) + 1;
            }
            else if (fate > 2)
            {
                // Another reason, too long ago, or sent back: none of them says that the rule was wrong.
                await SendOnAsync(id, areas, "DPR", fate == 3 ? TransferReason.NextStep : TransferReason.WrongDepartment, fate == 4 ? Noon.AddDays(-100) : Noon, staysThere: fate != 5);
            }
        }

        var found = (await new ProposalStore(_database.Database).FindAsync(Noon.AddDays(-90), Token)).Where(one => one.Rule == _rule).ToDictionary(one => one.To);

        Assert.Equal(["DEP", "DPR"], found.Keys.Order());
        foreach (var (to, evidence) in found)
        {
            Assert.Equal(sentOn.Where(one => one.Key.To == to).ToDictionary(one => one.Key.Areas, one => one.Value), evidence.SentOn.ToDictionary());
            var others = Areas.ToDictionary(areas => areas, areas => stayed.GetValueOrDefault(areas) + sentOn.Where(one => one.Key.To != to && one.Key.Areas == areas).Sum(one => one.Value));
            Assert.Equal(others.Where(one => one.Value > 0).OrderBy(one => one.Key), evidence.Stayed.OrderBy(one => one.Key));
        }
    }

    [Fact]
    public async Task Machines_that_say_the_same_count_once_and_not_at_all_beside_a_person()
    {
        var incident = NextId();
        for (var i = 0; i < 6; i++)
        {
            await SendOnAsync(await StoredAsync(Areas[0]), Areas[0], "DPR", TransferReason.WrongDepartment, Noon);

            // Two incidents that stay: one of machines alone, and one with a person's report.
            foreach (var (id, sensor) in new[] { (incident, "s1"), (incident, "s2"), (incident, "s1"), (incident + 1, "s1"), (incident + 1, null) })
            {
                await _database.Database.StoredAsync(NewRequest(change: row => row with { Areas = Areas[1], RoutingRule = _rule, IncidentId = id, SensorKey = sensor }));
            }

            incident += 2;
        }

        var found = Assert.Single(await new ProposalStore(_database.Database).FindAsync(Noon.AddDays(-90), Token), one => one.Rule == _rule);
        Assert.Equal(6, found.SentOn[Areas[0]]);
        Assert.Equal(12, found.Stayed[Areas[1]]);
    }

    [Fact]
    public async Task Machines_count_beside_a_person_whom_another_rule_placed_there()
    {
        for (var i = 0; i < 6; i++)
        {
            var incident = NextId();
            await SendOnAsync(await StoredAsync(Areas[0]), Areas[0], "DPR", TransferReason.WrongDepartment, Noon);
            await _database.Database.StoredAsync(NewRequest(change: row => row with { Areas = Areas[1], RoutingRule = _rule, IncidentId = incident, SensorKey = "s1" }));
            await _database.Database.StoredAsync(NewRequest(change: row => row with { Areas = Areas[1], RoutingRule = $"{_rule}-other", IncidentId = incident }));
        }

        var found = Assert.Single(await new ProposalStore(_database.Database).FindAsync(Noon.AddDays(-90), Token), one => one.Rule == _rule);
        Assert.Equal(6, found.Stayed[Areas[1]]);
    }

    [Fact]
    public async Task Confidential_and_imported_requests_say_nothing()
    {
        for (var i = 0; i < 20; i++)
        {
            var request = NewRequest(change: row => row with { RoutingRule = _rule, Visibility = i % 2 == 0 ? "confidential" : "public", Channel = i % 2 == 0 ? "mobile" : "import" });
            await SendOnAsync((await _database.Database.StoredAsync(request)).Row.Id, Areas[0], "DPR", TransferReason.WrongDepartment, Noon);
        }

        Assert.DoesNotContain(await new ProposalStore(_database.Database).FindAsync(Noon.AddDays(-90), Token), one => one.Rule == _rule);
    }

    private async Task<long> StoredAsync(string areas) =>
        (await _database.Database.StoredAsync(NewRequest(change: row => row with { Areas = areas, RoutingRule = _rule }))).Row.Id;

    /// <summary>As a transfer leaves the tables.</summary>
    private async Task SendOnAsync(long id, string areas, string to, string reason, DateTimeOffset at, bool staysThere = true)
    {
        var sql = RevisionSql.For(_database.Database.Engine).AddTransfer;
        var transfer = new RevisionSql.TransferParameters(id, 2, at, "street-condition.pothole", areas, "DOT", _rule, 1, to, reason);
        var write = new Write().Run(sql, transfer);
        if (staysThere)
        {
            write.Run("UPDATE ServiceRequest SET Department = @ToDepartment WHERE Id = @Id;", transfer);
        }

        Assert.True(await _database.Database.WriteAsync(write, Token));
    }
}

public sealed class SqliteProposalStoreTests(SqliteTestDatabase database) : ProposalStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerProposalStoreTests(SqlServerTestDatabase database) : ProposalStoreTests(database), IClassFixture<SqlServerTestDatabase>;
