using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>Who may submit, and what the credential says about the channel.</summary>
public sealed class ChannelTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Fact]
    public async Task An_apps_report_came_by_its_channel_and_nobody_entered_it()
    {
        using var app = application.App();
        var (channel, enteredBy, actor) = await SeenAsync((await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber"));
        Assert.Equal(("mobile", null, "demo-app"), (channel, enteredBy, actor));
    }

    [Theory]
    [InlineData("demo-calltaker", "call-taker")]
    [InlineData("demo-operator", "operator")]
    public async Task What_staff_enter_for_a_caller_came_by_phone(string token, string role)
    {
        using var staff = application.Staff(token);
        var seen = await SeenAsync((await staff.SubmittedAsync(Calls.Pothole)).Text("trackingNumber"));
        Assert.Equal(("phone", role, token), seen);
    }

    [Theory]
    [InlineData("demo-agent-DOT")]
    [InlineData("demo-supervisor-DOT")]
    [InlineData("demo-admin")]
    public async Task Other_staff_do_not_submit(string token)
    {
        using var staff = application.Staff(token);
        var before = await application.RequestsAsync();
        await (await staff.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.Forbidden);
        Assert.Equal(before, await application.RequestsAsync());
    }

    [Fact]
    public async Task Without_a_credential_nothing_is_taken()
    {
        using var anybody = application.Anybody();
        var response = await anybody.SubmitAsync(Calls.Pothole);
        await response.ProblemAsync(ProblemCode.CredentialRequired);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("X-Api-Key", "wrong")]
    [InlineData("X-Api-Key", "demo-app ' OR 1=1")]
    [InlineData("X-Department-Key", "demo-app")]
    [InlineData("Authorization", "Bearer demo-app")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Basic ZGVtbzpkZW1v")]
    [InlineData("Authorization", "Bearer demo-agent-NOPE")]
    public async Task A_wrong_credential_is_refused(string header, string value)
    {
        using var caller = application.ClientFor(header, value);
        var before = await application.RequestsAsync();
        await (await caller.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.CredentialRefused);
        Assert.Equal(before, await application.RequestsAsync());
    }

    private async Task<(string Channel, string? EnteredBy, string? Actor)> SeenAsync(string number)
    {
        using var agent = application.Staff("demo-agent-DOT");
        var seen = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        var first = seen.GetProperty("history")[0];
        return (seen.Text("channel"), first.GetProperty("enteredBy").GetString(), first.GetProperty("actor").GetString());
    }
}
