using System.Net;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.Http;
using Connect311.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using static Connect311.Tests.Catalog.Admin.AdminCalls;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>Admins keep the service types, by /v1/admin/service-types.</summary>
public sealed class ServiceTypeAdminTests : IDisposable
{
    private const string Family = Types + "/street-condition";
    private const string Descriptor = Family + ".pothole";

    private static readonly string Bench = AdminExamples.ByOperation["PutServiceType"];

    private readonly TestApplication _application = new();
    private readonly HttpClient _admin;

    public ServiceTypeAdminTests() => _admin = _application.Staff("demo-admin");

    private Api.Catalog.Catalog Catalog => _application.Services.GetRequiredService<CurrentCity>().Value.Catalog;

    [Fact]
    public async Task A_new_type_can_be_chosen_at_once()
    {
        var added = await _admin.PutJsonAsync($"{Types}/little-library", "\"1\"", Bench);
        Assert.Equal((HttpStatusCode.Created, "\"2\""), (added.StatusCode, added.Headers.ETag!.Tag));
        using var app = _application.App();
        var listed = (await (await app.ReadAsync("/v1/service-types")).JsonAsync()).GetProperty("items").EnumerateArray().Single(type => type.Text("code") == "little-library");
        Assert.Equal(("Little library", 2), (listed.Text("name"), listed.GetProperty("questions").GetArrayLength()));
        await app.SubmittedAsync("""{"serviceType":"little-library","location":{"latitude":40.67383,"longitude":-73.97054},"answers":{"damage":"broken","books":2}}""");
        Assert.Equal(["add-service-type done"], await _admin.AuditedAsync("service-type:little-library"));

        // Its first descriptor leaves it a type by itself.
        var first = await _admin.PutNowAsync($"{Types}/little-library.graffiti", """{"name":{"en":"Graffiti"},"descriptor":"Graffiti"}""");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(["little-library", "little-library.graffiti"], Catalog.ServiceTypes.Where(type => type.Code.StartsWith("little-library", StringComparison.Ordinal)).Select(type => type.Code));
        Assert.Equal("Little library: Graffiti", Catalog.ServiceTypeName("little-library.graffiti", "en"));
    }

    [Fact]
    public async Task Every_example_of_the_document_is_taken_as_it_stands()
    {
        foreach (var (operation, path) in new[]
        {
            ("PutDepartment", $"{Departments}/DYC"), ("PutGroup", $"{Groups}/play"), ("PutServiceType", $"{Types}/little-library"),
            ("PutQuestion", $"{Types}/little-library/questions/since"),
        })
        {
            var answer = await _admin.PutNowAsync(path, AdminExamples.ByOperation[operation]);
            Assert.True(answer.IsSuccessStatusCode, await answer.TextAsync());
        }

        var set = await _admin.PutJsonAsync("/v1/admin/area-sets/park?code=code&name=name", "\"0\"", AdminExamples.ByOperation["PutAreaSet"]);
        Assert.Equal(HttpStatusCode.Created, set.StatusCode);
        Assert.Equal(5, AdminExamples.ByOperation.Count);
    }

    [Fact]
    public async Task Every_entry_is_shown_whole_and_can_be_put_back_as_it_was()
    {
        var files = await _application.FilesAsync(1);
        var inFile = JsonNode.Parse(files[CityFiles.ServiceTypes])!.AsArray().ToDictionary(one => one!["code"]!.GetValue<string>());
        var page = JsonNode.Parse(await (await _admin.ReadAsync($"{Types}?limit=200")).TextAsync())!;
        Assert.Equal(inFile.Keys, page["items"]!.AsArray().Select(one => one!["code"]!.GetValue<string>()));
        foreach (var shown in page["items"]!.AsArray().Select(one => one!.AsObject()))
        {
            var code = shown["code"]!.GetValue<string>();
            var expected = EntryView.Fill(EntryKind.ServiceType, code, inFile[code]!.AsObject());
            Assert.True(JsonNode.DeepEquals(expected, EntryWish.WithoutNulls(shown.DeepClone().AsObject())), code);
            Assert.Equal("\"1\"", (await _admin.PutJsonAsync($"{Types}/{code}", "\"1\"", shown.ToJsonString())).Headers.ETag!.Tag);
        }

        Assert.Equal(1, Catalog.Version);
    }

    [Fact]
    public async Task A_type_that_is_deactivated_can_no_longer_be_chosen_and_its_requests_keep_its_name()
    {
        using var app = _application.App();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        var problem = await (await _admin.SwitchAsync(Descriptor, "deactivate")).ProblemAsync(ProblemCode.InUse);
        Assert.Equal([number], problem.GetProperty("openRequests").GetProperty("trackingNumbers").Texts());
        Assert.Equal(0, problem.GetProperty("rules").GetArrayLength());

        using var agent = _application.Staff("demo-agent-DOT");
        await agent.ActAsync(number, "acknowledge", "\"1\"");
        await agent.ActAsync(number, "close", "\"2\"", """{"outcome":"fixed"}""");
        Assert.Equal(HttpStatusCode.OK, (await _admin.SwitchAsync(Descriptor, "deactivate")).StatusCode);

        var refused = await app.SubmitAsync(Calls.Pothole);
        Assert.Equal(["/serviceType unknown-service-type"], await refused.FaultsAsync());
        Assert.DoesNotContain("\"street-condition.pothole\"", await (await app.ReadAsync("/v1/service-types")).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Pothole", await (await app.ReadAsync($"/v1/public/service-requests/{number}")).TextAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("street-condition.failed-street-repair", await (await app.ReadAsync("/v1/service-types")).TextAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await _admin.SwitchAsync(Descriptor, "activate")).StatusCode);
        await app.SubmittedAsync(Calls.Pothole);
    }

    [Fact]
    public async Task A_family_takes_its_descriptors_along_and_rules_that_name_them_stand_against_it()
    {
        var problem = await (await _admin.SwitchAsync($"{Types}/encampment", "deactivate")).ProblemAsync(ProblemCode.InUse);
        Assert.NotEmpty(problem.GetProperty("rules").EnumerateArray());
        Assert.All(problem.GetProperty("rules").EnumerateArray(), rule => Assert.Contains("encampment", rule.Text("names"), StringComparison.Ordinal));

        var free = Catalog.ServiceTypesByCode.Values.First(type => !type.IsWhole && type.IsRequest && type.Code != "street-condition");
        var answer = await _admin.SwitchAsync($"{Types}/{free.Code}", "deactivate");
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            Assert.DoesNotContain(Catalog.ServiceTypes, type => type.Code.StartsWith(free.Code + ".", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_type_that_takes_no_requests_any_more_is_used_as_much_as_one_that_is_deactivated()
    {
        await _admin.PutNowAsync($"{Types}/little-library", Bench);
        using var app = _application.App();
        await app.SubmittedAsync("""{"serviceType":"little-library","location":{"latitude":40.67383,"longitude":-73.97054},"answers":{"damage":"dirty"}}""");
        var entry = await _admin.EntryAsync($"{Types}/little-library");
        entry["kind"] = "information";
        entry["information"] = new JsonObject { ["text"] = new JsonObject { ["en"] = "Sit elsewhere." } };
        await (await _admin.PutNowAsync($"{Types}/little-library", entry)).ProblemAsync(ProblemCode.InUse);
    }

    [Fact]
    public async Task A_group_is_hidden_only_when_nothing_is_in_it()
    {
        var problem = await (await _admin.SwitchAsync($"{Groups}/streets", "deactivate")).ProblemAsync(ProblemCode.InUse);
        Assert.Contains("street-condition.pothole", problem.GetProperty("serviceTypes").Texts());

        Assert.Equal(HttpStatusCode.Created, (await _admin.PutNowAsync($"{Groups}/play", AdminExamples.ByOperation["PutGroup"])).StatusCode);
        var types = "/v1/service-types";
        Assert.Contains("\"play\"", await (await _admin.ReadAsync(types)).TextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _admin.SwitchAsync($"{Groups}/play", "deactivate")).StatusCode);
        Assert.DoesNotContain("\"play\"", await (await _admin.ReadAsync(types)).TextAsync(), StringComparison.Ordinal);

        var bench = JsonNode.Parse(Bench)!.AsObject();
        bench["group"] = "play";
        Assert.Equal(["/group retired"], await (await _admin.PutNowAsync($"{Types}/little-library", bench)).FaultsAsync());
        Assert.Equal(["deactivate-group done", "add-group done"], await _admin.AuditedAsync("group:play"));
    }

    public void Dispose()
    {
        _admin.Dispose();
        _application.Dispose();
    }
}
