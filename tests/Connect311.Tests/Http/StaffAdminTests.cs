using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Tests.Staff;

namespace Connect311.Tests.Http;

/// <summary>Admins add, change and deactivate staff and make their tokens, by /v1/admin/staff.</summary>
public sealed class StaffAdminTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Root = "/v1/admin/staff";
    private const string Agent = """{"name":"Ana Ruiz","role":"agent","department":"DOT"}""";
    private const string CallTaker = """{"name":"Sam","role":"call-taker"}""";
    private const string Queue = "/v1/departments/DOT/queue";

    [Fact]
    public async Task From_adding_somebody_to_the_first_call_with_the_token()
    {
        using var admin = application.Staff("demo-admin");
        var added = await admin.PostJsonAsync(Root, null, Agent);
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (added.StatusCode, added.Headers.ETag!.Tag));
        var member = await added.JsonAsync();
        Assert.Equal(
            "{id:string,version:number,name:string,role:string,department:{code:string,name:string},signsInBy:string,active:boolean," +
            "createdAt:string,createdBy:string,deactivatedAt:null}",
            Answers.ShapeOf(member));
        Assert.Equal(("Ana Ruiz", "agent", "DOT", "demo-admin"), (member.Text("name"), member.Text("role"), member.GetProperty("department").Text("code"), member.Text("createdBy")));
        Assert.Equal(member.ToString(), (await (await admin.ReadAsync(added.Headers.Location!.ToString())).JsonAsync()).ToString());

        var made = await admin.PostJsonAsync($"{Root}/{member.Text("id")}/tokens", null, """{"name":"Ana's laptop","expiresInDays":30}""");
        Assert.True(made.Headers.CacheControl!.NoStore);
        var token = await made.JsonAsync();
        Assert.Equal("{id:string,token:string,expiresAt:string}", Answers.ShapeOf(token));
        Assert.Equal(application.Time.GetUtcNow().AddDays(30), token.GetProperty("expiresAt").GetDateTimeOffset());
        using var ana = application.Staff(token.Text("token"));
        Assert.Equal(HttpStatusCode.OK, (await ana.ReadAsync(Queue)).StatusCode);
        await (await ana.ReadAsync("/v1/departments/NYPD/queue")).ProblemAsync(ProblemCode.Forbidden);
    }

    [Fact]
    public async Task A_token_is_listed_without_itself_and_revoked()
    {
        using var admin = application.Staff("demo-admin");
        var (id, token, client) = await WithTokenAsync(admin);
        using var ana = client;
        await ana.ReadAsync(Queue);

        var list = await (await admin.ReadAsync($"{Root}/{id}/tokens")).TextAsync();
        Assert.DoesNotContain("c311_", list, StringComparison.Ordinal);
        var listed = Assert.Single(JsonSerializer.Deserialize<JsonElement>(list).GetProperty("items").EnumerateArray());
        Assert.Equal(
            "{id:string,name:string,good:boolean,createdAt:string,createdBy:string,expiresAt:string,lastUsedAt:string,revokedAt:null}", Answers.ShapeOf(listed));

        var path = $"{Root}/{id}/tokens/{token}/revoke";
        Assert.False((await (await admin.PostJsonAsync(path, null)).JsonAsync()).GetProperty("good").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJsonAsync(path, null, "{}")).StatusCode);
        application.Time.Advance(TimeSpan.FromSeconds(1));
        await (await ana.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
        Assert.Single(await AuditedAsync(admin, $"token:{token}", "revoke-token"));
    }

    [Fact]
    public async Task A_token_of_one_is_not_revoked_as_that_of_another()
    {
        using var admin = application.Staff("demo-admin");
        var (_, token, client) = await WithTokenAsync(admin);
        using var ana = client;
        var other = await AddAsync(admin, Agent);
        await (await admin.PostJsonAsync($"{Root}/{other}/tokens/{token}/revoke", null)).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await ana.ReadAsync(Queue)).StatusCode);
    }

    [Fact]
    public async Task A_deactivation_kills_the_tokens_and_is_undone_without_them()
    {
        using var admin = application.Staff("demo-admin");
        var (id, _, client) = await WithTokenAsync(admin);
        using var ana = client;
        Assert.Equal(HttpStatusCode.OK, (await ana.ReadAsync(Queue)).StatusCode);

        var gone = await (await admin.PostJsonAsync($"{Root}/{id}/deactivate", "\"1\"")).JsonAsync();
        Assert.Equal((false, 2), (gone.GetProperty("active").GetBoolean(), gone.GetProperty("version").GetInt32()));
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJsonAsync($"{Root}/{id}/deactivate", "\"2\"")).StatusCode);
        application.Time.Advance(TimeSpan.FromSeconds(1));
        await (await ana.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
        await (await admin.PostJsonAsync($"{Root}/{id}/tokens", null, """{"name":"x"}""")).ProblemAsync(ProblemCode.StaffInactive);

        Assert.True((await (await admin.PostJsonAsync($"{Root}/{id}/reactivate", "\"2\"")).JsonAsync()).GetProperty("active").GetBoolean());
        await (await ana.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
        Assert.Equal(
            ["reactivate-staff done", "create-token refused", "deactivate-staff done", "add-staff done"], await AuditedAsync(admin, $"staff:{id}"));
    }

    [Fact]
    public async Task A_change_names_the_version_and_takes_hold_of_tokens_in_a_second()
    {
        using var admin = application.Staff("demo-admin");
        var (id, _, client) = await WithTokenAsync(admin);
        using var ana = client;
        Assert.Equal(HttpStatusCode.OK, (await ana.ReadAsync(Queue)).StatusCode);
        const string moved = """{"name":"Ana Ruiz","role":"supervisor","department":"NYPD"}""";
        await (await admin.PutJsonAsync($"{Root}/{id}", null!, moved)).ProblemAsync(ProblemCode.VersionRequired);
        await (await admin.PutJsonAsync($"{Root}/{id}", "\"2\"", moved)).ProblemAsync(ProblemCode.VersionMismatch);
        await (await admin.PostJsonAsync($"{Root}/{id}/deactivate", null)).ProblemAsync(ProblemCode.VersionRequired);
        await (await admin.PostJsonAsync($"{Root}/{id}/deactivate", "\"7\"")).ProblemAsync(ProblemCode.VersionMismatch);

        var changed = await admin.PutJsonAsync($"{Root}/{id}", "\"1\"", moved);
        Assert.Equal("\"2\"", changed.Headers.ETag!.Tag);
        application.Time.Advance(TimeSpan.FromSeconds(1));
        await (await ana.ReadAsync(Queue)).ProblemAsync(ProblemCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, (await ana.ReadAsync("/v1/departments/NYPD/queue")).StatusCode);
    }

    [Theory]
    [InlineData("{}", "/name required", "/role required")]
    [InlineData("""{"name":5,"role":"agent","department":"NOPE","id":"x"}""", "/name wrong-type", "/id unknown-member", "/department undefined")]
    [InlineData("""{"name":"","role":"operator"}""", "/name required")]
    [InlineData("""{"name":" Ana","role":"operator"}""", "/name surrounding-space")]
    [InlineData("""{"name":"a\nb","role":"operator"}""", "/name line-break")]
    [InlineData("""{"name":5,"role":"operator"}""", "/name wrong-type")]
    [InlineData("""{"name":"Ana","role":"chief"}""", "/role unknown-value")]
    [InlineData("""{"name":"Ana","role":"app"}""", "/role unknown-value")]
    [InlineData("""{"name":"Ana","role":"agent"}""", "/department required")]
    [InlineData("""{"name":"Ana","role":"agent","department":"NOPE"}""", "/department undefined")]
    [InlineData("""{"name":"Ana","role":"agent","department":"DCA"}""", "/department retired")]
    [InlineData("""{"name":"Ana","role":"admin","department":"DOT"}""", "/department not-with")]
    [InlineData("""{"name":"Ana","role":"operator","id":"x"}""", "/id unknown-member")]
    public async Task What_cannot_be_added_is_refused_by_field(string body, params string[] faults)
    {
        using var admin = application.Staff("demo-admin");
        Assert.Equal(faults, await (await admin.PostJsonAsync(Root, null, body)).FaultsAsync());
        Assert.Equal(faults, await (await admin.PutJsonAsync($"{Root}/{new string('0', 32)}", "\"1\"", body)).FaultsAsync());
    }

    [Theory]
    [InlineData("{}", "/name required")]
    [InlineData("""{"name":"x","expiresInDays":0}""", "/expiresInDays out-of-range")]
    [InlineData("""{"name":"x","expiresInDays":367}""", "/expiresInDays out-of-range")]
    [InlineData("""{"name":"x","expiresInDays":1.5}""", "/expiresInDays wrong-type")]
    [InlineData("""{"name":"x","expiresInDays":"1"}""", "/expiresInDays wrong-type")]
    [InlineData("""{"name":"x","token":"mine"}""", "/token unknown-member")]
    public async Task What_cannot_be_a_token_is_refused_by_field(string body, string fault)
    {
        using var admin = application.Staff("demo-admin");
        Assert.Equal([fault], await (await admin.PostJsonAsync($"{Root}/{new string('0', 32)}/tokens", null, body)).FaultsAsync());
    }

    [Theory]
    [InlineData("?role=app", "/role unknown-value")]
    [InlineData("?active=yes", "/active unknown-value")]
    [InlineData("?limit=0", "/limit out-of-range")]
    [InlineData("?department=%00", "/department control-character")]
    [InlineData("?cursor=x", "/cursor bad-cursor")]
    public async Task A_faulty_question_is_refused_by_parameter(string query, string fault)
    {
        using var admin = application.Staff("demo-admin");
        Assert.Equal([fault], await (await admin.ReadAsync(Root + query)).FaultsAsync());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("%27%3B")]
    [InlineData("0000000000000000000000000000000G")]
    public async Task Nobody_by_an_id_is_not_found(string id)
    {
        using var admin = application.Staff("demo-admin");
        await (await admin.ReadAsync($"{Root}/{id}")).ProblemAsync(ProblemCode.NotFound);
        await (await admin.ReadAsync($"{Root}/{id}/tokens")).ProblemAsync(ProblemCode.NotFound);
        await (await admin.PutJsonAsync($"{Root}/{id}", "\"1\"", Agent)).ProblemAsync(ProblemCode.NotFound);
        await (await admin.PostJsonAsync($"{Root}/{id}/deactivate", "\"1\"")).ProblemAsync(ProblemCode.NotFound);
        await (await admin.PostJsonAsync($"{Root}/{id}/reactivate", "\"1\"")).ProblemAsync(ProblemCode.NotFound);
        await (await admin.PostJsonAsync($"{Root}/{id}/tokens", null, """{"name":"x"}""")).ProblemAsync(ProblemCode.NotFound);
        await (await admin.PostJsonAsync($"{Root}/{id}/tokens/{id}/revoke", null)).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task A_call_sent_twice_is_done_once()
    {
        using var admin = application.Staff("demo-admin");
        var (first, second) = (await admin.PostJsonAsync(Root, null, Agent, "add-1"), await admin.PostJsonAsync(Root, null, Agent, "add-1"));
        Assert.Equal((await first.JsonAsync()).ToString(), (await second.JsonAsync()).ToString());
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        await (await admin.PostJsonAsync(Root, null, """{"name":"Kim","role":"operator"}""", "add-1")).ProblemAsync(ProblemCode.KeyReused);

        var path = $"{Root}/{(await (await admin.PostJsonAsync(Root, null, Agent, "add-1")).JsonAsync()).Text("id")}/tokens";
        var token = await (await admin.PostJsonAsync(path, null, """{"name":"x"}""", "token-1")).JsonAsync();
        var again = await admin.PostJsonAsync(path, null, """{"name":"x"}""", "token-1");
        Assert.Equal((HttpStatusCode.Created, "true"), (again.StatusCode, Assert.Single(again.Headers.GetValues("Idempotency-Replayed"))));
        var replayed = await again.JsonAsync();
        Assert.Equal((token.Text("id"), JsonValueKind.Null), (replayed.Text("id"), replayed.GetProperty("token").ValueKind));
        await (await admin.PostJsonAsync(path, null, """{"name":"y"}""", "token-1")).ProblemAsync(ProblemCode.KeyReused);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_a_cursor_belongs_to_its_query()
    {
        using var admin = application.Staff("demo-admin");
        string[] added = [await AddAsync(admin, CallTaker), await AddAsync(admin, CallTaker), await AddAsync(admin, CallTaker)];
        var found = new List<string>();
        for (var path = $"{Root}?role=call-taker&limit=2"; path is not null;)
        {
            var page = await (await admin.ReadAsync(path)).JsonAsync();
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(member => member.Text("id")));
            path = page.GetProperty("nextCursor").GetString() is { } cursor ? $"{Root}?role=call-taker&limit=2&cursor={cursor}" : null;
            if (path is not null)
            {
                Assert.Equal(["/cursor bad-cursor"], await (await admin.ReadAsync(path.Replace("call-taker", "agent", StringComparison.Ordinal))).FaultsAsync());
            }
        }

        Assert.Equal(added.Order(StringComparer.Ordinal), found);
    }

    private async Task<(string Id, string TokenId, HttpClient Client)> WithTokenAsync(HttpClient admin)
    {
        var id = await AddAsync(admin, Agent);
        var token = await (await admin.PostJsonAsync($"{Root}/{id}/tokens", null, """{"name":"laptop"}""")).JsonAsync();
        return (id, token.Text("id"), application.Staff(token.Text("token")));
    }

    private static async Task<string> AddAsync(HttpClient admin, string body) =>
        (await (await admin.PostJsonAsync(Root, null, body)).JsonAsync()).Text("id");

    /// <summary>What was done to a target, newest first, as <c>action outcome</c>.</summary>
    private static async Task<string[]> AuditedAsync(HttpClient admin, string target, string? action = null)
    {
        var page = await (await admin.ReadAsync($"/v1/admin/audit?target={target}")).JsonAsync();
        return [.. page.GetProperty("items").EnumerateArray()
            .Where(happened => action is null || happened.Text("action") == action)
            .Select(happened => $"{happened.Text("action")} {happened.Text("outcome")}")];
    }
}

/// <summary>With nobody else in the database.</summary>
public sealed class LastAdminTests : IDisposable
{
    private readonly TestApplication _application = new();

    [Fact]
    public async Task The_last_admin_cannot_be_removed_over_the_API()
    {
        using var self = _application.Staff(await _application.TokenAsync(Role.Admin));
        var me = (await (await self.ReadAsync("/v1/admin/staff?role=admin")).JsonAsync()).GetProperty("items")[0].Text("id");
        var path = $"/v1/admin/staff/{me}";
        await (await self.PostJsonAsync(path + "/deactivate", "\"1\"")).ProblemAsync(ProblemCode.LastAdmin);
        await (await self.PutJsonAsync(path, "\"1\"", """{"name":"Kim","role":"operator"}""")).ProblemAsync(ProblemCode.LastAdmin);
        Assert.Equal(HttpStatusCode.OK, (await self.PutJsonAsync(path, "\"1\"", """{"name":"Kim Lee","role":"admin"}""")).StatusCode);

        var audited = (await (await self.ReadAsync($"/v1/admin/audit?target=staff:{me}")).JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["change-staff done", "change-staff refused", "deactivate-staff refused", "add-staff done"],
            audited.Select(happened => $"{happened.Text("action")} {happened.Text("outcome")}"));
        Assert.Equal("last-admin", audited[1].GetProperty("details").Text("code"));

        await _application.AddStaffAsync(Role.Admin);
        Assert.Equal(HttpStatusCode.OK, (await self.PostJsonAsync(path + "/deactivate", "\"2\"")).StatusCode);
    }

    public void Dispose() => _application.Dispose();
}
