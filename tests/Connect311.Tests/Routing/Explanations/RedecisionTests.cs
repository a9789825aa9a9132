using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Routing.Explanations;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Areas;
using Connect311.Tests.Catalog;
using Connect311.Tests.ServiceRequests;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Routing.Explanations;

/// <summary>A stored decision is made again by the versions that made it, whatever came since.</summary>
public abstract class RedecisionTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private const string Rules = """
        {
          "name": "town", "timeZone": "America/New_York",
          "fallback": {"department": "311", "reason": {"en": "Nobody else."}},
          "rules": [
            {"id": "deep", "when": {"groups": ["streets"], "answers": {"depth": {"atLeast": 3}}}, "assign": {"department": "ROADS", "priority": 2}, "reason": {"en": "Deep."}},
            {"id": "gas", "when": {"serviceTypes": ["pothole.road"], "words": ["smell of gas"]}, "assign": {"department": "311", "priority": 2}, "reason": {"en": "Gas."}},
            {"id": "west", "when": {"areas": {"borough": ["west"]}}, "assign": {"department": "ROADS", "queue": "west"}, "reason": {"en": "The west."}},
            {"id": "east", "when": {"areas": {"borough": ["east"]}}, "assign": {"department": "311"}, "reason": {"en": "The east."}}
          ]
        }
        """;

    private static readonly Submission Path = new()
    {
        ServiceType = "pothole.path",
        Description = "It's deep",
        Location = new() { Latitude = 0.5, Longitude = 0.5, AccuracyMetres = 5 },
        Answers = new Dictionary<string, JsonElement> { ["size"] = JsonSerializer.SerializeToElement("big"), ["depth"] = JsonSerializer.SerializeToElement(2.5) },
    };

    /// <summary>Some 55 m from the east, known to 100 m.</summary>
    private static readonly Submission NearTheEast = Path with { Location = new() { Latitude = 0.5, Longitude = 0.9995, AccuracyMetres = 100 } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_comes_out_alike_under_newer_rules_a_newer_catalogue_and_newer_areas()
    {
        var city = await InstalledAsync();
        await ImportAsync("borough", 0, Feature("west", Square(0, 0, 1)), Feature("east", Square(1, 0, 1)));
        city = await CityAsync();
        long[] ids = [await StoredAsync(Path, city), await StoredAsync(NearTheEast, city), await StoredAsync(Path with { Location = null }, city)];
        await RenewAsync();

        string[][] expected = [["west"], ["west", "ROADS", "311"], ["unplaced"]];
        foreach (var (id, outcome) in ids.Zip(expected))
        {
            var again = await AgainAsync(id);
            var decision = again!.Explanation.Decision;
            Assert.True(again.IsSame);
            Assert.Equal(new CityVersions(1, 1, 1), again.City.Versions);
            string[] found = [decision.Rule, .. decision.Uncertainty?.Departments.Select(department => department.Department) ?? []];
            Assert.Equal(outcome, found);
        }

        var now = await CityAsync();
        Assert.Equal(new CityVersions(2, 2, 2), now.Versions);
        Assert.Equal("all", now.Rules.Decide(new() { ServiceType = "pothole.path", Group = "rest", Channel = "mobile", ReceivedAt = TestRequests.Noon }).Rule);
    }

    [Fact]
    public async Task Where_only_the_rules_have_changed_the_areas_are_shared()
    {
        var city = await InstalledAsync();
        var id = await StoredAsync(NearTheEast, city);
        var current = new CurrentCity();
        current.Set(city with { Rules = Connect311.Routing.RuleSet.Compile(RuleSets.Document([RuleModel.Of("all")]), 2, city.Catalog.Requests) });
        var again = await AgainAsync(id, current);
        Assert.True(again!.IsSame);
        Assert.Same(city.AreaSets, again.City.AreaSets);
    }

    [Fact]
    public async Task A_stored_decision_that_the_rules_do_not_make_is_told_apart()
    {
        var city = await InstalledAsync();
        Assert.False((await AgainAsync(await StoredAsync(Path, city, data => data with { Department = "311" })))!.IsSame);
        Assert.False((await AgainAsync(await StoredAsync(Path, city, data => data with { Priority = 4 })))!.IsSame);
        Assert.False((await AgainAsync(await StoredAsync(NearTheEast, city, data => data with { PossibleDepartments = null })))!.IsSame);
    }

    [Theory]
    [InlineData("pothole.path", true)]
    [InlineData("unlisted", true)]
    [InlineData("pothole.road", null)]
    public async Task Once_erased_it_is_certain_only_where_nothing_erased_was_looked_at(string type, bool? expected)
    {
        var city = await InstalledAsync();
        var id = await StoredAsync(Path with { ServiceType = type, Answers = null, Location = Path.Location! with { AccuracyMetres = null } }, city);
        await EraseAsync(id);
        var report = await ReportAsync(id);
        Assert.True(report.IsErased);
        Assert.Null(report.Submission.Description);
        Assert.Equal(expected, (await AgainAsync(id))!.IsSame);
    }

    [Fact]
    public async Task Erased_answers_that_a_rule_asks_for_leave_it_open()
    {
        var city = await InstalledAsync();
        var id = await StoredAsync(Path, city);
        await EraseAsync(id);
        Assert.Null((await AgainAsync(id))!.IsSame);
    }

    [Fact]
    public async Task What_is_erased_of_an_uncertain_place_leaves_it_open()
    {
        var city = await InstalledAsync();
        var id = await StoredAsync(NearTheEast with { Answers = null, Description = null }, city);
        await EraseAsync(id);
        Assert.Null((await AgainAsync(id))!.IsSame);
    }

    [Fact]
    public async Task A_request_from_before_areas_were_noted_has_those_of_its_row()
    {
        var city = await InstalledAsync();
        long[] ids = [await StoredAsync(Path, city, Older), await StoredAsync(NearTheEast, city, Older)];
        await ImportAsync("borough", 0, Feature("west", Square(1, 0, 1)), Feature("east", Square(0, 0, 1)));
        var current = new CurrentCity();
        current.Set(await CityAsync());
        Assert.Equal((true, (bool?)null), ((await AgainAsync(ids[0], current))!.IsSame, (await AgainAsync(ids[1], current))!.IsSame));
        Assert.Equal("west", (await AgainAsync(ids[0], current))!.Explanation.Input.Areas!["borough"]);

        static SubmittedData Older(SubmittedData data) => data with { AreasVersion = null };
    }

    [Fact]
    public async Task Versions_that_are_gone_or_broken_decide_nothing()
    {
        var city = await InstalledAsync();
        Assert.Null(await AgainAsync(await StoredAsync(Path, city, data => data with { RuleSetVersion = 7 })));
        Assert.Null(await AgainAsync(await StoredAsync(Path, city, data => data with { CatalogVersion = 7 })));
        var id = await StoredAsync(Path, city);
        await RenewAsync();
        await ExecuteAsync("UPDATE CityFile SET Content = '{' WHERE Name = 'groups.json' AND Version = 1 AND Part = 0;");
        Assert.Null(await AgainAsync(id));
    }

    [Fact]
    public async Task The_last_four_cities_are_kept()
    {
        var city = await InstalledAsync();
        var (current, past) = (new CurrentCity(), (PastCities?)null);
        for (var version = 1; version <= 6; version++)
        {
            await ImportAsync("beat", version - 1, Feature($"{version}", Square(0, 0, 1)));
        }

        current.Set(city);
        past = PastOf(current);
        Assert.Same(city, await past.FindAsync(city.Versions, Token));
        var second = await past.FindAsync(new(1, 1, 2), Token);
        Assert.Equal("2", second!.AreaSets.Find(0.5, 0.5)[1].Code);
        for (var version = 3; version <= 5; version++)
        {
            await past.FindAsync(new(1, 1, version), Token);
        }

        Assert.Same(second, await past.FindAsync(new(1, 1, 2), Token));
        await past.FindAsync(new(1, 1, 6), Token);
        Assert.NotSame(second, await past.FindAsync(new(1, 1, 2), Token));
    }

    private async Task<City> InstalledAsync()
    {
        var files = SmallCity.Files.ToDictionary();
        files[CityFiles.RuleSet] = Rules;
        return (await Cities().InstallAsync(new(files), Actor.CommandLine, Token)).City;
    }

    /// <summary>Everything that decided is replaced: other rules, another group, areas that have changed places.</summary>
    private async Task RenewAsync()
    {
        var newer = SmallCity.With(("service-types.json", "\"group\": \"streets\"", "\"group\": \"rest\""));
        newer[CityFiles.RuleSet] = """
            {"name": "town", "timeZone": "UTC", "fallback": {"department": "311", "reason": {"en": "Nobody else."}},
             "rules": [{"id": "all", "assign": {"department": "ROADS", "queue": "new"}, "reason": {"en": "All."}}]}
            """;
        await Cities().InstallAsync(new(newer), Actor.CommandLine, Token);
        var seen = (await CityAsync()).AreasVersion;
        await ImportAsync("borough", seen, Feature("west", Square(1, 0, 1)), Feature("east", Square(0, 0, 1)));
    }

    private async Task<long> StoredAsync(Submission submission, City city, Func<SubmittedData, SubmittedData>? change = null)
    {
        var type = city.Catalog.ServiceTypesByCode[submission.ServiceType];
        var placement = submission.Location is { } place ? Placement.Of(place.Latitude, place.Longitude, type, city.AreaSets)! : Placement.Unplaced;
        var ring = new EphemeralDataProtectionProvider();
        var keys = new SecretKeys(Fresh.Database, ring, TimeProvider.System);
        var id = TestRequests.NextId();
        var request = new Reception(new(ring, keys)).Receive(submission, type, placement, OriginOf(id), city);
        if (change is not null)
        {
            var details = JsonSerializer.Deserialize<Dictionary<string, string>>(request.First.Content)!;
            var first = EventChain.Append(id, 1, EventChain.Start, new(EventKind.Submitted, TestRequests.Noon, NewEvent.Json(change(request.Data)), details));
            request = request with { First = first, Row = request.Row with { HeadHash = first.Hash } };
        }

        await Fresh.Database.StoredAsync(request);
        return id;
    }

    private static Origin OriginOf(long id) => new()
    {
        Number = new(id),
        ReceivedAt = TestRequests.Noon,
        Channel = Channel.Mobile,
        Actor = "test",
        HasKey = false,
        KeyHash = IdempotencyKey.HashOf("test", null),
        BodyHash = IdempotencyKey.HashOf("meaning", "x"),
    };

    private async Task<DecidedReport> ReportAsync(long id) => new((await new ExplanationStore(Fresh.Open()).FindAsync(new(id), Token))!);

    private async Task<Redecision?> AgainAsync(long id, CurrentCity? current = null)
    {
        if (current is null)
        {
            current = new();
            current.Set(await CityAsync());
        }

        var report = await ReportAsync(id);
        return await PastOf(current).FindAsync(report.Versions, Token) is { } city ? Redecision.Of(report, city) : null;
    }

    private PastCities PastOf(CurrentCity current)
    {
        var database = Fresh.Open();
        return new(database, Cities(), new(database, new(database, TimeProvider.System), TimeProvider.System), current, NullLogger<PastCities>.Instance);
    }

    private CityStore Cities() => new(Fresh.Database, new(Fresh.Database, TimeProvider.System), TimeProvider.System);

    private async Task<City> CityAsync() => (await Cities().FindAsync(Token))!;

    private Task EraseAsync(long id) => ExecuteAsync(
        $"DELETE FROM EventDetail WHERE Position IN (SELECT Position FROM ServiceRequestEvent WHERE RequestId = {id});");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await Fresh.Database.OpenAsync(Token);
        Assert.NotEqual(0, await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: Token)));
    }

    private async Task ImportAsync(string set, int seen, params string[] features)
    {
        using var json = JsonDocument.Parse(Collection(features));
        var file = AreaFileReader.Read(set, json.RootElement, new("code", "name"), SmallCity.Read(SmallCity.Files).AreaSets[0], [])!;
        await new AreaStore(Fresh.Database, new(Fresh.Database, TimeProvider.System), TimeProvider.System).ImportAsync(file, "test", seen, Actor.CommandLine, Token);
    }
}

public sealed class SqliteRedecisionTests() : RedecisionTests(new SqliteTestDatabase());

public sealed class SqlServerRedecisionTests() : RedecisionTests(new SqlServerTestDatabase());
