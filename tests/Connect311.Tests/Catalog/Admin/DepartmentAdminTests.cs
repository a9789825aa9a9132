using System.Net;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Tests.Http;
using Connect311.Tests.Staff;
using Microsoft.Extensions.DependencyInjection;
using static Connect311.Tests.Catalog.Admin.AdminCalls;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>Admins keep the departments, by /v1/admin/departments.</summary>
public sealed class DepartmentAdminTests : IDisposable
{
    private const string Parks = """{"name":{"en":"Parks","es":"Parques"},"successor":"DOT"}""";

    private readonly TestApplication _application = new();
    private readonly HttpClient _admin;

    public DepartmentAdminTests() => _admin = _application.Staff("demo-admin");

    private Api.Catalog.Catalog Catalog => _application.Services.GetRequiredService<CurrentCity>().Value.Catalog;

    [Fact]
    public async Task A_new_department_is_there_at_once_in_all_languages()
    {
        var added = await _admin.PutJsonAsync($"{Departments}/PARKS", "\"1\"", Parks);
        Assert.Equal((HttpStatusCode.Created, "\"2\"", $"{Departments}/PARKS"), (added.StatusCode, added.Headers.ETag!.Tag, added.Headers.Location!.ToString()));
        Assert.True(added.Headers.CacheControl!.NoStore);
        var entry = await added.TextAsync();
        Assert.Equal("""{"code":"PARKS","name":{"en":"Parks","es":"Parques"},"active":true,"successor":"DOT","external":false,"calendar":null}""", entry);
        Assert.Equal(entry, await (await _admin.ReadAsync($"{Departments}/PARKS")).TextAsync());
        Assert.Equal(("Parques", 2), (Catalog.DepartmentName("PARKS", "es"), Catalog.Version));
        Assert.Equal(HttpStatusCode.OK, (await _admin.ReadAsync("/v1/departments/PARKS/queue")).StatusCode);
        Assert.Equal(["add-department done"], await _admin.AuditedAsync("department:PARKS"));
    }

    [Fact]
    public async Task A_change_keeps_every_other_byte_of_the_files_and_the_version_before()
    {
        var before = await FilesAsync(1);
        await _admin.EditAsync($"{Departments}/DOT", entry => entry["name"]!["es"] = "Departamento de Tránsito");
        var after = await FilesAsync(2);

        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(before.Where(file => file.Key != CityFiles.Departments), file => Assert.Equal(file.Value, after[file.Key]));
        string[] Others(string text) => [.. text.Split('\n').Where(line => !line.Contains("\"DOT\"", StringComparison.Ordinal))];
        Assert.Equal(Others(before[CityFiles.Departments]), Others(after[CityFiles.Departments]));
        Assert.Equal(before, await FilesAsync(1));
        Assert.Equal("Departamento de Tránsito", Catalog.DepartmentName("DOT", "es"));
    }

    [Fact]
    public async Task What_says_the_same_makes_no_version()
    {
        var entry = await _admin.EntryAsync($"{Departments}/DCA");
        var same = await _admin.PutJsonAsync($"{Departments}/DCA", "\"1\"", entry.ToJsonString());
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (same.StatusCode, same.Headers.ETag!.Tag));
        Assert.Equal("\"1\"", (await _admin.SwitchAsync($"{Departments}/DCA", "deactivate")).Headers.ETag!.Tag);
        Assert.Equal("\"1\"", (await _admin.SwitchAsync($"{Departments}/DOT", "activate")).Headers.ETag!.Tag);
        Assert.Empty(await _admin.AuditedAsync("department:DOT"));
    }

    [Fact]
    public async Task A_body_without_activity_leaves_it_as_it_is()
    {
        var renamed = await (await _admin.PutNowAsync($"{Departments}/DCA", """{"name":{"en":"Consumers"},"successor":"DCWP"}""")).JsonAsync();
        Assert.False(renamed.GetProperty("active").GetBoolean());
        Assert.True((await _admin.EditAsync($"{Departments}/DCA", entry => entry["active"] = true)).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task A_department_that_rules_and_requests_use_cannot_be_deactivated()
    {
        using var app = _application.App();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");

        var problem = await (await _admin.SwitchAsync($"{Departments}/DOT", "deactivate")).ProblemAsync(ProblemCode.InUse);

        var rules = problem.GetProperty("rules").EnumerateArray().ToList();
        Assert.All(rules, rule => Assert.Equal((1, "published", "the department DOT"), (rule.GetProperty("ruleSetVersion").GetInt32(), rule.Text("status"), rule.Text("names"))));
        Assert.NotEmpty(rules);
        Assert.Equal(1, problem.GetProperty("openRequests").GetProperty("count").GetInt32());
        Assert.Equal([number], problem.GetProperty("openRequests").GetProperty("trackingNumbers").Texts());
        Assert.Equal("\"1\"", await _admin.TagAsync());
        Assert.Equal(["deactivate-department refused"], await _admin.AuditedAsync("department:DOT"));

        // Nor by putting it so.
        var entry = await _admin.EntryAsync($"{Departments}/DOT");
        entry["active"] = false;
        await (await _admin.PutNowAsync($"{Departments}/DOT", entry)).ProblemAsync(ProblemCode.InUse);
    }

    [Fact]
    public async Task Open_requests_alone_stand_against_it_and_confidential_ones_are_not_counted()
    {
        await _admin.PutJsonAsync($"{Departments}/PARKS", "\"1\"", Parks);
        using var app = _application.App();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        await _application.HandOverAsync(number, "PARKS");

        var open = (await (await _admin.SwitchAsync($"{Departments}/PARKS", "deactivate")).ProblemAsync(ProblemCode.InUse)).GetProperty("openRequests");
        Assert.Equal((1, false), (open.GetProperty("count").GetInt32(), open.GetProperty("confidential").GetBoolean()));

        await RunAsync("UPDATE ServiceRequest SET Visibility = 'confidential';");
        open = (await (await _admin.SwitchAsync($"{Departments}/PARKS", "deactivate")).ProblemAsync(ProblemCode.InUse)).GetProperty("openRequests");
        Assert.Equal((0, 0, true), (open.GetProperty("count").GetInt32(), open.GetProperty("trackingNumbers").GetArrayLength(), open.GetProperty("confidential").GetBoolean()));

        await RunAsync("UPDATE ServiceRequest SET IsOpen = 0;");
        var gone = await _admin.SwitchAsync($"{Departments}/PARKS", "deactivate");
        Assert.Equal("\"3\"", gone.Headers.ETag!.Tag);
        Assert.False(Catalog.Departments["PARKS"].IsActive);
        Assert.Equal(HttpStatusCode.OK, (await _admin.ReadAsync("/v1/departments/PARKS/queue")).StatusCode);
        Assert.Equal(
            ["deactivate-department done", "deactivate-department refused", "deactivate-department refused", "add-department done"],
            await _admin.AuditedAsync("department:PARKS"));
    }

    [Fact]
    public async Task The_operators_department_stays()
    {
        var problem = await (await _admin.SwitchAsync($"{Departments}/311", "deactivate")).ProblemAsync(ProblemCode.InUse);
        Assert.True(problem.GetProperty("reserved").GetBoolean());
    }

    [Fact]
    public async Task Of_many_at_once_one_wins_and_nothing_is_lost()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => _admin.PutJsonAsync($"{Departments}/D{i}", "\"1\"", Parks))));
        var won = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer != won))
        {
            await answer.ProblemAsync(ProblemCode.VersionMismatch);
        }

        for (var i = 0; i < 8; i++)
        {
            Assert.True((await _admin.PutNowAsync($"{Departments}/D{i}", Parks)).IsSuccessStatusCode);
        }

        Assert.Equal("\"9\"", await _admin.TagAsync());
        Assert.All(Enumerable.Range(0, 8), i => Assert.True(Catalog.Departments.ContainsKey($"D{i}")));
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var found = new List<string>();
        for (var path = $"{Departments}?limit=10"; path is not null;)
        {
            var response = await _admin.ReadAsync(path);
            Assert.Equal("\"1\"", response.Headers.ETag!.Tag);
            var page = await response.JsonAsync();
            Assert.Equal(1, page.GetProperty("catalogVersion").GetInt32());
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(one => one.Text("code")));
            path = page.GetProperty("nextCursor").GetString() is { } cursor ? $"{Departments}?limit=10&cursor={cursor}" : null;
            if (path is not null)
            {
                Assert.Equal(["/cursor bad-cursor"], await (await _admin.ReadAsync(path.Replace(Departments, Groups, StringComparison.Ordinal))).FaultsAsync());
            }
        }

        var inFile = JsonNode.Parse((await FilesAsync(1))[CityFiles.Departments])!.AsArray().Select(one => one!["code"]!.GetValue<string>());
        Assert.Equal(inFile, found);
        Assert.Equal(["/limit out-of-range"], await (await _admin.ReadAsync($"{Departments}?limit=201")).FaultsAsync());
    }

    public void Dispose()
    {
        _admin.Dispose();
        _application.Dispose();
    }

    private Task<Dictionary<string, string>> FilesAsync(int version) => _application.FilesAsync(version);

    private async Task RunAsync(string sql)
    {
        await using var connection = await _application.Database.OpenAsync(TestContext.Current.CancellationToken);
        await Dapper.SqlMapper.ExecuteAsync(connection, sql);
    }
}
