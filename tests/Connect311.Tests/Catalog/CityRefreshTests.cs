using System.Net;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Areas;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Catalog;

/// <summary>Two servers over one database: what is put in force is taken by both, without a restart.</summary>
public sealed class CityRefreshTests : IDisposable
{
    private readonly TestApplication _one = new();
    private readonly TestApplication _two;

    public CityRefreshTests() => _two = new TestApplication()
        .With("ConnectionStrings:Connect311", $"Data Source={_one.DatabaseFile}")
        .With("KeyRing:Folder", Path.Combine(Path.GetDirectoryName(_one.DatabaseFile)!, "keys"));

    [Fact]
    public async Task Every_server_takes_imported_areas_by_itself_and_reports_keep_theirs()
    {
        using var first = _one.App();
        using var second = _two.App();
        var early = (await second.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");

        await ImportAsync("7");
        await TakenAsync(_one, 1);
        await TakenAsync(_two, 1);
        var late = (await second.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        await ImportAsync("8");
        await TakenAsync(_one, 2);
        await TakenAsync(_two, 2);
        var latest = (await first.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");

        Assert.Equal("borough:brooklyn", await AreasAsync(_two, early));
        Assert.Equal("borough:brooklyn beat:7", await AreasAsync(_one, late));
        Assert.Equal("borough:brooklyn beat:8", await AreasAsync(_two, latest));
        using var desk = _two.Staff("demo-agent-DOT");
        Assert.Equal(HttpStatusCode.OK, (await desk.ReadAsync("/v1/departments/DOT/queue?area=beat:8")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.ReadAsync("/v1/departments/DOT/queue?area=beat:7")).StatusCode);
    }

    [Fact]
    public async Task A_catalogue_is_taken_too()
    {
        using var anybody = _two.Anybody();
        var before = await anybody.ReadAsync("/v1/service-types");

        await _one.Services.GetRequiredService<CityStore>().InstallAsync(Renamed(), Actor.CommandLine, TestContext.Current.CancellationToken);
        while (CityOf(_two).Catalog.Version == 1)
        {
            await TurnAsync(_two);
        }

        var after = await anybody.ReadAsync("/v1/service-types");
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.Contains("Streets and more", await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_admin_changes_on_one_server_is_so_on_the_other_too()
    {
        using var admin = _one.Staff("demo-admin");
        using var other = _two.Staff("demo-admin");
        Assert.Equal(HttpStatusCode.Created, (await admin.PutJsonAsync("/v1/admin/departments/PARKS", "\"1\"", """{"name":{"en":"Parks"}}""")).StatusCode);
        Assert.Equal(2, CityOf(_one).Catalog.Version);
        Assert.Equal("\"2\"", (await other.ReadAsync("/v1/admin/departments/PARKS")).Headers.ETag!.Tag);
        while (CityOf(_two).Catalog.Version == 1)
        {
            await TurnAsync(_two);
        }

        Assert.Equal(HttpStatusCode.OK, (await other.ReadAsync("/v1/departments/PARKS/queue")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.PostJsonAsync("/v1/admin/departments/PARKS/deactivate", "\"2\"")).StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_read_leaves_the_last_good_city_in_force_and_health_says_so()
    {
        using var app = _two.App();
        await ImportAsync("7");
        await TakenAsync(_two, 1);

        await ImportAsync("8");
        await BreakAsync();
        while (!_two.Services.GetRequiredService<CurrentCity>().IsStale)
        {
            await TurnAsync(_two);
        }

        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        Assert.Equal("borough:brooklyn beat:7", await AreasAsync(_two, number));
        var ready = await app.ReadAsync("/health/ready");
        Assert.Equal((HttpStatusCode.OK, "Degraded"), (ready.StatusCode, (await ready.JsonAsync()).GetProperty("checks").Text("city")));
        Assert.Contains("connect311_city_stale", await (await app.ReadAsync("/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await ImportAsync("9");
        await TakenAsync(_two, 3);
        Assert.Equal("Healthy", (await (await app.ReadAsync("/health/ready")).JsonAsync()).Text("status"));
    }

    public void Dispose()
    {
        _two.Dispose();
        _one.Dispose();
    }

    private static City CityOf(TestApplication server) => server.Services.GetRequiredService<CurrentCity>().Value;

    /// <summary>Waits until a server has a version of the areas; its clock is turned on, and nothing else is done to it.</summary>
    private static async Task TakenAsync(TestApplication server, int version)
    {
        while (CityOf(server).AreasVersion != version)
        {
            await TurnAsync(server);
        }
    }

    /// <summary>Lets the server's clock go on by as much as it waits between two looks, and gives it time to look.</summary>
    private static async Task TurnAsync(TestApplication server)
    {
        server.Time.Advance(CityRefresh.Interval);
        await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private static CityFiles Renamed()
    {
        var texts = CityFiles.Read(new CityOptions().Folder).Texts.ToDictionary();
        var groups = texts["groups.json"];
        var name = System.Text.Json.JsonDocument.Parse(groups).RootElement[0].GetProperty("name").Text("en");
        texts["groups.json"] = groups.Replace($"\"{name}\"", "\"Streets and more\"", StringComparison.Ordinal);
        return new(texts);
    }

    private static async Task<string> AreasAsync(TestApplication server, string number)
    {
        using var desk = server.Staff("demo-agent-DOT");
        var page = await (await desk.ReadAsync($"/v1/departments/DOT/queue?number={number}")).JsonAsync();
        return string.Join(' ', page.GetProperty("items")[0].GetProperty("areas").EnumerateArray().Select(area => area.GetString()));
    }

    /// <summary>Imports a set of one beat around the pothole, as a command beside the servers does.</summary>
    private async Task ImportAsync(string code)
    {
        using var json = System.Text.Json.JsonDocument.Parse(Collection(Feature(code, Square(-74, 40.6, 0.1))));
        using var somebody = _one.Anybody();
        var file = AreaFileReader.Read("beat", json.RootElement, new("code"), CityOf(_one).AreaSets[0], [])!;
        var store = _one.Services.GetRequiredService<AreaStore>();
        var seen = (await store.ListAsync(TestContext.Current.CancellationToken)).Select(set => set.Version).DefaultIfEmpty().Max();
        await store.ImportAsync(file, "test", seen, Actor.CommandLine, TestContext.Current.CancellationToken);
    }

    private async Task BreakAsync()
    {
        await using var connection = await _one.Database.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("UPDATE AreaSetPart SET Content = '{' WHERE Version = 2;");
    }
}
