using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Routing.RuleSets;

namespace Connect311.Tests.Http;

/// <summary>Admins write, check, publish and take back rule sets, by /v1/admin/rule-sets.</summary>
public sealed class RuleSetAdminTests : IDisposable
{
    private const string Root = "/v1/admin/rule-sets";

    private const string Potholes =
        """{"id":"potholes","when":{"serviceTypes":["street-condition.pothole"]},"assign":{"department":"DPR"},"reason":{"en":"Parks fill holes now."}}""";

    private readonly TestApplication _application = new();
    private readonly HttpClient _admin;

    public RuleSetAdminTests() => _admin = _application.Staff("demo-admin");

    [Fact]
    public async Task From_a_copy_over_a_new_rule_to_publishing_and_back()
    {
        using var app = _application.App();
        var added = await _admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
        Assert.Equal((HttpStatusCode.Created, "\"1\"", $"{Root}/2"), (added.StatusCode, added.Headers.ETag!.Tag, added.Headers.Location!.ToString()));

        var put = await _admin.PutJsonAsync($"{Root}/2/rules/potholes?before=graffiti-police", "\"1\"", Potholes);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (put.StatusCode, put.Headers.ETag!.Tag));
        Assert.Equal("potholes", (await put.JsonAsync()).GetProperty("document").GetProperty("rules")[0].Text("id"));
        Assert.Equal("DOT", await DepartmentAsync(app));

        var published = await _admin.PostJsonAsync($"{Root}/2/publish", "\"2\"");
        var shown = await published.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, "published", "demo-admin"), (published.StatusCode, shown.Text("status"), shown.Text("publishedBy")));
        Assert.Equal("DPR", await DepartmentAsync(app));

        var first = await _admin.ReadAsync($"{Root}/1");
        Assert.Equal("archived", (await first.JsonAsync()).Text("status"));
        Assert.Equal(HttpStatusCode.OK, (await _admin.PostJsonAsync($"{Root}/1/publish", first.Headers.ETag!.Tag)).StatusCode);
        Assert.Equal("DOT", await DepartmentAsync(app));
        Assert.Equal(["2 archived", "1 published"], await ListedAsync());
    }

    [Fact]
    public async Task A_version_is_shown_with_who_and_when_and_what_the_checks_found()
    {
        var shown = await (await _admin.ReadAsync($"{Root}/1")).JsonAsync();
        Assert.Equal(
            "{version:number,status:string,revision:number,basedOn:null,createdAt:string,createdBy:null,updatedAt:null,updatedBy:null," +
            "publishedAt:string,publishedBy:null,archivedAt:null,sound:boolean,",
            Answers.ShapeOf(shown).Split("findings:")[0]);
        var entry = (await (await _admin.ReadAsync(Root)).JsonAsync()).GetProperty("items")[0];
        Assert.Equal(Answers.ShapeOf(shown).Split(",sound:")[0] + "}", Answers.ShapeOf(entry));
    }

    [Fact]
    public async Task The_document_is_answered_as_it_was_written()
    {
        var written = await File.ReadAllTextAsync(Path.Combine(new CityOptions().Folder, "rule-set.json"), TestContext.Current.CancellationToken);
        var made = await _admin.PostJsonAsync(Root, null, written);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);

        var read = await _admin.ReadAsync($"{Root}/2/document");

        Assert.Equal((written.Trim(), "\"1\"", "application/json"), (await read.TextAsync(), read.Headers.ETag!.Tag, read.Content.Headers.ContentType!.MediaType));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse((await made.JsonAsync()).GetProperty("document").GetRawText())));
    }

    [Fact]
    public async Task A_draft_with_errors_is_kept_shows_them_and_cannot_be_published()
    {
        var made = await _admin.PostJsonAsync(Root, null, Document(
            Potholes.Replace("DPR", "NOBODY", StringComparison.Ordinal),
            """{"id":"never","when":{"localTime":{"firstDate":"2026-05-01","lastDate":"2026-05-01","weekdays":["monday"]}},"assign":{"department":"DOT"},"reason":{"en":"Never."}}"""));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var draft = await made.JsonAsync();
        Assert.False(draft.GetProperty("sound").GetBoolean());
        Assert.Equal(
            ["error potholes /rules/0/assign/department undefined", "error never /rules/1/when/localTime never-occurs"],
            FindingsOf(draft).Where(finding => finding.StartsWith("error", StringComparison.Ordinal)));

        var refused = await (await _admin.PostJsonAsync($"{Root}/2/publish", "\"1\"")).ProblemAsync(ProblemCode.RuleSetFaulty);

        Assert.Equal(["/rules/0/assign/department", "/rules/1/when/localTime"], refused.GetProperty("errors").EnumerateArray().Select(error => error.Text("field")));
        Assert.Equal(["2 draft", "1 published"], await ListedAsync());
        var audited = (await (await _admin.ReadAsync("/v1/admin/audit?target=rule-set:2")).JsonAsync()).GetProperty("items");
        Assert.Equal("publish-rule-set refused", $"{audited[0].Text("action")} {audited[0].Text("outcome")}");
    }

    [Fact]
    public async Task Findings_speak_the_callers_language_and_warnings_do_not_stop_publishing()
    {
        await _admin.PostJsonAsync(Root, null, Document(Potholes, Potholes.Replace("\"potholes\"", "\"again\"", StringComparison.Ordinal)));
        _admin.DefaultRequestHeaders.AcceptLanguage.ParseAdd("es");
        var shown = await (await _admin.ReadAsync($"{Root}/2")).JsonAsync();
        var finding = shown.GetProperty("findings").EnumerateArray().Single(one => one.Text("code") == "unreachable");
        Assert.Equal("{severity:string,rule:string,line:number,field:string,code:string,message:string,params:{by:string}}", Answers.ShapeOf(finding));
        Assert.Equal(("warning", "again"), (finding.Text("severity"), finding.Text("rule")));
        Assert.Equal(Texts.In("es").Faults["unreachable"].Replace("{by}", "potholes", StringComparison.Ordinal), finding.Text("message"));
        Assert.True(shown.GetProperty("sound").GetBoolean());

        var published = await (await _admin.PostJsonAsync($"{Root}/2/publish", "\"1\"")).JsonAsync();

        Assert.Equal("published", published.Text("status"));
        Assert.Contains("warning again /rules/1 unreachable", FindingsOf(published));
    }

    [Theory]
    [InlineData("{\"more\":1}", "/more unknown-member")]
    [InlineData("{\"rules\":[{\"id\":\"a\",\"when\":{\"areas\":{\"borough\":[\"x\"],\"borough2\":5}}}]}", "/rules/0/when/areas/borough2 wrong-type")]
    [InlineData("{\"rules\":[{\"id\":\"a\",\"when\":{\"words\":[\"/.*/\"]}}]}", "/rules/0/when/words no-pattern")]
    [InlineData("{\"basedOn\":99}", "/basedOn undefined")]
    [InlineData("{\"basedOn\":0}", "/basedOn out-of-range")]
    [InlineData("{\"basedOn\":null}", "/basedOn required")]
    [InlineData("{\"basedOn\":1,\"name\":\"x\"}", "/name unknown-member")]
    [InlineData("[]", " wrong-type")]
    public async Task What_is_no_rule_set_is_refused_with_its_place(string body, string fault)
    {
        Assert.Contains(fault, await (await _admin.PostJsonAsync(Root, null, body)).FaultsAsync());
        Assert.Equal(["1 published"], await ListedAsync());
    }

    [Fact]
    public async Task Too_many_rules_deep_nesting_and_broken_text_are_refused_with_their_place()
    {
        var rules = Enumerable.Range(0, 10_001).Select(i => Potholes.Replace("potholes", $"p{i}", StringComparison.Ordinal));
        Assert.Contains("/rules too-many", await (await _admin.PostJsonAsync(Root, null, Document([.. rules]))).FaultsAsync());

        var nested = string.Concat(Enumerable.Repeat("{\"not\":", 9)) + "{}" + new string('}', 9);
        var deep = await (await _admin.PostJsonAsync(Root, null, Document(Potholes.Replace("{\"serviceTypes\":[\"street-condition.pothole\"]}", nested, StringComparison.Ordinal)))).FaultsAsync();
        Assert.Contains(deep, fault => fault.StartsWith("/rules/0/when/not/not/", StringComparison.Ordinal) && fault.EndsWith(" too-deep", StringComparison.Ordinal));

        var tower = await _admin.PostJsonAsync(Root, null, "{\"rules\":" + new string('[', 1000) + new string(']', 1000) + "}");
        var error = (await tower.ProblemAsync(ProblemCode.UnreadableBody)).GetProperty("errors")[0];
        Assert.Equal(("too-deep", true), (error.Text("code"), error.Text("field").StartsWith("/rules/0/0/", StringComparison.Ordinal)));

        var broken = await (await _admin.PostJsonAsync(Root, null, "{\n\"name\": \"x\",\n\"rules\": [}\n")).ProblemAsync(ProblemCode.UnreadableBody);
        Assert.Equal(3, broken.GetProperty("line").GetInt32());
        Assert.Equal(["1 published"], await ListedAsync());
    }

    [Fact]
    public async Task Ten_thousand_rules_are_taken_and_what_is_larger_still_is_not()
    {
        var rules = Enumerable.Range(0, 10_000).Select(i => Potholes
            .Replace("potholes", $"p{i}", StringComparison.Ordinal)
            .Replace("Parks", new string('P', 400), StringComparison.Ordinal));
        var large = Document([.. rules]);
        Assert.InRange(large.Length, 5_000_000, 8_000_000);

        var made = await _admin.PostJsonAsync(Root, null, large);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(10_000, (await made.JsonAsync()).GetProperty("document").GetProperty("rules").GetArrayLength());
        var head = $"POST {Root} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer demo-admin\r\nContent-Type: application/json\r\n";
        foreach (var framing in new[] { $"Content-Length: {RuleSetText.MaxBytes + 1}\r\n\r\n{{", $"Transfer-Encoding: chunked\r\n\r\nffffff\r\n{new string(' ', RuleSetText.MaxBytes + 1)}" })
        {
            var answer = await _application.SendRawAsync(Encoding.ASCII.GetBytes(head + framing), hangUp: false);
            Assert.StartsWith("HTTP/1.1 413 ", answer);
            Assert.Contains("\"code\":\"too-large\"", answer);
        }

        Assert.Equal(["2 draft", "1 published"], await ListedAsync());
    }

    [Fact]
    public async Task The_same_call_makes_one_draft_and_a_key_means_one_thing()
    {
        var first = await _admin.PostJsonAsync(Root, null, """{"basedOn":1}""", "my-key");
        var again = await _admin.PostJsonAsync(Root, null, """{ "basedOn": 1 }""", "my-key");
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(await first.TextAsync(), await again.TextAsync());
        var reused = await (await _admin.PostJsonAsync(Root, null, Document(Potholes), "my-key")).ProblemAsync(ProblemCode.KeyReused);
        Assert.Equal(2, reused.GetProperty("version").GetInt32());
        Assert.Equal(["2 draft", "1 published"], await ListedAsync());
    }

    [Theory]
    [InlineData(null, 428)]
    [InlineData("\"2\"", 412)]
    [InlineData("\"1\", \"2\"", 400)]
    [InlineData("\"1\", *", 400)]
    [InlineData("*", 400)]
    [InlineData("W/\"1\"", 400)]
    [InlineData("\"99999999999\"", 400)]
    [InlineData("1", 400)]
    public async Task A_change_names_the_revision_that_was_seen(string? ifMatch, int status)
    {
        await _admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
        var before = await (await _admin.ReadAsync($"{Root}/2")).TextAsync();

        Assert.Equal(status, (int)(await _admin.PutJsonAsync($"{Root}/2", ifMatch, Document(Potholes))).StatusCode);
        Assert.Equal(status, (int)(await _admin.PutJsonAsync($"{Root}/2/rules/potholes", ifMatch, Potholes)).StatusCode);
        Assert.Equal(status, (int)(await _admin.DeleteAsync($"{Root}/2/rules/graffiti-police", ifMatch)).StatusCode);
        Assert.Equal(status, (int)(await _admin.DeleteAsync($"{Root}/2", ifMatch)).StatusCode);
        Assert.Equal(status, (int)(await _admin.PostJsonAsync($"{Root}/2/publish", ifMatch)).StatusCode);

        Assert.Equal(before, await (await _admin.ReadAsync($"{Root}/2")).TextAsync());
        Assert.Equal(["2 draft", "1 published"], await ListedAsync());
    }

    [Fact]
    public async Task What_was_in_force_is_not_changed()
    {
        var before = await (await _admin.ReadAsync($"{Root}/1")).TextAsync();
        await (await _admin.PutJsonAsync($"{Root}/1", "\"1\"", Document(Potholes))).ProblemAsync(ProblemCode.NotADraft);
        await (await _admin.PutJsonAsync($"{Root}/1/rules/potholes", "\"1\"", Potholes)).ProblemAsync(ProblemCode.NotADraft);
        await (await _admin.DeleteAsync($"{Root}/1/rules/graffiti-police", "\"1\"")).ProblemAsync(ProblemCode.NotADraft);
        await (await _admin.DeleteAsync($"{Root}/1", "\"1\"")).ProblemAsync(ProblemCode.NotADraft);
        Assert.Equal(HttpStatusCode.OK, (await _admin.PostJsonAsync($"{Root}/1/publish", "\"1\"")).StatusCode);
        Assert.Equal(before, await (await _admin.ReadAsync($"{Root}/1")).TextAsync());
    }

    [Fact]
    public async Task A_rule_is_replaced_moved_and_taken_out_and_the_rest_stays_as_written()
    {
        await _admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
        var original = await (await _admin.ReadAsync($"{Root}/2/document")).TextAsync();
        await _admin.PutJsonAsync($"{Root}/2/rules/potholes", "\"1\"", Potholes);
        var last = await (await _admin.ReadAsync($"{Root}/2/document")).TextAsync();
        Assert.StartsWith(original.TrimEnd()[..^10].TrimEnd(), last, StringComparison.Ordinal);

        await _admin.PutJsonAsync($"{Root}/2/rules/potholes", "\"2\"", Potholes.Replace("DPR", "DSNY", StringComparison.Ordinal));
        await _admin.PutJsonAsync($"{Root}/2/rules/potholes?before=highway-litter", "\"3\"", Potholes);
        var moved = await (await _admin.ReadAsync($"{Root}/2")).JsonAsync();
        Assert.Equal(["graffiti-police", "potholes", "highway-litter"], moved.GetProperty("document").GetProperty("rules").EnumerateArray().Take(3).Select(rule => rule.Text("id")));

        Assert.Equal("\"5\"", (await _admin.DeleteAsync($"{Root}/2/rules/potholes", "\"4\"")).Headers.ETag!.Tag);
        Assert.Equal(original, await (await _admin.ReadAsync($"{Root}/2/document")).TextAsync());
        await (await _admin.DeleteAsync($"{Root}/2/rules/potholes", "\"5\"")).ProblemAsync(ProblemCode.NotFound);
    }

    [Theory]
    [InlineData("potholes", "", """{"id":"other","assign":{"department":"DOT"},"reason":{"en":"x"}}""", "/id unknown-value")]
    [InlineData("potholes", "", """{"assign":{"department":"DOT"},"reason":{"en":"x"}}""", "/id required")]
    [InlineData("potholes", "", """{"id":"potholes","when":{"more":1},"assign":{"department":"DOT"},"reason":{"en":"x"}}""", "/when/more unknown-member")]
    [InlineData("potholes", "?before=nothing", """{"id":"potholes","assign":{"department":"DOT"},"reason":{"en":"x"}}""", "/before undefined")]
    [InlineData("fallback", "", """{"id":"fallback","assign":{"department":"DOT"},"reason":{"en":"x"}}""", "/id reserved")]
    [InlineData("x", "", "[]", " wrong-type")]
    public async Task A_faulty_rule_is_refused_with_its_place_in_the_rule(string id, string query, string rule, string fault)
    {
        await _admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
        var faults = await (await _admin.PutJsonAsync($"{Root}/2/rules/{id}{query}", "\"1\"", rule)).FaultsAsync();
        Assert.Equal(fault, Assert.Single(faults));
        Assert.Equal("\"1\"", (await _admin.ReadAsync($"{Root}/2")).Headers.ETag!.Tag);
    }

    [Fact]
    public async Task A_discarded_draft_is_gone()
    {
        await _admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
        Assert.Equal("discarded", (await (await _admin.DeleteAsync($"{Root}/2", "\"1\"")).JsonAsync()).Text("status"));
        foreach (var path in new[] { "", "/document" })
        {
            await (await _admin.ReadAsync($"{Root}/2{path}")).ProblemAsync(ProblemCode.NotFound);
        }

        await (await _admin.PostJsonAsync($"{Root}/2/publish", "\"2\"")).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(["1 published"], await ListedAsync());
        Assert.Equal(3, (await (await _admin.PostJsonAsync(Root, null, """{"basedOn":1}""")).JsonAsync()).GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("7")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999")]
    public async Task A_version_that_is_not_there_is_not_found(string version)
    {
        await (await _admin.ReadAsync($"{Root}/{version}")).ProblemAsync(ProblemCode.NotFound);
        await (await _admin.PostJsonAsync($"{Root}/{version}/publish", "\"1\"")).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        for (var i = 0; i < 4; i++)
        {
            await _admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
        }

        var first = await (await _admin.ReadAsync($"{Root}?limit=3")).JsonAsync();
        var second = await (await _admin.ReadAsync($"{Root}?limit=3&cursor={first.Text("nextCursor")}")).JsonAsync();
        Assert.Equal([5, 4, 3, 2, 1], first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(one => one.GetProperty("version").GetInt32()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(["1 published"], await ListedAsync("?status=published"));
        Assert.Equal(["/cursor bad-cursor"], await (await _admin.ReadAsync($"{Root}?status=draft&cursor={first.Text("nextCursor")}")).FaultsAsync());
        Assert.Equal(["/status unknown-value"], await (await _admin.ReadAsync($"{Root}?status=discarded")).FaultsAsync());
    }

    [Fact]
    public async Task A_report_keeps_the_version_that_decided_it()
    {
        using var app = _application.App();
        var early = await app.SubmittedAsync(Calls.Pothole);
        await _admin.PostJsonAsync(Root, null, Document(Potholes));
        await _admin.PostJsonAsync($"{Root}/2/publish", "\"1\"");
        var late = await app.SubmittedAsync(Calls.Pothole);

        Assert.Equal((1, 2), (VersionOf(early), VersionOf(late)));
        using var desk = _application.Staff("demo-operator");
        var found = await (await desk.ReadAsync($"/v1/service-requests/{early.Text("trackingNumber")}")).JsonAsync();
        Assert.Equal(early.GetProperty("routing").Text("reason"), found.GetProperty("routing").Text("reason"));
        Assert.Equal(1, VersionOf(found));
    }

    public void Dispose()
    {
        _admin.Dispose();
        _application.Dispose();
    }

    private static int VersionOf(JsonElement report) => report.GetProperty("routing").GetProperty("ruleSetVersion").GetInt32();

    private static string Document(params string[] rules) =>
        """{"name":"test","timeZone":"America/New_York","fallback":{"department":"311","reason":{"en":"Nobody."}},"rules":["""
        + string.Join(',', rules) + "]}";

    private static IEnumerable<string> FindingsOf(JsonElement shown) => shown.GetProperty("findings").EnumerateArray()
        .Select(finding => $"{finding.Text("severity")} {finding.GetProperty("rule").GetString()} {finding.Text("field")} {finding.Text("code")}");

    private static async Task<string> DepartmentAsync(HttpClient app) =>
        (await app.SubmittedAsync(Calls.Pothole)).GetProperty("department").Text("code");

    private async Task<string[]> ListedAsync(string query = "") =>
        [.. (await (await _admin.ReadAsync(Root + query)).JsonAsync()).GetProperty("items").EnumerateArray()
            .Select(one => $"{one.GetProperty("version")} {one.Text("status")}")];
}
