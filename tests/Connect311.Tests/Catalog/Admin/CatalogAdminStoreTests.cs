using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>Versions of the catalogue that admins make: one winner, nothing lost, checked against what is in force.</summary>
public abstract class CatalogAdminStoreTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_put_comes_back_as_it_was_and_the_version_before_stays()
    {
        var world = await AdminWorld.OfAsync(Fresh.Database);
        var before = await Fresh.Database.FilesAsync(1);
        const string name = "O'Hara's — “Straßen” 🕳 \\u0027";

        var answer = await world.PutAsync(EntryKind.Department, "NEW", $$$"""{"name":{"en":"{{{name}}}"}}""", 1);

        Assert.Equal((2, true), (answer.Version, answer.IsNew));
        var city = await (await AdminWorld.OfAsync(Fresh.Open())).Cities.FindAsync(Token);
        Assert.Equal(name.Replace("\\u0027", "'", StringComparison.Ordinal), city!.Catalog.DepartmentName("NEW", "en"));
        Assert.Equal(new CityVersions(2, 1, 0), city.Versions);
        Assert.Equal(before, await Fresh.Database.FilesAsync(1));
        Assert.Equal(2, world.City.Value.Catalog.Version);
    }

    [Fact]
    public async Task Files_that_are_loaded_again_after_a_change_are_a_version_of_their_own()
    {
        var world = await AdminWorld.OfAsync(Fresh.Database);
        await world.PutAsync(EntryKind.Group, "new", """{"name":{"en":"New"}}""", 1);
        var now = await world.Store.FindAsync(Token);
        Assert.False((await world.Cities.InstallAsync(now.Files, Actor.CommandLine, Token)).IsNew);
        Assert.True((await world.Cities.InstallAsync(new(SmallCity.Files), Actor.CommandLine, Token)).IsNew);
        Assert.DoesNotContain("\"new\"", (await Fresh.Database.FilesAsync(3))[CityFiles.Groups], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_nodes_that_change_the_same_version_at_once_one_wins()
    {
        await AdminWorld.OfAsync(Fresh.Database);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AdminWorld.OfAsync(Fresh.Open())));

        var answers = await Task.WhenAll(nodes.Select((node, i) => Task.Run(() => node.PutAsync(EntryKind.Department, $"N{i}", """{"name":{"en":"New"}}""", 1))));

        Assert.Equal(1, answers.Count(answer => answer.Refusal is null));
        Assert.All(answers.Where(answer => answer.Refusal is not null), answer => Assert.Equal(ProblemCode.VersionMismatch, answer.Refusal!.Code));
        Assert.Equal(4, (await (await AdminWorld.OfAsync(Fresh.Open())).Cities.FindAsync(Token))!.Catalog.Departments.Count);
    }

    [Fact]
    public async Task A_rule_set_that_comes_into_force_between_the_check_and_the_write_is_looked_at_too()
    {
        await (await AdminWorld.OfAsync(Fresh.Database)).PutAsync(EntryKind.Department, "PARKS", """{"name":{"en":"Parks"}}""", 1);
        var late = new Interrupted(() => Fresh.Database.PublishAsync(rules => rules["rules"]![1]!["assign"]!["department"] = "PARKS").GetAwaiter().GetResult());
        var world = await AdminWorld.OfAsync(Fresh.Open(), late);

        var answer = await world.SwitchAsync(EntryKind.Department, "PARKS", active: false, 2);

        Assert.True(late.IsDone);
        Assert.Equal(ProblemCode.InUse, answer.Refusal?.Code);
        var city = await world.Cities.FindAsync(Token);
        Assert.Equal((new CityVersions(2, 2, 0), true), (city!.Versions, city.Catalog.Departments["PARKS"].IsActive));
    }

    [Fact]
    public async Task Another_rule_set_that_does_not_mind_only_makes_it_check_again()
    {
        await (await AdminWorld.OfAsync(Fresh.Database)).PutAsync(EntryKind.Department, "PARKS", """{"name":{"en":"Parks"}}""", 1);
        var late = new Interrupted(() => Fresh.Database.PublishAsync(rules => rules["name"] = "other").GetAwaiter().GetResult());
        var world = await AdminWorld.OfAsync(Fresh.Open(), late);

        Assert.Null((await world.SwitchAsync(EntryKind.Department, "PARKS", active: false, 2)).Refusal);

        var city = await world.Cities.FindAsync(Token);
        Assert.Equal((new CityVersions(3, 2, 0), false), (city!.Versions, city.Catalog.Departments["PARKS"].IsActive));
    }

    [Fact]
    public async Task A_report_that_comes_between_the_check_and_the_write_keeps_its_department()
    {
        await (await AdminWorld.OfAsync(Fresh.Database)).PutAsync(EntryKind.Department, "PARKS", """{"name":{"en":"Parks"}}""", 1);
        var late = new Interrupted(() => Fresh.Database
            .StoredAsync(TestRequests.NewRequest(change: row => row with { Department = "PARKS", ServiceType = "pothole" })).GetAwaiter().GetResult());
        var world = await AdminWorld.OfAsync(Fresh.Open(), late);

        Assert.Null((await world.SwitchAsync(EntryKind.Department, "PARKS", active: false, 2)).Refusal);

        Assert.Equal(1, (await world.Store.CountOpenAsync("PARKS", null, Token)).Count);
        Assert.Equal("Parks", world.City.Value.Catalog.DepartmentName("PARKS", "en"));
    }

    [Fact]
    public async Task Rules_in_drafts_are_named_but_stand_against_nothing()
    {
        var world = await AdminWorld.OfAsync(Fresh.Database);
        await world.PutAsync(EntryKind.Department, "PARKS", """{"name":{"en":"Parks"}}""", 1);
        await Fresh.Database.PublishAsync(rules => rules["rules"]![0]!["assign"]!["department"] = "PARKS", "draft");
        await Fresh.Database.PublishAsync(rules => rules["rules"] = "none yet", "draft");
        Assert.Equal([1, 2, 3], (await world.Store.FindRulesAsync(Token)).Select(rules => rules.Version));

        await Fresh.Database.PublishAsync(rules => rules["rules"]![1]!["assign"]!["department"] = "PARKS");
        var users = await UsersAsync(world);
        Assert.Equal(["2 draft potholes-in-the-west", "4 published streets"], users.Rules.Select(rule => $"{rule.RuleSetVersion} {rule.Status} {rule.Rule}"));
        Assert.True(users.Any);

        await Fresh.Database.PublishAsync(rules => rules["rules"]![1]!["assign"]!["department"] = "ROADS");
        users = await UsersAsync(world);
        Assert.Equal((1, false), (users.Rules.Count, users.Any));
        Assert.Null((await world.SwitchAsync(EntryKind.Department, "PARKS", active: false, 2)).Refusal);
    }

    [Fact]
    public async Task The_fallback_is_named_without_a_rule()
    {
        var world = await AdminWorld.OfAsync(Fresh.Database);
        await Fresh.Database.PublishAsync(rules => rules["fallback"]!["department"] = "ROADS");
        var after = CityReader.ReadCatalog((await world.Store.FindAsync(Token)).Files.With(CityFiles.Departments, SmallCity.Files[CityFiles.Departments]
            .Replace("\"Roads\"}}", "\"Roads\"}, \"active\": false}", StringComparison.Ordinal)), 2);
        var users = await new CatalogUsage(world.Store).FindAsync(world.City.Value.Catalog, after, Token);
        Assert.Equal([null, "potholes-in-the-west", "streets"], users.Rules.Select(rule => rule.Rule));
    }

    [Fact]
    public async Task Open_requests_are_counted_by_department_and_type()
    {
        var world = await AdminWorld.OfAsync(Fresh.Database);
        foreach (var (department, type, status, visibility) in new[]
        {
            ("ROADS", "pothole.road", RequestStatus.Assigned, "public"), ("ROADS", "pothole.path", RequestStatus.Assigned, "limited"),
            ("ROADS", "pothole.road", RequestStatus.Closed, "public"), ("ROADS", "pothole.Road", RequestStatus.Assigned, "public"),
            ("roads", "pothole.road", RequestStatus.Assigned, "public"), ("311", "pothole.road", RequestStatus.Assigned, "confidential"),
        })
        {
            await Fresh.Database.StoredAsync(TestRequests.NewRequest(
                change: row => row with { Department = department, ServiceType = type, Status = status, Visibility = visibility }));
        }

        await AssertOpenAsync(world, "ROADS", null, 3, false);
        await AssertOpenAsync(world, "ROADS", ["pothole.road"], 1, false);
        await AssertOpenAsync(world, "ROADS", ["pothole.road", "pothole.path", "o'dd"], 2, false);
        await AssertOpenAsync(world, "ROADS", [], 0, false);
        await AssertOpenAsync(world, "311", ["pothole.road"], 0, true);
        await AssertOpenAsync(world, "NOBODY", null, 0, false);

        var refused = await world.SwitchAsync(EntryKind.ServiceType, "pothole.road", active: false, 1);
        Assert.Equal(ProblemCode.InUse, refused.Refusal?.Code);
        Assert.Null((await world.SwitchAsync(EntryKind.ServiceType, "opening-hours", active: false, 1)).Refusal);
    }

    [Fact]
    public async Task What_follows_an_incident_is_open_work_too()
    {
        var world = await AdminWorld.OfAsync(Fresh.Database);
        await world.PutAsync(EntryKind.Department, "PARKS", """{"name":{"en":"Parks"}}""", 1);
        foreach (var (department, follows, status, type) in new[]
        {
            ("PARKS", false, RequestStatus.Assigned, "pothole.road"), ("PARKS", true, RequestStatus.Assigned, "pothole.road"), ("PARKS", true, RequestStatus.Waiting, "pothole.path"),
            ("PARKS", true, RequestStatus.Closed, "pothole.road"), ("ROADS", false, RequestStatus.Assigned, "pothole.road"), ("ROADS", true, RequestStatus.Assigned, "pothole.road"),
        })
        {
            await Fresh.Database.StoredAsync(TestRequests.NewRequest(change: row => row with
            {
                Department = department,
                ServiceType = type,
                Status = status,
                IncidentId = 7,
                Follows = follows,
                SensorKey = follows ? "s" : null,
            }));
        }

        await AssertOpenAsync(world, "PARKS", null, 3, false);
        await AssertOpenAsync(world, "PARKS", ["pothole.path"], 1, false);
        await AssertOpenAsync(world, "ROADS", null, 2, false);
        var refused = await world.SwitchAsync(EntryKind.Department, "PARKS", active: false, 2);
        Assert.Equal((ProblemCode.InUse, 3), (refused.Refusal?.Code, refused.Refusal!.ToProblem("en").More!["openRequests"].GetProperty("count").GetInt32()));
    }

    private static async Task<CatalogUsers> UsersAsync(AdminWorld world)
    {
        var stored = await world.Store.FindAsync(Token);
        var before = CityReader.ReadCatalog(stored.Files, stored.Version);
        var files = JsonNode.Parse(stored.Files.Texts[CityFiles.Departments])!.AsArray();
        files.Single(one => one!["code"]!.GetValue<string>() == "PARKS")!["active"] = false;
        return await new CatalogUsage(world.Store).FindAsync(before, CityReader.ReadCatalog(stored.Files.With(CityFiles.Departments, files.ToJsonString()), 3), Token);
    }

    private static async Task AssertOpenAsync(AdminWorld world, string department, string[]? types, int count, bool confidential)
    {
        var open = await world.Store.CountOpenAsync(department, types, Token);
        Assert.Equal((count, count, confidential), (open.Count, open.TrackingNumbers.Count, open.Confidential));
    }

    /// <summary>Runs something once, in the moment between the check and the write.</summary>
    private sealed class Interrupted(Action interruption) : TimeProvider
    {
        public bool IsDone { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (!IsDone)
            {
                IsDone = true;
                interruption();
            }

            return base.GetUtcNow();
        }
    }
}

public sealed class SqliteCatalogAdminStoreTests() : CatalogAdminStoreTests(new SqliteTestDatabase());

public sealed class SqlServerCatalogAdminStoreTests() : CatalogAdminStoreTests(new SqlServerTestDatabase());

/// <summary>However much a department has closed, what is open is found by what stands in its queue.</summary>
public sealed class CatalogAdminPlanTests(SqliteSchema schema) : IClassFixture<SqliteSchema>
{
    [Theory]
    [InlineData("CatalogAdminSql.CountOpen")]
    [InlineData("CatalogAdminSql.SomeOpen")]
    public void Open_requests_of_a_department_are_found_by_its_queue_and_its_incidents(string name)
    {
        var plan = schema.PlanOf(Statements.Find(DatabaseEngine.Sqlite, name).Text);
        Assert.Contains("SEARCH f USING INDEX IX_ServiceRequest_Incident (IncidentId=?)", plan);
        Assert.Contains(plan, line => line.StartsWith("SEARCH l USING INDEX IX_ServiceRequest_Queue (Department=? AND IsOpen=?", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN ServiceRequest", StringComparison.Ordinal) || line.StartsWith("SCAN f", StringComparison.Ordinal));
    }
}
