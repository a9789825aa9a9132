using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Staff.SignIn;
using Connect311.Tests.Staff;
using Microsoft.IdentityModel.Tokens;

namespace Connect311.Tests.Http;

/// <summary>The city's own sign-in: a real issuer beside the server.</summary>
public sealed class IssuerTests(SignInApplication world) : IClassFixture<SignInApplication>
{
    private const string Queue = "/v1/departments/DOT/queue";

    private static readonly string[] Groups = ["everybody", "311-agents"];

    private readonly TestIssuer _issuer = world.Issuer;
    private readonly TestApplication _application = world.Application;

    public static TheoryData<string, string> Refused => new()
    {
        { "wrong issuer", SignInReason.WrongIssuer },
        { "wrong audience", SignInReason.WrongAudience },
        { "no audience", SignInReason.WrongAudience },
        { "expired", SignInReason.Expired },
        { "never expires", SignInReason.Expired },
        { "not yet valid", SignInReason.NotYetValid },
        { "alg none", SignInReason.BadSignature },
        { "public key as secret", SignInReason.BadSignature },
        { "unknown kid", SignInReason.UnknownKey },
        { "another's signature", SignInReason.BadSignature },
        { "changed behind the signature", SignInReason.BadSignature },
        { "no subject", SignInReason.NoSubject },
        { "no JSON", SignInReason.Malformed },
    };

    [Theory]
    [InlineData("agent", "DOT", 200)]
    [InlineData("supervisor", "DOT", 200)]
    [InlineData("agent", "NYPD", 403)]
    [InlineData("operator", null, 200)]
    [InlineData("admin", null, 200)]
    [InlineData("call-taker", null, 403)]
    public async Task Role_and_department_of_the_token_decide(string role, string? department, int status)
    {
        using var staff = _application.Staff(_issuer.Token("ana", ("roles", role), ("department", department)));
        Assert.Equal(status, (int)(await staff.ReadAsync(Queue)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_token_that_is_none_is_refused_with_the_reason(string flaw, string reason)
    {
        using var staff = _application.Staff(Flawed(flaw));
        var problem = await (await staff.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
        Assert.Equal(reason, problem.Text("reason"));
    }

    [Theory]
    [InlineData("{}", "role-missing")]
    [InlineData("""{"roles":[]}""", "role-missing")]
    [InlineData("""{"roles":"chief"}""", "role-unknown")]
    [InlineData("""{"roles":"Agent","department":"DOT"}""", "role-unknown")]
    [InlineData("""{"roles":"app"}""", "role-unknown")]
    [InlineData("""{"roles":["agent","admin"],"department":"DOT"}""", "role-ambiguous")]
    [InlineData("""{"roles":"agent"}""", "department-missing")]
    [InlineData("""{"roles":"agent","department":"NOPE"}""", "department-unknown")]
    [InlineData("""{"roles":"agent","department":["DOT","DEP"]}""", "department-unknown")]
    public async Task Somebody_without_a_role_here_is_told_so(string claims, string reason)
    {
        var pairs = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(claims)!.Select(pair => (pair.Key, Plain(pair.Value)));
        using var staff = _application.Staff(_issuer.Token("ana", [.. pairs]));
        var problem = await (await staff.ReadAsync(Queue)).ProblemAsync(ProblemCode.NoRole);
        Assert.Equal(reason, problem.Text("reason"));

        static object? Plain(JsonElement value) => value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(item => item.GetString()!).ToArray()
            : value.GetString();
    }

    [Fact]
    public async Task The_issuers_words_may_be_mapped_to_ours()
    {
        using var application = new TestApplication()
            .With("Oidc:Authority", _issuer.Authority)
            .With("Oidc:Audience", TestIssuer.Audience)
            .With("Oidc:RoleClaim", "groups")
            .With("Oidc:DepartmentClaim", "org")
            .With("Oidc:Roles:311-agents", "agent")
            .With("Oidc:Departments:Transportation", "DOT");
        using var staff = application.Staff(_issuer.Token("ana", ("groups", Groups), ("org", "Transportation")));
        Assert.Equal(HttpStatusCode.OK, (await staff.ReadAsync(Queue)).StatusCode);
        using var ours = application.Staff(_issuer.Token("ana", ("groups", "agent"), ("org", "DOT")));
        Assert.Equal("role-unknown", (await (await ours.ReadAsync(Queue)).ProblemAsync(ProblemCode.NoRole)).Text("reason"));
    }

    /// <summary>What one token says with the signature of another.</summary>
    private string Spliced()
    {
        var (said, signed) = (_issuer.Token("ana", ("roles", "admin")), _issuer.Token("ana", ("roles", "operator")));
        return said[..said.LastIndexOf('.')] + signed[signed.LastIndexOf('.')..];
    }

    /// <summary>A token that is refused for one reason.</summary>
    private string Flawed(string flaw)
    {
        var token = _issuer.Descriptor("ana", ("roles", "operator"));
        var noon = TestApplication.Noon.UtcDateTime;
        switch (flaw)
        {
            case "wrong issuer":
                token.Issuer = "http://127.0.0.1:1";
                break;
            case "wrong audience":
                token.Audience = "another-program";
                break;
            case "no audience":
                token.Audience = null;
                break;
            case "expired":
                (token.NotBefore, token.Expires) = (noon.AddHours(-2), noon.AddMinutes(-1));
                break;
            case "never expires":
                token.Expires = null;
                break;
            case "not yet valid":
                token.NotBefore = noon.AddMinutes(2);
                break;
            case "alg none":
                token.SigningCredentials = null;
                break;
            case "public key as secret":
                token.SigningCredentials = _issuer.PublicKeyAsSecret();
                break;
            case "unknown kid":
                token.SigningCredentials = new(new TestIssuer().Key, SecurityAlgorithms.RsaSha256);
                break;
            case "another's signature":
                token.SigningCredentials = new(new RsaSecurityKey(new TestIssuer().Key.Rsa) { KeyId = _issuer.Key.KeyId }, SecurityAlgorithms.RsaSha256);
                break;
            case "no subject":
                token.Claims.Remove("sub");
                break;
            case "no JSON":
                return "a.b.c";
        }

        return flaw == "changed behind the signature" ? Spliced() : _issuer.Token(token);
    }
}

/// <summary>People of the issuer come and go, and so do its keys.</summary>
public sealed class IssuerChangeTests : IAsyncLifetime
{
    private const string Queue = "/v1/departments/DOT/queue";

    private readonly SignInApplication _world = new();
    private readonly TestIssuer _issuer;
    private readonly TestApplication _application;

    public IssuerChangeTests() => (_issuer, _application) = (_world.Issuer, _world.Application);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Who_comes_is_listed_and_deactivated_here_within_a_second()
    {
        using var ana = _application.Staff(_issuer.Token("ana", ("roles", "operator")));
        Assert.Equal(HttpStatusCode.OK, (await ana.ReadAsync(Queue)).StatusCode);
        using var admin = _application.Staff("demo-admin");
        var listed = Assert.Single((await (await admin.ReadAsync("/v1/admin/staff?role=operator")).JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal(("Ana Ruiz", "issuer"), (listed.Text("name"), listed.Text("signsInBy")));
        Assert.DoesNotContain("ana", listed.Text("id"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await admin.PostJsonAsync($"/v1/admin/staff/{listed.Text("id")}/deactivate", "\"1\"")).StatusCode);
        _application.Time.Advance(TimeSpan.FromSeconds(1));

        var problem = await (await ana.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
        Assert.Equal("deactivated", problem.Text("reason"));
    }

    [Fact]
    public async Task Whom_the_issuer_keeps_is_not_changed_here_and_gets_no_token()
    {
        using var ana = _application.Staff(_issuer.Token("ana", ("roles", "admin")));
        var items = (await (await ana.ReadAsync("/v1/admin/staff")).JsonAsync()).GetProperty("items");
        var path = $"/v1/admin/staff/{Assert.Single(items.EnumerateArray()).Text("id")}";
        await (await ana.PutJsonAsync(path, "\"1\"", """{"name":"Ana","role":"operator"}""")).ProblemAsync(ProblemCode.IssuerManaged);
        await (await ana.PostJsonAsync(path + "/tokens", null, """{"name":"laptop"}""")).ProblemAsync(ProblemCode.IssuerManaged);
        await (await ana.PostJsonAsync(path + "/deactivate", "\"1\"")).ProblemAsync(ProblemCode.LastAdmin);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_taken_up_without_a_restart()
    {
        using var before = _application.Staff(_issuer.Token("ana", ("roles", "operator")));
        Assert.Equal(HttpStatusCode.OK, (await before.ReadAsync(Queue)).StatusCode);
        _issuer.Rotate();
        using var after = _application.Staff(_issuer.Token("ana", ("roles", "operator")));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        HttpResponseMessage answer;
        do
        {
            answer = await after.ReadAsync(Queue);
        }
        while (answer.StatusCode == HttpStatusCode.Unauthorized && !patience.IsCancellationRequested);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Unknown_keys_do_not_make_us_ask_the_issuer_each_time()
    {
        var stranger = _issuer.Descriptor();
        stranger.SigningCredentials = new(new TestIssuer().Key, SecurityAlgorithms.RsaSha256);
        using var staff = _application.Staff(_issuer.Token(stranger));
        for (var i = 0; i < 20; i++)
        {
            await (await staff.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
        }

        Assert.InRange(_issuer.KeysAsked, 1, 3);
    }
}

/// <summary>An issuer that cannot be reached, and one that is configured wrongly.</summary>
public sealed class IssuerOutageTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private readonly TestApplication _application;

    public IssuerOutageTests() => _application = new TestApplication()
        .With("Oidc:Authority", _issuer.Authority)
        .With("Oidc:Audience", TestIssuer.Audience);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _application.Dispose();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task The_server_starts_without_it_and_takes_it_up_when_it_comes()
    {
        const string queue = "/v1/departments/DOT/queue";
        using var ana = _application.Staff(_issuer.Token("ana", ("roles", "operator")));
        using var agent = _application.Staff("demo-agent-DOT");
        Assert.Equal(HttpStatusCode.OK, (await agent.ReadAsync(queue)).StatusCode);
        var response = await ana.ReadAsync(queue);
        await response.ProblemAsync(ProblemCode.IssuerUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter!.Delta);

        await _issuer.StartAsync();
        await (await ana.ReadAsync(queue)).ProblemAsync(ProblemCode.IssuerUnavailable);
        _application.Time.Advance(IssuerKeys.Patience);
        Assert.Equal(HttpStatusCode.OK, (await ana.ReadAsync(queue)).StatusCode);
    }

    [Fact]
    public async Task An_issuer_that_answers_nonsense_is_as_good_as_none()
    {
        _issuer.IsBroken = true;
        await _issuer.StartAsync();
        using var ana = _application.Staff(_issuer.Token("ana", ("roles", "operator")));
        await (await ana.ReadAsync("/v1/departments/DOT/queue")).ProblemAsync(ProblemCode.IssuerUnavailable);

        _issuer.IsBroken = false;
        _application.Time.Advance(IssuerKeys.Patience);
        Assert.Equal(HttpStatusCode.OK, (await ana.ReadAsync("/v1/departments/DOT/queue")).StatusCode);
    }

    [Fact]
    public async Task A_token_is_refused_where_no_issuer_is_configured()
    {
        using var application = new TestApplication();
        using var ana = application.Staff(_issuer.Token("ana", ("roles", "operator")));
        await (await ana.ReadAsync("/v1/departments/DOT/queue")).ProblemAsync(ProblemCode.CredentialRefused);
    }
}
