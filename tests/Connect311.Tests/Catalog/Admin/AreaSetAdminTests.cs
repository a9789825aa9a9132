using System.Net;
using System.Text;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.Http;
using Connect311.Tests.Http;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>Admins keep the area sets, by /v1/admin/area-sets.</summary>
public sealed class AreaSetAdminTests : IDisposable
{
    private const string Sets = "/v1/admin/area-sets";
    private const string Beat = Sets + "/beat";
    private const string Put = Beat + "?code=code&name=name&source=A+survey";

    private static readonly string Beats = Collection(Feature("7", Square(-74, 40.6, 0.1)), Feature("8", Square(-73.9, 40.6, 0.1)));

    private readonly TestApplication _application = new();
    private readonly HttpClient _admin;

    public AreaSetAdminTests() => _admin = _application.Staff("demo-admin");

    [Fact]
    public async Task A_set_is_put_listed_used_and_taken_back()
    {
        var added = await _admin.PutJsonAsync(Put, "\"0\"", Beats);
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (added.StatusCode, added.Headers.ETag!.Tag));
        var shown = await added.TextAsync();
        Assert.Equal(shown, await (await _admin.ReadAsync(Beat)).TextAsync());
        Assert.Contains("""{"set":"beat","areas":[{"code":"7","name":"The 7"},{"code":"8","name":"The 8"}],"corners":10,"version":1,"source":"A survey, code",""", shown, StringComparison.Ordinal);
        var list = await (await _admin.ReadAsync(Sets)).JsonAsync();
        Assert.Equal(["borough", "beat"], list.GetProperty("items").EnumerateArray().Select(set => set.Text("set")));
        Assert.Equal(1, list.GetProperty("areasVersion").GetInt32());

        using var app = _application.App();
        await app.SubmittedAsync(Calls.Pothole);
        using var agent = _application.Staff("demo-agent-DOT");
        Assert.Equal(1, (await (await agent.ReadAsync("/v1/departments/DOT/queue?area=beat:7")).JsonAsync()).GetProperty("items").GetArrayLength());

        Assert.Equal("\"1\"", (await _admin.PutJsonAsync(Put, "\"1\"", Beats)).Headers.ETag!.Tag);
        await (await _admin.DeleteNowAsync(Beat, "\"0\"")).ProblemAsync(ProblemCode.VersionMismatch);
        var gone = await _admin.DeleteNowAsync(Beat, "\"1\"");
        Assert.Equal(("\"2\"", 0), (gone.Headers.ETag!.Tag, (await gone.JsonAsync()).GetProperty("areas").GetArrayLength()));
        await (await _admin.ReadAsync(Beat)).ProblemAsync(ProblemCode.NotFound);
        await (await _admin.DeleteNowAsync(Beat, "\"2\"")).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(["import-areas done"], await _admin.AuditedAsync("areas:beat:1"));
        Assert.Equal(["remove-areas done"], await _admin.AuditedAsync("areas:beat:2"));
    }

    [Fact]
    public async Task The_citys_own_set_comes_back_when_the_import_is_taken_out()
    {
        var own = await (await _admin.ReadAsync(Sets + "/borough")).TextAsync();
        Assert.Equal(own, await (await _admin.DeleteNowAsync(Sets + "/borough", "\"0\"")).TextAsync());
        var codes = new[] { "bronx", "brooklyn", "manhattan", "queens", "staten-island" };
        var other = Collection([.. codes.Select((code, i) => Feature(code, Square(-74.2 + (i * 0.1), 40.6, 0.1)))]);
        Assert.Equal(HttpStatusCode.OK, (await _admin.PutJsonAsync(Sets + "/borough?code=code", "\"0\"", other)).StatusCode);
        Assert.NotEqual(own, await (await _admin.ReadAsync(Sets + "/borough")).TextAsync());
        Assert.Equal(own, await (await _admin.DeleteNowAsync(Sets + "/borough", "\"1\"")).TextAsync());
    }

    [Fact]
    public async Task A_set_that_loses_an_area_which_rules_in_force_name_is_refused()
    {
        await _admin.PutJsonAsync(Put, "\"0\"", Beats);
        await _application.PublishAsync(rules => rules["rules"]!.AsArray().Insert(0, System.Text.Json.Nodes.JsonNode.Parse("""
            {"id":"beat-eight","when":{"areas":{"beat":["8"]},"serviceTypes":["street-condition.pothole"]},"assign":{"department":"DOT"},"reason":{"en":"Eight."}}
            """)));
        var without = (await _admin.PutJsonAsync(Put, "\"1\"", Collection(Feature("7", Square(-74, 40.6, 0.1)))), "the beat 8");
        foreach (var (answer, names) in new[] { without, (await _admin.DeleteNowAsync(Beat, "\"1\""), "the area set beat") })
        {
            var rule = Assert.Single((await answer.ProblemAsync(ProblemCode.InUse)).GetProperty("rules").EnumerateArray());
            Assert.Equal(("beat-eight", 2, "published", names), (rule.Text("rule"), rule.GetProperty("ruleSetVersion").GetInt32(), rule.Text("status"), rule.Text("names")));
        }

        Assert.Equal(HttpStatusCode.OK, (await _admin.PutJsonAsync(Put, "\"1\"", Collection(Feature("8", Square(-74, 40.6, 0.1))))).StatusCode);
        Assert.Equal(["import-areas done", "remove-areas refused", "import-areas refused"], await _admin.AuditedAsync("areas:beat:2"));
    }

    [Fact]
    public async Task Of_many_at_once_one_wins()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() =>
            _admin.PutJsonAsync($"{Sets}/beat-{i}?code=code", "\"0\"", Beats))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await answer.ProblemAsync(ProblemCode.VersionMismatch);
        }
    }

    [Fact]
    public async Task What_cannot_be_a_set_is_refused_with_the_feature_and_changes_nothing()
    {
        (string Body, string Fault, int? Feature)[] cases =
        [
            ("{}", "/type required", null),
            ("[]", " wrong-type", null),
            (Collection(), "/features required", null),
            (Collection(Feature("7", Square(-74, 40.6, 0.1)), Feature("7", Square(-73.9, 40.6, 0.1))), "/features/1/properties/code duplicate", 2),
            (Collection(Feature("7", Square(40.6, -74, 0.1))), "/features/0/geometry swapped-coordinates", 1),
            (Collection(Feature("7", Square(10, 10, 0.1))), " outside-city", null),
            (Collection(Feature("7", "0 0, 1 1, 1 0, 0 1, 0 0")), "/features/0/geometry self-crossing", 1),
            (Collection(Feature("7", "-74 40.6, -73 40.6")), "/features/0/geometry invalid-geometry", 1),
            (Beats.Replace("\"FeatureCollection\"", "\"FeatureCollection\",\"crs\":{\"properties\":{\"name\":\"EPSG:2263\"}}", StringComparison.Ordinal), "/crs reference-system", null),
            (Beats.Replace("\"code\":\"8\"", "\"other\":\"8\"", StringComparison.Ordinal), "/features/1/properties/code unknown-property", 2),
        ];
        foreach (var (body, fault, feature) in cases)
        {
            var answer = await _admin.PutJsonAsync(Put, "\"0\"", body);
            var error = (await answer.ProblemAsync(ProblemCode.ValidationFailed)).GetProperty("errors")[0];
            Assert.StartsWith(fault.Split(' ')[0], error.Text("field"), StringComparison.Ordinal);
            Assert.Equal(fault.Split(' ')[1], error.Text("code"));
            Assert.Equal(feature, error.GetProperty("params").TryGetProperty("feature", out var number) ? number.GetInt32() : null);
        }

        Assert.Equal("\"0\"", await _admin.TagAsync(Sets));
    }

    [Theory]
    [InlineData("Beat?code=code", "/set invalid-format")]
    [InlineData("beat", "/code required")]
    [InlineData("beat?code=", "/code required")]
    [InlineData("beat?code=code&merge=1", "/merge unknown-value")]
    [InlineData("beat?code=code&source=%01", "/source control-character")]
    public async Task A_faulty_question_is_refused_by_parameter(string question, string fault) =>
        Assert.Equal([fault], await (await _admin.PutJsonAsync($"{Sets}/{question}", "\"0\"", Beats)).FaultsAsync());

    [Fact]
    public async Task Huge_and_broken_documents_are_refused()
    {
        // 10 MB of good JSON: more features than a set may have.
        var features = string.Join(',', Enumerable.Repeat(Feature("7", Square(-74, 40.6, 0.1)), 60_000));
        var huge = $$"""{"type":"FeatureCollection","features":[{{features}}]}""";
        Assert.InRange(huge.Length, 10_000_000, AreaDesk.MaxBytes);
        Assert.Equal(["/features too-many"], await (await _admin.PutJsonAsync(Put, "\"0\"", huge)).FaultsAsync());
        var problem = await (await _admin.PutJsonAsync(Put, "\"0\"", Collection([.. Enumerable.Repeat(Feature("7", Square(-74, 40.6, 0.1)), 300)]))).ProblemAsync(ProblemCode.ValidationFailed);
        Assert.Equal((100, 299), (problem.GetProperty("errors").GetArrayLength(), problem.GetProperty("faultCount").GetInt32()));

        await (await _admin.PutJsonAsync(Put, "\"0\"", huge[..^1])).ProblemAsync(ProblemCode.UnreadableBody);
        await (await _admin.PutJsonAsync(Put, "\"0\"", string.Concat(Enumerable.Repeat("[", 40)))).ProblemAsync(ProblemCode.UnreadableBody);
        await (await SendAsync([.. Encoding.UTF8.GetBytes(Beats[..50]), 0xC3, 0x28, .. Encoding.UTF8.GetBytes(Beats[50..])], "application/geo+json")).ProblemAsync(ProblemCode.UnreadableBody);
        await (await SendAsync(Encoding.UTF8.GetBytes(Beats), "text/plain")).ProblemAsync(ProblemCode.UnsupportedMediaType);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(Encoding.UTF8.GetBytes(Beats), "application/geo+json")).StatusCode);
    }

    [Fact]
    public async Task More_than_the_limit_is_refused_by_its_length_alone()
    {
        var head = $"PUT {Put} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer demo-admin\r\nIf-Match: \"0\"\r\nContent-Type: application/json\r\nContent-Length: {AreaDesk.MaxBytes + 1}\r\n\r\n{{";
        Assert.Contains("too-large", await _application.SendRawAsync(Encoding.ASCII.GetBytes(head), hangUp: false), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _admin.Dispose();
        _application.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync(byte[] body, string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, Put) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(type);
        request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
        return _admin.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
