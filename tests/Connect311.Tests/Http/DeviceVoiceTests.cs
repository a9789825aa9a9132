using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>What is known of reports that come from one phone: they are one voice, and can wait for an operator together.</summary>
public sealed class DeviceVoiceTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Pothole = Calls.Pothole;

    [Fact]
    public async Task Ten_reports_of_one_device_are_one_voice()
    {
        using var app = application.App();
        var (first, second) = ((await app.DeviceAsync()).Token, (await app.DeviceAsync()).Token);
        var requests = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            requests.Add((await app.SubmittedFromAsync(first, Pothole)).Text("trackingNumber"));
        }

        Assert.Equal((10, 1), await VoicesAsync(requests));

        // One with no device, one of another phone, and one of that whose mail address the first phone gave too.
        var mailed = Answers.PotholeWith("contact", """{"email":"ana@example.org"}""");
        requests = [
            (await app.SubmittedFromAsync(first, Pothole)).Text("trackingNumber"), (await app.SubmittedAsync(Pothole)).Text("trackingNumber"),
            (await app.SubmittedFromAsync(second, Pothole)).Text("trackingNumber")];
        Assert.Equal((3, 3), await VoicesAsync(requests));
        requests = [
            (await app.SubmittedFromAsync(first, mailed)).Text("trackingNumber"), (await app.SubmittedFromAsync(second, mailed)).Text("trackingNumber"),
            (await app.SubmittedFromAsync(second, Pothole)).Text("trackingNumber")];
        Assert.Equal((3, 1), await VoicesAsync(requests));
    }

    [Fact]
    public async Task A_device_can_be_held_by_a_report_that_came_from_it()
    {
        using var app = application.App();
        using var supervisor = application.Staff("demo-supervisor-DOT");
        var token = (await app.DeviceAsync()).Token;
        var (own, without) = ((await app.SubmittedFromAsync(token, Pothole)).Text("trackingNumber"), (await app.SubmittedAsync(Pothole)).Text("trackingNumber"));
        Assert.Equal(["/value invalid-format"], await (await HoldAsync(supervisor, "ana@example.org")).FaultsAsync());
        Assert.Equal(["/value unknown-request"], await (await HoldAsync(supervisor, without)).FaultsAsync());
        using var police = application.Staff("demo-supervisor-NYPD");
        Assert.Equal(["/value unknown-request"], await (await HoldAsync(police, own)).FaultsAsync());

        var hold = await (await HoldAsync(supervisor, own)).JsonAsync();
        Assert.Equal("device", hold.Text("kind"));
        Assert.Equal("submitted", (await app.SubmittedFromAsync(token, Pothole)).Text("status"));
        Assert.Equal("assigned", (await app.SubmittedFromAsync((await app.DeviceAsync()).Token, Pothole)).Text("status"));
        await (await HoldAsync(supervisor, own)).ProblemAsync(ProblemCode.AlreadyHeld);
        Assert.Equal(own, (await (await supervisor.ReadAsync($"/v1/holds/{hold.Text("id")}/subject")).JsonAsync()).Text("value"));

        await supervisor.PostJsonAsync($"/v1/holds/{hold.Text("id")}/end", "\"1\"");
        Assert.Equal("assigned", (await app.SubmittedFromAsync(token, Pothole)).Text("status"));

        // A resident who is forgotten is not known by the phone either.
        using var owner = application.ClientFor("X-Device-Token", token);
        await owner.PostJsonAsync("/v1/me/forget", null);
        Assert.Equal(["/value unknown-request"], await (await HoldAsync(supervisor, own)).FaultsAsync());
    }

    private async Task<(int Reports, int Reporters)> VoicesAsync(List<string> requests)
    {
        using var desk = application.Staff("demo-operator");
        var incident = await (await desk.PostJsonAsync("/v1/incidents", null, System.Text.Json.JsonSerializer.Serialize(new { requests }))).JsonAsync();
        return (requests.Count, incident.GetProperty("reporters").GetInt32());
    }

    private static Task<HttpResponseMessage> HoldAsync(HttpClient supervisor, string value) => supervisor.PostJsonAsync(
        "/v1/holds", null, $$"""{"kind":"device","value":"{{value}}","reason":"Forty of the same empty lot.","days":30}""");
}
