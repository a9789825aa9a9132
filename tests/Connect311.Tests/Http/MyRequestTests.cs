using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.Http;

/// <summary>A phone's own reports: what it is told of them, and how they come to it and go.</summary>
public sealed class MyRequestTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Path = "/v1/me/service-requests";

    [Fact]
    public async Task A_phone_is_told_what_its_owner_sees_and_gets_the_key_to_it()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var answer = await app.SubmittedFromAsync(token, Calls.Pothole);
        var item = Assert.Single((await app.SyncAsync(token)).GetProperty("items").EnumerateArray());

        using var owner = application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        var seen = await (await owner.ReadAsync(answer.GetProperty("links").Text("status"))).JsonAsync();
        Assert.Equal(answer.Text("reporterKey"), item.Text("reporterKey"));
        Assert.Equal(seen.GetRawText(), item.GetProperty("request").GetRawText());
        Assert.NotEqual(JsonValueKind.Null, item.GetProperty("request").GetProperty("routing").ValueKind);
    }

    [Fact]
    public async Task Words_are_in_the_language_of_the_call()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        await app.SubmittedFromAsync(token, Calls.Pothole);
        var response = await app.AsDeviceAsync(token, HttpMethod.Get, Path, null, ("Accept-Language", "es"));
        Assert.Equal("Asignada", Assert.Single((await response.JsonAsync()).GetProperty("items").EnumerateArray()).GetProperty("request").Text("statusText"));
        Assert.Equal("private, no-store", string.Join(", ", response.Headers.CacheControl!.ToString().Split(", ").Order().Reverse()));
    }

    [Fact]
    public async Task Page_by_page_a_phone_is_told_what_is_new_changed_and_gone_and_nothing_else()
    {
        using var app = application.App();
        using var staff = application.Staff("demo-agent-DOT");
        var (_, token) = await app.DeviceAsync();
        var numbers = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            numbers.Add((await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber"));
        }

        var first = await app.SyncAsync(token, limit: 2);
        Assert.Equal(numbers[..2], first.NumbersOf());
        Assert.True(first.GetProperty("more").GetBoolean());
        var second = await app.SyncAsync(token, first.Text("nextCursor"), 2);
        Assert.Equal(numbers[2..], second.NumbersOf());
        Assert.False(second.GetProperty("more").GetBoolean());
        var third = await app.SyncAsync(token, second.Text("nextCursor"), 2);
        Assert.Equal((0, 0, second.Text("nextCursor")), (third.NumbersOf().Length, third.GoneOf().Length, third.Text("nextCursor")));

        Assert.True((await staff.ActAsync(numbers[0], "acknowledge", "\"1\"")).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.AsDeviceAsync(token, HttpMethod.Delete, $"{Path}/{numbers[1]}")).StatusCode);
        var changed = await app.SyncAsync(token, third.Text("nextCursor"));
        Assert.Equal([numbers[0]], changed.NumbersOf());
        Assert.Equal([numbers[1]], changed.GoneOf());
        Assert.Equal("acknowledged", changed.GetProperty("items")[0].GetProperty("request").Text("status"));
        Assert.Equal([numbers[2], numbers[0]], (await app.SyncAsync(token)).NumbersOf());
    }

    [Fact]
    public async Task A_report_of_somebody_else_is_added_by_its_key_alone()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var answer = await app.SubmittedAsync(Calls.Pothole);
        var (path, key) = ($"{Path}/{answer.Text("trackingNumber")}", answer.Text("reporterKey"));

        await (await app.AsDeviceAsync(token, HttpMethod.Put, path)).ProblemAsync(ProblemCode.CredentialRequired);
        await (await app.AsDeviceAsync(token, HttpMethod.Put, path, null, ("X-Reporter-Key", "x"))).ProblemAsync(ProblemCode.CredentialRefused);
        Assert.Equal(["/trackingNumber check-digit"], await (await app.AsDeviceAsync(token, HttpMethod.Put, $"{Path}/311-12345")).FaultsAsync());
        Assert.Empty((await app.SyncAsync(token)).NumbersOf());
        for (var time = 0; time < 2; time++)
        {
            var added = await (await app.AsDeviceAsync(token, HttpMethod.Put, path, null, ("X-Reporter-Key", key))).JsonAsync();
            Assert.Equal((answer.Text("trackingNumber"), key), (added.Text("trackingNumber"), added.Text("reporterKey")));
        }

        var cursor = (await app.SyncAsync(token)).Text("nextCursor");
        for (var time = 0; time < 2; time++)
        {
            var removed = await (await app.AsDeviceAsync(token, HttpMethod.Delete, path)).JsonAsync();
            Assert.False(removed.GetProperty("linked").GetBoolean());
        }

        Assert.Equal([answer.Text("trackingNumber")], (await app.SyncAsync(token, cursor)).GoneOf());
        Assert.True((await app.ReadAsync(answer.GetProperty("links").Text("status"))).IsSuccessStatusCode);
        await app.AsDeviceAsync(token, HttpMethod.Put, path, null, ("X-Reporter-Key", key));
        Assert.Equal([answer.Text("trackingNumber")], (await app.SyncAsync(token, cursor)).NumbersOf());
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_device()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var (_, other) = await app.DeviceAsync();
        await app.SubmittedFromAsync(token, Calls.Pothole);
        var cursor = (await app.SyncAsync(token)).Text("nextCursor");
        foreach (var bad in new[] { "x", "", "%00", new string('A', 300) })
        {
            Assert.Equal(["/cursor bad-cursor"], await (await app.AsDeviceAsync(token, HttpMethod.Get, $"{Path}?cursor={bad}")).FaultsAsync());
        }

        Assert.Equal(["/cursor bad-cursor"], await (await app.AsDeviceAsync(other, HttpMethod.Get, $"{Path}?cursor={cursor}")).FaultsAsync());
        Assert.Equal(["/limit out-of-range"], await (await app.AsDeviceAsync(token, HttpMethod.Get, $"{Path}?limit=201")).FaultsAsync());
    }

    [Fact]
    public async Task Whoever_asks_to_be_forgotten_hears_what_is_gone_and_what_waits()
    {
        using var app = application.App();
        using var staff = application.Staff("demo-agent-DOT");
        var (_, token) = await app.DeviceAsync();
        var open = (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber");
        var closed = (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber");
        Assert.True((await staff.ActAsync(closed, "close", "\"1\"", """{"outcome":"fixed"}""")).IsSuccessStatusCode);
        var cursor = (await app.SyncAsync(token)).Text("nextCursor");

        var told = await (await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/me/forget")).JsonAsync();
        Assert.False(told.GetProperty("more").GetBoolean());
        Assert.Equal(
            [(open, "open"), (closed, null)],
            told.GetProperty("items").EnumerateArray().Select(item => (item.Text("trackingNumber"), item.GetProperty("waitsFor").GetString())).OrderBy(item => item.Item1));
        Assert.Equal(new[] { open, closed }.Order(), (await app.SyncAsync(token, cursor)).GoneOf().Order());
        Assert.Empty((await app.SyncAsync(token)).NumbersOf());
        Assert.Null((await RowAsync(closed)).Description);
        Assert.NotNull((await RowAsync(open)).Description);
        Assert.NotNull((await RowAsync(open)).ForgetAskedAt);
        Assert.Empty((await (await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/me/forget")).JsonAsync()).GetProperty("items").EnumerateArray());
    }

    private async Task<Connect311.Api.Triage.StaffRow> RowAsync(string number)
    {
        TrackingNumber.Read(number, out var read);
        return await Connect311.Tests.ServiceRequests.TestRequests.RowAsync(application.Database, read.Id);
    }
}
