using System.Net;
using System.Text.Json;
using Connect311.Tests.Http;
using Connect311.Tests.ServiceRequests.Spool;

namespace Connect311.Tests.Open311;

/// <summary>C5: while the database cannot be used a report has a token, and then its id.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly SpoolWorld _world = new();

    [Fact]
    public async Task A_report_that_has_to_wait_has_a_token_and_then_its_id()
    {
        var node = _world.Node();
        using var app = node.App();
        await app.SubmittedAsync(Calls.Pothole);
        _world.Cut();
        var answer = await app.PostAsync($"{Open311Calls.Root}/requests.json", Open311Calls.Form([.. ReportTests.Pothole, ("client_request_id", "one")]), TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.TextAsync());
        var posted = await answer.JsonAsync();
        Assert.Equal("[{token:string,service_notice:null,account_id:null}]", Answers.ShapeOf(posted));
        var token = posted[0].Text("token");
        Assert.Equal($$"""[{"token":"{{token}}"}]""", JsonSerializer.Serialize(await app.AskAsync($"tokens/{token}")));

        _world.Mend();
        await SpoolWorld.DrainedAsync(node, token);
        var found = (await app.AskAsync($"tokens/{token}"))[0];
        Assert.Equal(token, found.Text("token"));
        var request = (await app.AskAsync($"requests/{found.Text("service_request_id")}"))[0];
        Assert.Equal("street-condition.pothole", request.Text("service_code"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AQ")]
    public async Task An_unknown_token_is_404(string token)
    {
        using var anybody = _world.Node().Anybody();
        Assert.Equal(["404 There is nothing here by that name or number."], await anybody.RefusedAsync(HttpStatusCode.NotFound, $"tokens/{token}"));
    }

    public void Dispose() => _world.Dispose();
}
