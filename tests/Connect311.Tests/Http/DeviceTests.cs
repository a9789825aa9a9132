using System.Net;
using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>Phones without an account: their tokens, and the reports that come from them.</summary>
public sealed class DeviceTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Own = "/v1/devices/me";

    [Fact]
    public async Task The_same_key_answers_the_same_device_until_its_token_is_used()
    {
        using var app = application.App();
        using var other = await application.KeyedAppAsync();
        var first = await app.DeviceAsync("phone-1");
        Assert.Equal(first, await app.DeviceAsync("phone-1"));
        Assert.NotEqual(first.Id, (await app.DeviceAsync("phone-2")).Id);
        Assert.NotEqual(first.Id, (await other.DeviceAsync("phone-1")).Id);
        Assert.NotEqual((await app.DeviceAsync()).Id, (await app.DeviceAsync()).Id);

        await app.SyncAsync(first.Token);
        await (await app.PostJsonAsync("/v1/devices", null, null, "phone-1")).ProblemAsync(ProblemCode.DeviceInUse);
    }

    [Fact]
    public async Task A_report_from_a_device_is_on_it_and_its_answer_says_so()
    {
        using var app = application.App();
        var (device, token) = await app.DeviceAsync();
        var answer = await app.SubmittedFromAsync(token, Calls.Pothole, "on-it");
        Assert.Equal("linked", answer.Text("device"));
        Assert.Equal([answer.Text("trackingNumber")], (await app.SyncAsync(token)).NumbersOf());

        Assert.Equal(answer.GetRawText(), (await app.SubmittedFromAsync(token, Calls.Pothole, "on-it")).GetRawText());
        var without = await app.SubmittedAsync(Calls.Pothole, "later");
        Assert.Equal(JsonValueKind.Null, without.GetProperty("device").ValueKind);
        Assert.Equal("linked", (await app.SubmittedFromAsync(token, Calls.Pothole, "later")).Text("device"));
        Assert.Contains(without.Text("trackingNumber"), (await app.SyncAsync(token)).NumbersOf());
        Assert.Equal(2, await CountAsync("SELECT COUNT(*) FROM DeviceLink WHERE DeviceId = @value;", device));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM ServiceRequestEvent WHERE Data LIKE @value;", $"%{device}%"));
    }

    [Fact]
    public async Task A_replay_brings_nothing_back_that_was_removed_since()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedFromAsync(token, Calls.Pothole, "removed-since")).Text("trackingNumber");
        await app.AsDeviceAsync(token, HttpMethod.Delete, $"/v1/me/service-requests/{number}");
        await app.SubmittedFromAsync(token, Calls.Pothole, "removed-since");
        Assert.Empty((await app.SyncAsync(token)).NumbersOf());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("....")]
    [InlineData("a.b.c.d")]
    [InlineData("%00")]
    [InlineData("FORGED")]
    [InlineData("REVOKED")]
    [InlineData("LONG")]
    [InlineData("NEXT")]
    public async Task A_report_with_a_dead_or_forged_token_is_taken_without_the_device(string kind)
    {
        using var app = application.App();
        var (_, live) = await app.DeviceAsync();
        var parts = live.Split('.');
        if (kind == "REVOKED")
        {
            await app.AsDeviceAsync(live, HttpMethod.Delete, Own);
        }

        var token = kind switch
        {
            "FORGED" => $"{parts[0]}.2.1.{parts[3]}",
            "NEXT" => $"{parts[0]}.{parts[1]}.2.{parts[3]}",
            "REVOKED" => live,
            "LONG" => live + new string('.', 5_000),
            _ => kind,
        };
        Assert.Equal("refused", (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("device"));
        var batch = await (await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/service-requests/batch", BatchOf($"dead-{kind}"))).JsonAsync();
        Assert.Equal("refused", Assert.Single(batch.GetProperty("items").EnumerateArray()).GetProperty("answer").Text("device"));
        await (await app.AsDeviceAsync(token, HttpMethod.Get, "/v1/me/service-requests")).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task Two_tokens_at_once_are_none()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var answer = await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/service-requests", Calls.Pothole, ("X-Device-Token", token));
        Assert.Equal("refused", (await answer.JsonAsync()).Text("device"));
    }

    [Fact]
    public async Task A_batch_is_on_the_device_and_so_is_its_replay()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        for (var time = 0; time < 2; time++)
        {
            var answer = await (await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/service-requests/batch", BatchOf("batch-1", "batch-2"))).JsonAsync();
            var items = answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("answer")).ToList();
            Assert.All(items, item => Assert.Equal("linked", item.Text("device")));
            Assert.Equal(items.Select(item => item.Text("trackingNumber")).Order(), (await app.SyncAsync(token)).NumbersOf().Order());
        }
    }

    [Fact]
    public async Task What_staff_enter_is_on_nobodys_phone()
    {
        using var app = application.App();
        using var staff = application.Staff("demo-operator");
        var (_, token) = await app.DeviceAsync();
        Assert.Equal(JsonValueKind.Null, (await staff.SubmittedFromAsync(token, Calls.Pothole)).GetProperty("device").ValueKind);
        Assert.Empty((await app.SyncAsync(token)).NumbersOf());
    }

    [Fact]
    public async Task The_old_token_is_good_until_the_new_one_is_used()
    {
        using var app = application.App();
        var (device, old) = await app.DeviceAsync();
        var rotated = await RotatedAsync(app, old);
        Assert.Equal(device, rotated.Device);
        Assert.Equal(rotated, await RotatedAsync(app, old));
        await app.SyncAsync(old);
        Assert.Equal(rotated, await RotatedAsync(app, old));

        Assert.Equal("linked", (await app.SubmittedFromAsync(rotated.Token, Calls.Pothole)).Text("device"));
        await (await app.AsDeviceAsync(old, HttpMethod.Post, $"{Own}/rotate")).ProblemAsync(ProblemCode.CredentialRefused);
        Assert.Equal("refused", (await app.SubmittedFromAsync(old, Calls.Pothole)).Text("device"));
        Assert.Single((await app.SyncAsync(rotated.Token)).NumbersOf());
        Assert.NotEqual(rotated.Token, (await RotatedAsync(app, rotated.Token)).Token);
    }

    [Fact]
    public async Task Whoever_ends_a_device_may_send_it_twice_and_the_reports_stay()
    {
        using var app = application.App();
        var (device, token) = await app.DeviceAsync("ended");
        var number = (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber");
        for (var time = 0; time < 2; time++)
        {
            var ended = await (await app.AsDeviceAsync(token, HttpMethod.Delete, Own)).JsonAsync();
            Assert.Equal((device, true), (ended.Text("device"), ended.GetProperty("revoked").GetBoolean()));
        }

        await (await app.AsDeviceAsync(token, HttpMethod.Get, "/v1/me/service-requests")).ProblemAsync(ProblemCode.CredentialRefused);
        await (await app.PostJsonAsync("/v1/devices", null, null, "ended")).ProblemAsync(ProblemCode.DeviceInUse);
        Assert.True((await app.ReadAsync($"/v1/public/service-requests/{number}")).IsSuccessStatusCode);
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM DeviceLink WHERE DeviceId = @value;", device));
    }

    [Fact]
    public async Task An_admin_ends_a_device_and_the_audit_says_so_once()
    {
        using var app = application.App();
        using var admin = application.Staff("demo-admin");
        var (device, token) = await app.DeviceAsync();
        for (var time = 0; time < 2; time++)
        {
            Assert.True((await admin.PostJsonAsync($"/v1/admin/devices/{device}/revoke", null)).IsSuccessStatusCode);
        }

        Assert.Equal("refused", (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("device"));
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM AuditEvent WHERE Target = @value;", $"device:{device}"));
        foreach (var unknown in new[] { "x", "0190163d8694739baea5966c26f8ad91", "%20" })
        {
            await (await admin.PostJsonAsync($"/v1/admin/devices/{unknown}/revoke", null)).ProblemAsync(ProblemCode.NotFound);
        }
    }

    private static string BatchOf(params string[] keys) =>
        JsonSerializer.Serialize(new { items = keys.Select(key => new { serviceType = "street-condition.pothole", location = new { latitude = 40.67383, longitude = -73.97054 }, idempotencyKey = key }) });

    private static async Task<(string Device, string Token)> RotatedAsync(HttpClient app, string token)
    {
        var response = await app.AsDeviceAsync(token, HttpMethod.Post, $"{Own}/rotate");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var made = await response.JsonAsync();
        return (made.Text("device"), made.Text("token"));
    }

    private async Task<int> CountAsync(string sql, string value) =>
        (await application.Database.QueryAsync<int>(sql, new { value }, TestContext.Current.CancellationToken)).Single();
}
