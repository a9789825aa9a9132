using System.Net;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.Http;
using Connect311.Tests.Http;
using static Connect311.Tests.Catalog.Admin.AdminCalls;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>What admins cannot make of departments, service types and questions. None of it changes the catalogue.</summary>
public sealed class EntryRefusalTests(TestApplication application) : IClassFixture<TestApplication>, IDisposable
{
    private const string Parks = """{"name":{"en":"Parks","es":"Parques"},"successor":"DOT"}""";
    private const string Family = Types + "/street-condition";

    private static readonly string Bench = AdminExamples.ByOperation["PutServiceType"];
    private static readonly string Since = AdminExamples.ByOperation["PutQuestion"];

    private readonly HttpClient _admin = application.Staff("demo-admin");

    [Theory]
    [InlineData("PARKS", "{}", "/name required")]
    [InlineData("PARKS", "[]", " wrong-type")]
    [InlineData("PARKS", """{"name":"Parks"}""", "/name wrong-type")]
    [InlineData("PARKS", """{"name":{}}""", "/name/en required")]
    [InlineData("PARKS", """{"name":{"en":"Parks","not a tag":"x"}}""", "/name/not a tag invalid-format")]
    [InlineData("PARKS", """{"name":{"en":"a\u0000b"}}""", "/name/en control-character")]
    [InlineData("PARKS", """{"name":{"en":"Parks"},"successor":"NOPE"}""", "/successor undefined")]
    [InlineData("PARKS", """{"name":{"en":"Parks"},"active":"yes","head":"x"}""", "/active wrong-type", "/head unknown-member")]
    [InlineData("PARKS", """{"name":{"en":"Parks"},"code":"OTHER"}""", "/code unknown-value")]
    [InlineData("PARKS", """{"name":{"en":"Parks"},"code":5}""", "/code unknown-value")]
    [InlineData("A%20B", """{"name":{"en":"Parks"}}""", "/code invalid-format")]
    [InlineData("P%01", """{"name":{"en":"Parks"}}""", "/code invalid-format")]
    [InlineData("PARKS-AND-RECREATION-AND-MORE", """{"name":{"en":"Parks"}}""", "/code too-long")]
    public async Task What_cannot_be_a_department_is_refused_by_field(string code, string body, params string[] faults)
    {
        Assert.Equal(faults, await (await _admin.PutJsonAsync($"{Departments}/{code}", "\"1\"", body)).FaultsAsync());
        Assert.Equal("\"1\"", await _admin.TagAsync());
    }

    [Fact]
    public async Task Depth_is_bounded()
    {
        var deep = $$$"""{"name":{"en":"Parks"},"successor":{{{string.Concat(Enumerable.Repeat("[", 29))}}}{{{string.Concat(Enumerable.Repeat("]", 29))}}}}""";
        Assert.Equal(["/successor wrong-type"], await (await _admin.PutJsonAsync($"{Departments}/PARKS", "\"1\"", deep)).FaultsAsync());
        var deeper = deep.Replace("[]", "[[]]", StringComparison.Ordinal).Replace("[[]]", "[[[[[]]]]]", StringComparison.Ordinal);
        await (await _admin.PutJsonAsync($"{Departments}/PARKS", "\"1\"", deeper)).ProblemAsync(ProblemCode.UnreadableBody);
    }

    [Theory]
    [InlineData("\"2\"", null)]
    [InlineData("\"0\"", null)]
    [InlineData(null, "version-required")]
    [InlineData("*", "validation-failed")]
    [InlineData("\"1\", \"2\"", "validation-failed")]
    [InlineData("W/\"1\"", "validation-failed")]
    [InlineData("1", "validation-failed")]
    public async Task A_change_names_one_version_that_is_in_force(string? ifMatch, string? code)
    {
        var expected = ProblemCode.All.Single(one => one.Code == (code ?? "version-mismatch"));
        await (await _admin.PutJsonAsync($"{Departments}/PARKS", ifMatch!, Parks)).ProblemAsync(expected);
        await (await _admin.PostJsonAsync($"{Departments}/DOT/deactivate", ifMatch)).ProblemAsync(expected);
    }

    [Theory]
    [InlineData("NOPE")]
    [InlineData("dot")]
    [InlineData("%27%3B")]
    public async Task Nothing_by_a_code_is_not_found(string code)
    {
        await (await _admin.ReadAsync($"{Departments}/{code}")).ProblemAsync(ProblemCode.NotFound);
        var answer = await _admin.SwitchAsync($"{Departments}/{code}", "deactivate");
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, await answer.TextAsync());
    }

    [Theory]
    [InlineData("little-library", "group", "\"nowhere\"", "/group undefined")]
    [InlineData("little-library", "outcomes", "[]", "/outcomes required")]
    [InlineData("little-library", "outcomes", "[\"fixed\",\"vanished\"]", "/outcomes/1 undefined")]
    [InlineData("little-library", "outcomes", "[\"fixed\",null]", "/outcomes/1 wrong-type")]
    [InlineData("little-library", "staleAfter", "\"2 hours\"", "/staleAfter invalid-format")]
    [InlineData("little-library", "serviceLevel", "{\"resolve\":{\"days\":3,\"hours\":1},\"source\":\"assumed\"}", "/serviceLevel/resolve two-ways")]
    [InlineData("little-library", "bonus", "1", "/bonus unknown-member")]
    [InlineData("little-library", "questions", "[{\"code\":\"a\",\"type\":\"maybe\",\"text\":{\"en\":\"?\"}}]", "/questions/0/type unknown-value")]
    [InlineData("little-library", "questions", "[{\"code\":\"a\",\"type\":\"string\",\"text\":{\"en\":\"?\"},\"when\":{\"question\":\"b\",\"in\":[\"c\"]}}]", "/questions/0/when/question undefined")]
    [InlineData("little-library", "descriptors", "[5]", "/descriptors/0 wrong-type")]
    [InlineData("little-library", "descriptors", "[{\"code\":\"a\",\"descriptor\":\"A\",\"name\":{\"en\":\"A\"},\"group\":\"streets\"}]", "/descriptors/0/group unknown-member")]
    [InlineData("Little-Library", "name", "{\"en\":\"Bench\"}", "/code invalid-format")]
    [InlineData("no-family.shelf", "name", "{\"en\":\"Bench\"}", "/code undefined")]
    public async Task What_cannot_be_a_type_is_refused_by_field(string code, string member, string value, string fault)
    {
        var body = JsonNode.Parse(Bench)!.AsObject();
        body[member] = JsonNode.Parse(value);
        Assert.Equal([fault], await (await _admin.PutJsonAsync($"{Types}/{code}", "\"1\"", body.ToJsonString())).FaultsAsync());
        Assert.Equal("\"1\"", await _admin.TagAsync());
    }

    [Fact]
    public async Task Two_types_cannot_stand_for_the_same_published_words()
    {
        var entry = await _admin.EntryAsync(Family + ".pothole");
        entry.Remove("code");
        Assert.Equal(["/descriptor duplicate"], await (await _admin.PutNowAsync($"{Family}.second-pothole", entry)).FaultsAsync());
    }

    [Fact]
    public async Task A_descriptor_that_is_there_cannot_be_left_out()
    {
        var entry = await _admin.EntryAsync(Family);
        entry["descriptors"]!.AsArray().RemoveAt(0);
        Assert.Equal(["/descriptors left-out"], await (await _admin.PutNowAsync(Family, entry)).FaultsAsync());
        entry.Remove("descriptors");
        Assert.True((await (await _admin.PutNowAsync(Family, entry)).FaultsAsync()).Length > 1);
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_no_text_is_refused()
    {
        await (await _admin.PutJsonAsync($"{Types}/little-library", "\"1\"", "{\"description\":{\"en\":\"" + new string('x', 131_060) + "\"}}")).ProblemAsync(ProblemCode.TooLarge);
        await (await _admin.PutJsonAsync($"{Types}/little-library", "\"1\"", "{\"name\":")).ProblemAsync(ProblemCode.UnreadableBody);
        await (await _admin.PutJsonAsync($"{Types}/little-library", "\"1\"", "{\"group\":\"a\",\"group\":\"b\"}")).ProblemAsync(ProblemCode.UnreadableBody);
        var broken = new HttpRequestMessage(HttpMethod.Put, $"{Types}/little-library") { Content = new ByteArrayContent([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x7D]) };
        broken.Content.Headers.ContentType = new("application/json");
        await (await _admin.SendAsync(broken, TestContext.Current.CancellationToken)).ProblemAsync(ProblemCode.UnreadableBody);
    }

    [Fact]
    public async Task The_type_that_the_program_needs_stays()
    {
        var problem = await (await _admin.SwitchAsync($"{Types}/unlisted", "deactivate")).ProblemAsync(ProblemCode.InUse);
        Assert.True(problem.GetProperty("reserved").GetBoolean());
    }

    [Theory]
    [InlineData("since", "type", "\"maybe\"", "/type unknown-value", "/choices not-allowed")]
    [InlineData("since", "choices", "[]", "/choices required")]
    [InlineData("since", "choices", "[{\"code\":\"a\",\"name\":{\"en\":\"A\"}},{\"code\":\"a\",\"name\":{\"en\":\"B\"}}]", "/choices/1/code duplicate")]
    [InlineData("since", "maxLength", "0", "/maxLength out-of-range")]
    [InlineData("since", "text", "\"Since?\"", "/text wrong-type")]
    [InlineData("since", "hint", "\"x\"", "/hint unknown-member")]
    [InlineData("since", "when", "{\"question\":\"room-temperature\",\"in\":[\"x\"]}", "/when/in undefined")]
    [InlineData("Since", "required", "true", "/code invalid-format")]
    public async Task What_cannot_be_a_question_is_refused_by_field(string question, string member, string value, params string[] faults)
    {
        var body = JsonNode.Parse(Since)!.AsObject();
        body[member] = JsonNode.Parse(value);
        Assert.Equal(faults, await (await _admin.PutNowAsync($"{Types}/heat-hot-water/questions/{question}", body)).FaultsAsync());
        Assert.Equal("\"1\"", await _admin.TagAsync());
    }

    [Fact]
    public async Task A_change_names_a_type_and_a_version_that_are_there()
    {
        await (await _admin.PutNowAsync($"{Types}/nothing/questions/since", Since)).ProblemAsync(ProblemCode.NotFound);
        await (await _admin.ReadAsync($"{Types}/nothing/questions/since")).ProblemAsync(ProblemCode.NotFound);
        await (await _admin.PutJsonAsync($"{Types}/unlisted/questions/since", "\"7\"", Since)).ProblemAsync(ProblemCode.VersionMismatch);
        await (await _admin.DeleteAsync($"{Types}/unlisted/questions/since", TestContext.Current.CancellationToken)).ProblemAsync(ProblemCode.VersionRequired);
    }

    [Fact]
    public async Task A_descriptor_shows_the_questions_of_its_family_and_leaves_them_to_it()
    {
        const string descriptor = $"{Types}/heat-hot-water.entire-building/questions/missing";
        Assert.Equal(await (await _admin.ReadAsync($"{Types}/heat-hot-water/questions/missing")).TextAsync(), await (await _admin.ReadAsync(descriptor)).TextAsync());
        Assert.Equal("heat-hot-water", (await (await _admin.PutNowAsync(descriptor, Since)).ProblemAsync(ProblemCode.Inherited)).Text("family"));
        await (await _admin.DeleteNowAsync(descriptor)).ProblemAsync(ProblemCode.Inherited);
    }

    public void Dispose() => _admin.Dispose();
}
