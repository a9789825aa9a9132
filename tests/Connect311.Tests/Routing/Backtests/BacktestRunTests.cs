using Connect311.Api.Records;
using Connect311.Api.Routing.Backtests;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Routing.Backtests;

/// <summary>What a backtest counts, over requests that were stored as intake stores them.</summary>
public abstract class BacktestRunTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private const string PotholesToParks = """
        {"id": "holes", "when": {"serviceTypes": ["street-condition.pothole"]}, "assign": {"department": "DPR", "queue": "holes", "priority": 2},
         "reason": {"en": "Parks fill holes."}}
        """;

    private static readonly string Draft = TestDrafts.BeforeNewYorks(PotholesToParks);

    [Fact]
    public async Task It_says_what_moves_where_of_which_type_and_what_that_means_for_queues()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        var holes = new[] { await world.StoredAsync(), await world.StoredAsync(), await world.StoredAsync() };
        var noise = await world.StoredAsync("noise-residential.loud-music-party");

        var (tally, decisions) = await world.TryAsync(Draft, new() { Version = 9, Examples = 2 });

        Assert.Equal((4, 4, 3, 0), (tally.Read, tally.Compared, tally.Moved, tally.ChangedWithin));
        Assert.Equal(["DOT DPR 3", "NYPD NYPD 1"], tally.Moves.Select(move => $"{move.From} {move.To} {move.Requests}"));
        Assert.Equal(
            holes[1..].Select(row => new Example(row.Id, row.ServiceType, row.RoutingRule, 1, "holes")), tally.Moves[0].Examples);
        Assert.Empty(tally.Moves[1].Examples);
        Assert.Equal(
            ["street-condition.pothole 3 3 0", "noise-residential.loud-music-party 1 0 0"],
            tally.Types.Select(type => $"{type.ServiceType} {type.Requests} {type.Moved} {type.ChangedWithin}"));
        Assert.Equal(
            ["DOT  3 0", "DPR holes 0 3", "NYPD  1 1"],
            tally.Loads.Select(load => $"{load.Department} {load.Queue} {load.Before} {load.After}"));
        Assert.Equal(holes.Append(noise).Select(row => row.Id), decisions.Keys.Order());
    }

    [Fact]
    public async Task Areas_that_were_imported_since_count_for_what_is_stored()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        var inside = await world.StoredAsync();
        await world.StoredAsync(change: row => row with { Latitude = 40.8, Longitude = -73.9 });
        var beats = Areas.GeoJson.Read(Areas.GeoJson.Collection(Areas.GeoJson.Feature("7", Areas.GeoJson.Square(-74, 40.6, 0.1))), "beat");
        world.City.Set(world.City.Value with { AreaSets = new([.. world.City.Value.AreaSets, beats]) });

        var (tally, _) = await world.TryAsync(TestDrafts.BeforeNewYorks(
            """{"id": "beat", "when": {"areas": {"beat": ["7"]}}, "assign": {"department": "DPR"}, "reason": {"en": "The beat."}}"""), new() { Version = 9, Examples = 9 });

        Assert.Equal([inside.Id], tally.Moves.Where(move => move.From != move.To).SelectMany(move => move.Examples).Select(example => example.Id));
    }

    [Fact]
    public async Task New_Yorks_own_rules_change_nothing()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        await world.StoredAsync();
        await world.StoredAsync("encampment", row => row with { Latitude = null, Longitude = null, Areas = "|" });

        var (tally, _) = await world.TryAsync(NewYorks());

        Assert.Equal((2, 0, 0), (tally.Compared, tally.Moved, tally.ChangedWithin));
    }

    [Fact]
    public async Task Another_queue_priority_or_rule_alone_is_no_move()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        await world.StoredAsync();

        foreach (var assign in (string[])["""{"department": "DOT", "queue": "holes"}""", """{"department": "DOT", "priority": 1}""", """{"department": "DOT"}"""])
        {
            var (tally, _) = await world.TryAsync(TestDrafts.Of($$$"""{"id": "holes", "assign": {{{assign}}}, "reason": {"en": "Holes."}}"""));
            Assert.Equal((1, 0, 1), (tally.Compared, tally.Moved, tally.ChangedWithin));
        }
    }

    [Fact]
    public async Task What_was_handed_over_since_is_compared_by_the_decision_at_intake()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        await world.StoredAsync(change: row => row with { Department = "DSNY", Queue = "elsewhere", Priority = 1 });

        var (tally, decisions) = await world.TryAsync(NewYorks());

        Assert.Equal((1, 0, 0), (tally.Compared, tally.Moved, tally.ChangedWithin));
        Assert.Equal("DOT", Assert.Single(decisions).Value.Past.Department);
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_compared()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        var early = await world.StoredAsync(change: row => row with { ReceivedAt = TestRequests.Noon.AddDays(-1) });
        var noon = await world.StoredAsync();
        var music = await world.StoredAsync("noise-residential.loud-music-party");

        async Task<IEnumerable<long>> IdsAsync(BacktestScope scope) => (await world.TryAsync(Draft, scope)).Decisions.Keys.Order();

        Assert.Equal([noon.Id, music.Id], await IdsAsync(new() { Version = 9, From = TestRequests.Noon }));
        Assert.Equal([early.Id], await IdsAsync(new() { Version = 9, To = TestRequests.Noon }));
        Assert.Equal([early.Id, noon.Id], await IdsAsync(new() { Version = 9, ServiceTypes = ["street-condition.*"] }));
        Assert.Equal([music.Id], await IdsAsync(new() { Version = 9, Groups = ["noise"] }));
        Assert.Empty(await IdsAsync(new() { Version = 9, Groups = ["noise"], ServiceTypes = ["street-condition.pothole"] }));
    }

    [Fact]
    public async Task Confidential_requests_are_neither_read_nor_counted()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        await world.StoredAsync(change: row => row with { Visibility = "confidential" });

        var (tally, decisions) = await world.TryAsync(Draft);

        Assert.Equal((0, 0), (tally.Read, tally.Moved));
        Assert.Empty(decisions);
    }

    [Fact]
    public async Task What_is_not_known_is_counted_by_why_and_never_guessed()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        await world.StoredAsync(change: row => row with { RuleSetVersion = 77 });
        await world.StoredAsync(change: row => row with { RoutingRule = "no-such-rule" });
        await world.StoredAsync(change: row => row with { ServiceType = "phlogiston.leak" });
        var erased = await world.StoredAsync(change: row => row with { Description = null });
        await Fresh.Database.WriteAsync(
            new Api.Databases.Write().Run(
                "UPDATE EventDetail SET Salt = NULL, Content = NULL, ErasedAt = @at WHERE Position = (SELECT Position FROM ServiceRequestEvent WHERE RequestId = @id AND Number = 1);",
                new { at = TestRequests.Noon, id = erased.Id }),
            TestContext.Current.CancellationToken);
        await world.StoredAsync(change: row => row with { Description = null });

        var (tally, _) = await world.TryAsync(Draft);

        Assert.Equal((5, 1, 2, 1, 1), (tally.Read, tally.Compared, tally.RulesGone, tally.TypesGone, tally.Erased));
    }

    [Fact]
    public async Task An_imported_report_is_not_known_only_where_its_place_was_erased()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        await ErasedAsync(row => row with { PublicPlace = "block", PublicLatitude = 40.674, PublicLongitude = -73.971 });
        await ErasedAsync(row => row with { PublicPlace = "exact", PublicLatitude = 40.67383, PublicLongitude = -73.97054 });
        await ErasedAsync(row => row with { Latitude = null, Longitude = null, Areas = "|" });
        await world.StoredAsync(change: row => row with { Channel = "import", Description = null, PublicPlace = "block" });

        var (tally, _) = await world.TryAsync(Draft);

        Assert.Equal((4, 3, 1), (tally.Read, tally.Compared, tally.Erased));

        async Task ErasedAsync(Func<Api.ServiceRequests.Intake.RequestRow, Api.ServiceRequests.Intake.RequestRow> change)
        {
            var stored = await world.StoredAsync(change: row => change(row with { Channel = "import", Description = null }));
            var seen = await Fresh.Database.RowAsync(stored.Id);
            Assert.True(await new RecordStore(Fresh.Database, new(Fresh.Database)).EraseAsync(
                seen, ErasureScopes.OwnWords, ErasureCause.Period, "test", seen.UpdatedAt, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task However_it_is_cut_it_counts_the_same()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        for (var i = 0; i < 60; i++)
        {
            await world.StoredAsync(i % 3 == 0 ? "noise-residential.loud-music-party" : "street-condition.pothole");
            world.NextId += i % 7 == 0 ? 3 : 0;
        }

        var whole = (await world.TryAsync(Draft)).Tally.ToJson();

        Assert.Equal(whole, (await world.TryAsync(Draft, numbersARound: 7)).Tally.ToJson());
        Assert.Equal(whole, (await world.TryAsync(Draft, numbersARound: 1)).Tally.ToJson());
        Assert.Equal(whole, StoredTally.Of(StoredTally.Parse(whole).ToTally(BacktestScope.DefaultExamples)).ToJson());
    }

    private static string NewYorks() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seed", "nyc", "rule-set.json"));
}

public sealed class SqliteBacktestRunTests() : BacktestRunTests(new SqliteTestDatabase());

public sealed class SqlServerBacktestRunTests() : BacktestRunTests(new SqlServerTestDatabase());
