using System.Net;

namespace Connect311.Tests.Http;

public sealed class SmokeTests : IDisposable
{
    private readonly TestApplication _application = new();

    [Fact]
    public async Task A_report_goes_from_the_phone_to_the_queue_and_is_closed()
    {
        var number = (await _application.App().SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        using var agent = _application.Staff("demo-agent-DOT");

        Assert.Equal(HttpStatusCode.OK, (await agent.ActAsync(number, "acknowledge", "\"1\"")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await agent.ActAsync(number, "close", "\"2\"", """{"outcome":"fixed"}""")).StatusCode);

        var seen = await (await _application.Anybody().ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync();
        Assert.Equal("closed", seen.Text("status"));
        Assert.Equal("fixed", seen.GetProperty("outcome").Text("code"));
    }

    public void Dispose() => _application.Dispose();
}
