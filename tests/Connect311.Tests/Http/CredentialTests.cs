using System.Net;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>App keys work until they are revoked; the demo credentials work on this machine alone.</summary>
public sealed class CredentialTests : IDisposable
{
    private readonly TestApplication _application = new TestApplication().With("ForwardedHeaders:KnownProxies:0", "127.0.0.1");

    [Theory]
    [InlineData("X-Api-Key", "demo-app")]
    [InlineData("Authorization", "Bearer demo-operator")]
    public async Task Demo_credentials_are_refused_from_another_machine(string header, string value)
    {
        using var caller = _application.ClientFor(header, value);
        Assert.Equal(HttpStatusCode.Created, (await caller.SubmitAsync(Calls.Pothole)).StatusCode);
        caller.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        await (await caller.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task Nobody_is_believed_who_is_no_known_proxy()
    {
        using var application = new TestApplication().With("ForwardedHeaders:KnownProxies:0", "198.51.100.0/24");
        using var app = application.App();
        app.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.Created, (await app.SubmitAsync(Calls.Pothole)).StatusCode);
    }

    [Fact]
    public async Task An_app_key_works_until_it_is_revoked()
    {
        using var _ = _application.Anybody();
        var keys = _application.Services.GetRequiredService<ApiKeyStore>();
        var (id, key) = await keys.CreateAsync(Actor.CommandLine, Role.App, "The city's web form", "web", null, TestContext.Current.CancellationToken);
        using var app = _application.ClientFor("X-Api-Key", key);
        app.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        using var agent = _application.Staff("demo-agent-DOT");
        Assert.Equal("web", (await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).Text("channel"));

        Assert.True(await keys.RevokeAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));
        _application.Time.Advance(TimeSpan.FromSeconds(2));
        await (await app.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task A_department_key_is_no_app_key()
    {
        using var _ = _application.Anybody();
        var (_, key) = await _application.Services.GetRequiredService<ApiKeyStore>()
            .CreateAsync(Actor.CommandLine, Role.Department, "DOT", null, "DOT", TestContext.Current.CancellationToken);
        using var app = _application.ClientFor("X-Api-Key", key);
        await (await app.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    public void Dispose() => _application.Dispose();
}
