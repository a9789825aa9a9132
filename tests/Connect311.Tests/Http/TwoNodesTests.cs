using System.Net;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Two servers over one database: what one revokes, the other refuses within a second.</summary>
public sealed class TwoNodesTests : IDisposable
{
    private const string Queue = "/v1/departments/DOT/queue";

    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-nodes-").FullName;
    private readonly TestApplication _here;
    private readonly TestApplication _there;

    public TwoNodesTests() => (_here, _there) = (Node(), Node());

    [Theory]
    [InlineData("revoke")]
    [InlineData("deactivate")]
    public async Task A_token_ends_on_every_node_within_a_second(string how)
    {
        using var admin = _here.Staff("demo-admin");
        var path = $"/v1/admin/staff/{(await (await admin.PostJsonAsync("/v1/admin/staff", null, """{"name":"Ana","role":"operator"}""")).JsonAsync()).Text("id")}";
        var made = await (await admin.PostJsonAsync(path + "/tokens", null, """{"name":"laptop"}""")).JsonAsync();
        using var here = _here.Staff(made.Text("token"));
        using var there = _there.Staff(made.Text("token"));
        Assert.Equal(HttpStatusCode.OK, (await there.ReadAsync(Queue)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.ReadAsync(Queue)).StatusCode);

        var ended = how == "revoke"
            ? await admin.PostJsonAsync($"{path}/tokens/{made.Text("id")}/revoke", null)
            : await admin.PostJsonAsync(path + "/deactivate", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        _here.Time.Advance(TimeSpan.FromSeconds(1));
        _there.Time.Advance(TimeSpan.FromSeconds(1));

        await (await there.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
        await (await here.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task A_token_expires_on_every_node()
    {
        var token = await _here.TokenAsync(Role.Operator);
        using var there = _there.Staff(token);
        Assert.Equal(HttpStatusCode.OK, (await there.ReadAsync(Queue)).StatusCode);
        _there.Time.Advance(TimeSpan.FromDays(1));
        await (await there.ReadAsync(Queue)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task A_hold_that_is_made_here_takes_effect_there_within_two_seconds_and_ends_so_too()
    {
        const string Report =
            """{"serviceType":"street-condition.pothole","location":{"latitude":40.67383,"longitude":-73.97054},"contact":{"email":"ana@example.org"}}""";
        using var supervisor = _here.Staff("demo-supervisor-DOT");
        using var there = _there.App();
        Assert.Equal("assigned", (await there.SubmittedAsync(Report)).Text("status"));
        var hold = await (await supervisor.PostJsonAsync("/v1/holds", null, """{"kind":"email","value":"ana@example.org","reason":"x","days":1}""")).JsonAsync();
        await AssertBecomesAsync("submitted");
        await supervisor.PostJsonAsync($"/v1/holds/{hold.Text("id")}/end", "\"1\"");
        await AssertBecomesAsync("assigned");

        // What the timer sets off takes a moment of its own.
        async Task AssertBecomesAsync(string status)
        {
            _there.Time.Advance(TimeSpan.FromSeconds(2));
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            while ((await there.SubmittedAsync(Report)).Text("status") != status)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    [Fact]
    public async Task An_app_key_that_is_revoked_here_is_refused_there_within_a_second()
    {
        using var started = _here.Anybody();
        var keys = _here.Services.GetRequiredService<ApiKeyStore>();
        var (id, key) = await keys.CreateAsync(Actor.CommandLine, Role.App, "app", "web", null, TestContext.Current.CancellationToken);
        using var app = _there.ClientFor("X-Api-Key", key);
        await app.SubmittedAsync(Calls.Pothole);
        Assert.True(await keys.RevokeAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));
        _there.Time.Advance(TimeSpan.FromSeconds(1));
        await (await app.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private TestApplication Node() => new TestApplication()
        .With("ConnectionStrings:Connect311", $"Data Source={Path.Combine(_folder, "one.db")}")
        .With("KeyRing:Folder", Path.Combine(_folder, "keys"));
}
