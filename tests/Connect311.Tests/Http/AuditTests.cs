using System.Text.Json;

namespace Connect311.Tests.Http;

/// <summary>The audit over HTTP: what is in it, and how it is paged.</summary>
public sealed class AuditTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Root = "/v1/admin/audit";

    [Fact]
    public async Task An_event_has_the_documented_members_and_codes_alone()
    {
        using var admin = application.Staff("demo-admin");
        var added = await (await admin.PostJsonAsync("/v1/admin/staff", null, """{"name":"MARKER","role":"agent","department":"DOT"}""")).JsonAsync();

        var answer = await (await admin.ReadAsync($"{Root}?target=staff:{added.Text("id")}")).TextAsync();

        Assert.DoesNotContain("MARKER", answer, StringComparison.Ordinal);
        var happened = Assert.Single(JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("items").EnumerateArray());
        Assert.Equal(
            "{position:number,at:string,actor:string,actorRole:string,action:string,target:string,outcome:string,details:{role:string,department:string}}",
            Answers.ShapeOf(happened));
        Assert.Equal(("demo-admin", "admin", "add-staff", "done"), (happened.Text("actor"), happened.Text("actorRole"), happened.Text("action"), happened.Text("outcome")));
    }

    [Fact]
    public async Task Pages_go_back_to_the_beginning_without_a_gap_while_others_write()
    {
        using var admin = application.Staff("demo-admin");
        for (var i = 0; i < 7; i++)
        {
            await AddAsync(admin);
        }

        var positions = new List<long>();
        for (var path = $"{Root}?limit=3"; path is not null;)
        {
            var page = await (await admin.ReadAsync(path)).JsonAsync();
            positions.AddRange(page.GetProperty("items").EnumerateArray().Select(happened => happened.GetProperty("position").GetInt64()));
            path = page.GetProperty("nextCursor").GetString() is { } cursor ? $"{Root}?limit=3&cursor={cursor}" : null;
            await AddAsync(admin);
        }

        Assert.Equal(Enumerable.Range(1, (int)positions[0]).Reverse().Select(position => (long)position), positions);
    }

    [Theory]
    [InlineData("?limit=201", "/limit out-of-range")]
    [InlineData("?actor=%00", "/actor control-character")]
    [InlineData("?target=%0A", "/target line-break")]
    [InlineData("?cursor=", "/cursor bad-cursor")]
    [InlineData("?cursor=bm9uc2Vuc2U", "/cursor bad-cursor")]
    public async Task A_faulty_question_is_refused_by_parameter(string query, string fault)
    {
        using var admin = application.Staff("demo-admin");
        Assert.Equal([fault], await (await admin.ReadAsync(Root + query)).FaultsAsync());
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_query()
    {
        using var admin = application.Staff("demo-admin");
        await AddAsync(admin);
        await AddAsync(admin);
        var cursor = (await (await admin.ReadAsync($"{Root}?limit=1")).JsonAsync()).Text("nextCursor");
        Assert.Equal(["/cursor bad-cursor"], await (await admin.ReadAsync($"{Root}?limit=1&actor=demo-admin&cursor={cursor}")).FaultsAsync());
    }

    [Fact]
    public async Task Who_is_unknown_did_nothing()
    {
        using var admin = application.Staff("demo-admin");
        var page = await (await admin.ReadAsync($"{Root}?actor=nobody%27--")).JsonAsync();
        Assert.Equal("{items:[],nextCursor:null}", Answers.ShapeOf(page));
    }

    private static async Task AddAsync(HttpClient admin) =>
        Assert.True((await admin.PostJsonAsync("/v1/admin/staff", null, """{"name":"Kim","role":"operator"}""")).IsSuccessStatusCode);
}
