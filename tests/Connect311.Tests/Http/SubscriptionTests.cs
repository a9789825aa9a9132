using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Delivery;

namespace Connect311.Tests.Http;

/// <summary>Who is told of what: by the reporter key for an address, by the device token for a phone.</summary>
public sealed class SubscriptionTests : IAsyncDisposable
{
    private const string Push = "/v1/me/push";
    private const string Fcm = """{"target":"fcm","token":"abcdefghijklmnopqrstuvwxyz"}""";
    private const string Ben = """{"email":"ben@example.org"}""";
    private const string P256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";

    private readonly MailWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_phone_puts_reads_and_removes_what_it_is_told()
    {
        using var app = _world.Application.App();
        var (_, token) = await app.DeviceAsync();
        await (await app.AsDeviceAsync(token, HttpMethod.Get, Push)).ProblemAsync(ProblemCode.NotFound);
        var body = """{"target":"apns","token":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff","events":["closed","updated"],"quietHours":{"from":"22:00","until":"07:00","timeZone":"America/New_York"},"language":"es-MX"}""";
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await app.AsDeviceAsync(token, HttpMethod.Put, Push, body)).StatusCode);
        }

        var seen = await (await app.AsDeviceAsync(token, HttpMethod.Get, Push)).JsonAsync();
        Assert.Equal(
            """{"target":"apns","events":["closed","updated"],"quietHours":{"from":"22:00","until":"07:00","timeZone":"America/New_York"},"language":"es"}""",
            seen.GetRawText());
        for (var i = 0; i < 2; i++)
        {
            Assert.False((await (await app.AsDeviceAsync(token, HttpMethod.Delete, Push)).JsonAsync()).GetProperty("subscribed").GetBoolean());
        }

        await (await app.AsDeviceAsync(token, HttpMethod.Get, Push)).ProblemAsync(ProblemCode.NotFound);
        await (await app.AsDeviceAsync("x", HttpMethod.Put, Push, body)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task One_report_has_ten_addresses_at_most()
    {
        using var app = _world.Application.App();
        var answer = await app.SubmittedAsync(Calls.Pothole);
        using var owner = _world.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        var path = $"/v1/public/service-requests/{answer.Text("trackingNumber")}/subscriptions";
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await owner.PostJsonAsync(path, null, $$"""{"email":"a{{i}}@example.org"}""")).StatusCode);
        }

        await (await owner.PostJsonAsync(path, null, """{"email":"b@example.org"}""")).ProblemAsync(ProblemCode.RateLimited);
        Assert.Equal(HttpStatusCode.OK, (await owner.PostJsonAsync(path, null, """{"email":"a1@example.org"}""")).StatusCode);
    }

    [Theory]
    [InlineData("{}", "/target required")]
    [InlineData("""{"target":"pager"}""", "/target unknown-value")]
    [InlineData("""{"target":"fcm"}""", "/token required")]
    [InlineData("""{"target":"fcm","token":"short"}""", "/token invalid-format")]
    [InlineData("""{"target":"apns","token":"abcdefghijklmnopqrstuvwxyz"}""", "/token invalid-format")]
    [InlineData("""{"target":"fcm","token":"abcdefghijklmnopqrstuvwxyz","endpoint":"https://push.example.org/x"}""", "/endpoint not-with")]
    [InlineData("""{"target":"webpush","endpoint":"https://push.example.org/x"}""", "/keys required")]
    [InlineData("""{"target":"webpush","endpoint":"http://push.example.org/x","keys":{"p256dh":"KEY","auth":"AUTH"}}""", "/endpoint invalid-format")]
    [InlineData("""{"target":"webpush","endpoint":"https://127.0.0.1/x","keys":{"p256dh":"KEY","auth":"AUTH"}}""", "/endpoint invalid-format")]
    [InlineData("""{"target":"webpush","endpoint":"https://[::ffff:10.0.0.1]/x","keys":{"p256dh":"KEY","auth":"AUTH"}}""", "/endpoint invalid-format")]
    [InlineData("""{"target":"webpush","endpoint":"https://push.example.org:8080/x","keys":{"p256dh":"KEY","auth":"AUTH"}}""", "/endpoint invalid-format")]
    [InlineData("""{"target":"webpush","endpoint":"https://a:b@push.example.org/x","keys":{"p256dh":"KEY","auth":"AUTH"}}""", "/endpoint invalid-format")]
    [InlineData("""{"target":"webpush","endpoint":"https://push.example.org/x","keys":{"p256dh":"AUTH","auth":"AUTH"}}""", "/keys/p256dh invalid-format")]
    [InlineData("""{"target":"webpush","endpoint":"https://push.example.org/x","keys":{"p256dh":"KEY","auth":"AUTHA"}}""", "/keys/auth invalid-format")]
    [InlineData("""{"target":"fcm","token":"abcdefghijklmnopqrstuvwxyz","events":[]}""", "/events too-few")]
    [InlineData("""{"target":"fcm","token":"abcdefghijklmnopqrstuvwxyz","events":["noted"]}""", "/events unknown-value")]
    [InlineData("""{"target":"fcm","token":"abcdefghijklmnopqrstuvwxyz","quietHours":{"from":"25:00","until":"07:00","timeZone":"UTC"}}""", "/quietHours/from invalid-format")]
    [InlineData("""{"target":"fcm","token":"abcdefghijklmnopqrstuvwxyz","quietHours":{"from":"07:00","until":"07:00","timeZone":"UTC"}}""", "/quietHours/until not-with")]
    [InlineData("""{"target":"fcm","token":"abcdefghijklmnopqrstuvwxyz","quietHours":{"from":"07:00","until":"08:00","timeZone":"Mars"}}""", "/quietHours/timeZone unknown-value")]
    public async Task What_is_wrong_is_said_by_its_field(string body, string fault)
    {
        using var app = _world.Application.App();
        var (_, token) = await app.DeviceAsync();
        body = body.Replace("KEY", P256dh, StringComparison.Ordinal).Replace("AUTH", Auth, StringComparison.Ordinal);
        Assert.Equal([fault], await (await app.AsDeviceAsync(token, HttpMethod.Put, Push, body)).FaultsAsync());
    }

    [Fact]
    public async Task A_browser_gives_its_endpoint_and_keys()
    {
        using var app = _world.Application.App();
        var (_, token) = await app.DeviceAsync();
        var body = $$$"""{"target":"webpush","endpoint":"https://push.example.org/x","keys":{"p256dh":"{{{P256dh}}}","auth":"{{{Auth}}}"}}""";
        Assert.Equal("webpush", (await (await app.AsDeviceAsync(token, HttpMethod.Put, Push, body)).JsonAsync()).Text("target"));
    }

    [Fact]
    public async Task The_same_phone_as_another_device_is_told_once()
    {
        using var app = _world.Application.App();
        var (_, old) = await app.DeviceAsync();
        var (_, next) = await app.DeviceAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.AsDeviceAsync(old, HttpMethod.Put, Push, Fcm)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.AsDeviceAsync(next, HttpMethod.Put, Push, Fcm)).StatusCode);
        await (await app.AsDeviceAsync(old, HttpMethod.Get, Push)).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await app.AsDeviceAsync(next, HttpMethod.Get, Push)).StatusCode);
    }

    [Fact]
    public async Task A_device_that_moved_or_ended_gets_no_pushes_any_more()
    {
        using var app = _world.Application.App();
        var (_, old) = await app.DeviceAsync();
        await app.AsDeviceAsync(old, HttpMethod.Put, Push, Fcm);
        var code = (await (await app.AsDeviceAsync(old, HttpMethod.Post, "/v1/devices/me/move")).JsonAsync()).Text("code");
        var moved = (await (await app.PostJsonAsync("/v1/devices/claim", null, $$"""{"code":"{{code}}"}""")).JsonAsync()).Text("token");
        await (await app.AsDeviceAsync(moved, HttpMethod.Get, Push)).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await app.AsDeviceAsync(moved, HttpMethod.Put, Push, Fcm)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.AsDeviceAsync(moved, HttpMethod.Delete, "/v1/devices/me")).StatusCode);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task An_owner_has_an_address_asked_and_chooses_for_it()
    {
        using var app = _world.Application.App();
        var answer = await app.SubmittedAsync(Calls.Pothole);
        var path = $"/v1/public/service-requests/{answer.Text("trackingNumber")}/subscriptions";
        const string Wish = """{"email":"ben@example.org","events":["closed"],"language":"fr"}""";
        await (await app.PostJsonAsync(path, null, Wish)).ProblemAsync(ProblemCode.CredentialRequired);
        using var owner = _world.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        for (var i = 0; i < 2; i++)
        {
            var asked = await (await owner.PostJsonAsync(path, null, Wish)).JsonAsync();
            Assert.Equal((answer.Text("trackingNumber"), "email", false), (asked.Text("trackingNumber"), asked.Text("target"), asked.GetProperty("confirmed").GetBoolean()));
        }

        await _world.TurnAsync();
        var link = MailWorld.LinkIn(Assert.Single(_world.Relay.Came).Mail.TextBody, "confirm");
        Assert.Contains("Merci", await (await owner.PostAsync(link, null, TestContext.Current.CancellationToken)).TextAsync(), StringComparison.Ordinal);
        await _world.ActAsync(answer.Text("trackingNumber"), "acknowledge");
        await _world.TurnAsync();
        Assert.Single(_world.Relay.Came);

        var chosen = await (await owner.PostJsonAsync(path, null, """{"email":"BEN@example.org"}""")).JsonAsync();
        Assert.Equal((true, JsonValueKind.Null), (chosen.GetProperty("confirmed").GetBoolean(), chosen.GetProperty("events").ValueKind));
        await _world.ActAsync(answer.Text("trackingNumber"), "start");
        await _world.TurnAsync();
        Assert.Equal(2, _world.Relay.Came.Count);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task One_report_asks_an_address_that_says_nothing_twice_at_most()
    {
        var (owner, path) = await OwnerAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await owner.PostJsonAsync(path, null, Ben)).StatusCode);
            await _world.TurnAsync();
            _world.Application.Time.Advance(TimeSpan.FromMinutes(61));
        }

        await (await owner.PostJsonAsync(path, null, Ben)).ProblemAsync(ProblemCode.RateLimited);
        var (other, otherPath) = await OwnerAsync();
        await (await other.PostJsonAsync(otherPath, null, Ben)).ProblemAsync(ProblemCode.RateLimited);
        await _world.TurnAsync();
        Assert.Equal(2, _world.Relay.Came.Count);
        _world.Application.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(HttpStatusCode.OK, (await owner.PostJsonAsync(path, null, Ben)).StatusCode);
        owner.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task Who_answers_the_asking_by_its_stop_link_is_never_asked_about_that_report_again()
    {
        var (owner, path) = await OwnerAsync();
        Assert.Equal(HttpStatusCode.OK, (await owner.PostJsonAsync(path, null, Ben)).StatusCode);
        await _world.TurnAsync();
        Assert.True(_world.Relay.Came.TryDequeue(out var asked));
        var stop = MailWorld.LinkIn(asked.Mail.Headers[MimeKit.HeaderId.ListUnsubscribe]!.Trim('<', '>'), "stop");
        Assert.Equal(HttpStatusCode.OK, (await owner.PostAsync(stop, null, TestContext.Current.CancellationToken)).StatusCode);
        foreach (var days in (int[])[0, 1, 40])
        {
            _world.Application.Time.Advance(TimeSpan.FromDays(days));
            var again = await (await owner.PostJsonAsync(path, null, Ben)).JsonAsync();
            Assert.False(again.GetProperty("confirmed").GetBoolean());
            await _world.TurnAsync();
            Assert.Empty(_world.Relay.Came);
        }

        owner.Dispose();
    }

    [Theory]
    [InlineData("{}", "/email required")]
    [InlineData("""{"email":"nobody"}""", "/email invalid-format")]
    [InlineData("""{"email":"a@example.org","phone":"+12125550123"}""", "/phone not-with")]
    [InlineData("""{"phone":"555"}""", "/phone invalid-format")]
    [InlineData("""{"email":"a@example.org","x":1}""", "/x unknown-member")]
    public async Task What_is_wrong_with_an_address_is_said_by_its_field(string body, string fault)
    {
        using var app = _world.Application.App();
        var answer = await app.SubmittedAsync(Calls.Pothole);
        using var owner = _world.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        Assert.Equal([fault], await (await owner.PostJsonAsync($"/v1/public/service-requests/{answer.Text("trackingNumber")}/subscriptions", null, body)).FaultsAsync());
    }

    [Fact]
    public async Task Development_writes_what_is_not_set_up_into_a_folder()
    {
        using var app = _world.Application.App();
        var (_, token) = await app.DeviceAsync();
        await app.AsDeviceAsync(token, HttpMethod.Put, Push, Fcm);
        var number = (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber");
        await _world.ActAsync(number, "acknowledge");
        await _world.TurnAsync();
        var folder = Path.Combine(Path.GetDirectoryName(_world.Application.DatabaseFile)!, "messages");
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Contains($"{number}-acknowledged-fcm", file, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("Event: acknowledged", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Deep pothole", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anybody_learns_what_is_set_up_and_the_key_that_stays()
    {
        using var anybody = _world.Application.Anybody();
        var targets = await (await anybody.ReadAsync("/v1/push")).JsonAsync();
        Assert.Equal(["webpush", "apns", "fcm"], targets.GetProperty("targets").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(87, targets.Text("webPushKey").Length);
        Assert.Equal(targets.Text("webPushKey"), (await (await anybody.ReadAsync("/v1/push")).JsonAsync()).Text("webPushKey"));
    }

    /// <summary>Whoever has the reporter key of a new report, and where its addresses go.</summary>
    private async Task<(HttpClient Owner, string Path)> OwnerAsync()
    {
        using var app = _world.Application.App();
        var answer = await app.SubmittedAsync(Calls.Pothole);
        return (_world.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey")), $"/v1/public/service-requests/{answer.Text("trackingNumber")}/subscriptions");
    }

    private Task<int> CountAsync() =>
        _world.Application.Database.FindAsync<int>("SELECT COUNT(*) FROM Subscription;", null, TestContext.Current.CancellationToken);
}
