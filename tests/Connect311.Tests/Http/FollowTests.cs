using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.Http;

/// <summary>A phone follows what somebody else reported: it hears of it as anybody may, and has none of the owner's rights.</summary>
public sealed class FollowTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Mine = "/v1/me/service-requests";

    private const string DrugActivity =
        """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    [Fact]
    public async Task What_a_phone_follows_stands_among_its_reports_as_anybody_sees_it()
    {
        using var app = application.App();
        using var staff = application.Staff("demo-agent-DOT");
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        for (var time = 0; time < 2; time++)
        {
            var followed = await (await FollowAsync(app, token, number)).JsonAsync();
            Assert.True(followed.GetProperty("following").GetBoolean());
            Assert.Equal(JsonValueKind.Null, followed.GetProperty("reporterKey").ValueKind);
        }

        var page = await app.SyncAsync(token);
        var item = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal((number, true, JsonValueKind.Null), (item.Text("trackingNumber"), item.GetProperty("following").GetBoolean(), item.GetProperty("reporterKey").ValueKind));
        Assert.Equal((await (await app.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync()).GetRawText(), item.GetProperty("request").GetRawText());

        await (await staff.ActAsync(number, "acknowledge", "\"1\"")).JsonAsync();
        var changed = await app.SyncAsync(token, page.Text("nextCursor"));
        Assert.Equal("acknowledged", Assert.Single(changed.GetProperty("items").EnumerateArray()).GetProperty("request").Text("status"));
        for (var time = 0; time < 2; time++)
        {
            Assert.False((await (await UnfollowAsync(app, token, number)).JsonAsync()).GetProperty("following").GetBoolean());
        }

        Assert.Equal([number], (await app.SyncAsync(token, changed.Text("nextCursor"))).GoneOf());
    }

    [Fact]
    public async Task Ones_own_stays_ones_own_and_the_key_makes_it_so()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var own = (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber");
        Assert.False((await (await FollowAsync(app, token, own)).JsonAsync()).GetProperty("following").GetBoolean());
        await (await UnfollowAsync(app, token, own)).JsonAsync();
        var other = await app.SubmittedAsync(Calls.Pothole);
        await (await FollowAsync(app, token, other.Text("trackingNumber"))).JsonAsync();
        await app.AsDeviceAsync(token, HttpMethod.Put, $"{Mine}/{other.Text("trackingNumber")}", null, ("X-Reporter-Key", other.Text("reporterKey")));
        var items = (await app.SyncAsync(token)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(2, items.Count);
        Assert.All(items, item => Assert.False(item.GetProperty("following").GetBoolean()));
        Assert.Equal(other.Text("reporterKey"), items[1].Text("reporterKey"));
    }

    [Fact]
    public async Task A_confidential_report_is_followed_like_an_unknown_one()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedAsync(DrugActivity)).Text("trackingNumber");
        var (hidden, unknown) = (await FollowAsync(app, token, number), await FollowAsync(app, token, new TrackingNumber(77).ToString()));
        Assert.Equal(await unknown.TextAsync(), await hidden.TextAsync());
        await hidden.ProblemAsync(ProblemCode.NotFound);
        Assert.Empty((await app.SyncAsync(token)).NumbersOf());
        Assert.Equal(
            (await (await UnfollowAsync(app, token, new TrackingNumber(77).ToString())).JsonAsync()).GetProperty("following").GetRawText(),
            (await (await UnfollowAsync(app, token, number)).JsonAsync()).GetProperty("following").GetRawText());
    }

    [Fact]
    public async Task What_becomes_confidential_is_gone_once_and_nothing_of_it_is_told_later()
    {
        using var app = application.App();
        using var staff = application.Staff("demo-operator");
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        await FollowAsync(app, token, number);
        var cursor = (await app.SyncAsync(token)).Text("nextCursor");
        Assert.Equal(HttpStatusCode.OK, (await staff.PatchJsonAsync(
            $"/v1/service-requests/{number}", "\"1\"", """{"serviceType":"drug-activity.use-outside"}""")).StatusCode);
        var gone = new List<string>();
        for (var page = await app.SyncAsync(token, cursor); ; page = await app.SyncAsync(token, cursor))
        {
            Assert.Empty(page.NumbersOf());
            gone.AddRange(page.GoneOf());
            cursor = page.Text("nextCursor");
            if (!page.GetProperty("more").GetBoolean())
            {
                break;
            }
        }

        Assert.Equal([number], gone);
        await (await staff.ActAsync(number, "notes", "\"2\"", """{"text":"Seen."}""")).JsonAsync();
        var later = await app.SyncAsync(token, cursor);
        Assert.Equal((0, 0), (later.NumbersOf().Length, later.GoneOf().Length));
    }

    [Fact]
    public async Task Whoever_is_forgotten_follows_nothing_more_and_what_others_reported_stays()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        await FollowAsync(app, token, number);
        var forgotten = await (await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/me/forget")).JsonAsync();
        Assert.Empty(forgotten.GetProperty("items").EnumerateArray());
        Assert.False(forgotten.GetProperty("more").GetBoolean());
        Assert.Empty((await app.SyncAsync(token)).NumbersOf());
        TrackingNumber.Read(number, out var read);
        Assert.Null((await Connect311.Tests.ServiceRequests.TestRequests.RowAsync(application.Database, read.Id)).ForgetAskedAt);
    }

    [Fact]
    public async Task Ten_follows_of_one_phone_are_one_voice_of_an_incident_and_whoever_reported_it_is_none_more()
    {
        using var app = application.App();
        using var staff = application.Staff("demo-agent-DOT");
        var (_, reporter) = await app.DeviceAsync();
        var (_, token) = await app.DeviceAsync();
        var (_, second) = await app.DeviceAsync();
        var numbers = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            numbers.Add((await app.SubmittedFromAsync(reporter, Calls.Pothole)).Text("trackingNumber"));
        }

        foreach (var number in numbers)
        {
            await FollowAsync(app, token, number);
        }

        await FollowAsync(app, second, numbers[0]);
        await app.AsDeviceAsync(reporter, HttpMethod.Delete, $"{Mine}/{numbers[9]}");
        await FollowAsync(app, reporter, numbers[9]);
        var made = await (await staff.PostJsonAsync("/v1/incidents", null, JsonSerializer.Serialize(new { requests = numbers }))).JsonAsync();
        Assert.Equal((10, 3, 2, "moderate"), (
            made.GetProperty("reports").GetInt32(), made.GetProperty("reporters").GetInt32(), made.GetProperty("followers").GetInt32(), made.Text("severity")));
        await UnfollowAsync(app, second, numbers[0]);
        var mark = (await (await staff.ReadAsync($"/v1/service-requests/{numbers[0]}")).JsonAsync()).GetProperty("incident");
        Assert.Equal((2, "minor"), (mark.GetProperty("reporters").GetInt32(), mark.Text("severity")));
    }

    private static Task<HttpResponseMessage> FollowAsync(HttpClient app, string token, string number) =>
        app.AsDeviceAsync(token, HttpMethod.Post, $"/v1/service-requests/{number}/follow");

    private static Task<HttpResponseMessage> UnfollowAsync(HttpClient app, string token, string number) =>
        app.AsDeviceAsync(token, HttpMethod.Delete, $"/v1/service-requests/{number}/follow");
}
