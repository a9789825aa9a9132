using System.Net;
using System.Text.Json;
using Connect311.Api.Devices.Moves;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>A device moves to another phone by a code.</summary>
public sealed class DeviceMoveTests(TestApplication application) : IClassFixture<TestApplication>, IDisposable
{
    private readonly HttpClient _app = application.App();

    [Fact]
    public async Task The_new_phone_has_all_reports_and_the_old_one_none_once_the_new_one_is_used()
    {
        var (device, old) = await _app.DeviceAsync();
        var number = (await _app.SubmittedFromAsync(old, Calls.Pothole)).Text("trackingNumber");
        var code = await CodeAsync(old);
        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", code);

        var claimed = await (await ClaimAsync(code.ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l'), "new-phone")).JsonAsync();
        Assert.Equal(device, claimed.Text("device"));
        Assert.Equal(claimed.GetRawText(), (await (await ClaimAsync(code, "new-phone")).JsonAsync()).GetRawText());
        await (await ClaimAsync(code, "another")).ProblemAsync(ProblemCode.MoveCodeRefused);
        await (await ClaimAsync(code)).ProblemAsync(ProblemCode.MoveCodeRefused);
        var late = (await _app.SubmittedFromAsync(old, Calls.Pothole)).Text("trackingNumber");

        Assert.Equal([number, late], (await _app.SyncAsync(claimed.Text("token"))).NumbersOf());
        await (await _app.AsDeviceAsync(old, HttpMethod.Get, "/v1/me/service-requests")).ProblemAsync(ProblemCode.CredentialRefused);
        await (await ClaimAsync(code, "new-phone")).ProblemAsync(ProblemCode.MoveCodeRefused);
        var rotated = (await (await _app.AsDeviceAsync(claimed.Text("token"), HttpMethod.Post, "/v1/devices/me/rotate")).JsonAsync()).Text("token");
        Assert.Equal([number, late], (await _app.SyncAsync(rotated)).NumbersOf());
    }

    [Fact]
    public async Task The_old_phones_next_token_is_dead_too()
    {
        var (_, old) = await _app.DeviceAsync();
        var rotated = (await (await _app.AsDeviceAsync(old, HttpMethod.Post, "/v1/devices/me/rotate")).JsonAsync()).Text("token");
        var claimed = (await (await ClaimAsync(await CodeAsync(old))).JsonAsync()).Text("token");
        await _app.SyncAsync(rotated);
        await _app.SyncAsync(claimed);
        foreach (var dead in new[] { old, rotated })
        {
            await (await _app.AsDeviceAsync(dead, HttpMethod.Get, "/v1/me/service-requests")).ProblemAsync(ProblemCode.CredentialRefused);
        }
    }

    [Fact]
    public async Task A_code_is_good_for_fifteen_minutes_five_tries_and_until_the_next()
    {
        var (_, token) = await _app.DeviceAsync();
        var first = await CodeAsync(token);
        var second = await CodeAsync(token);
        await (await ClaimAsync(first)).ProblemAsync(ProblemCode.MoveCodeRefused);
        application.Time.Advance(MoveDesk.Length);
        await (await ClaimAsync(second)).ProblemAsync(ProblemCode.MoveCodeRefused);

        var third = await CodeAsync(token);
        for (var left = MoveDesk.Tries; left > 0; left--)
        {
            await (await ClaimAsync(WrongLike(third))).ProblemAsync(ProblemCode.MoveCodeRefused);
        }

        await (await ClaimAsync(third)).ProblemAsync(ProblemCode.MoveCodeRefused);
        application.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await ClaimAsync(await CodeAsync(token))).StatusCode);
    }

    [Theory]
    [InlineData("", "/code required")]
    [InlineData("ABCD", "/code invalid-format")]
    [InlineData("0000-0000-000U", "/code invalid-format")]
    [InlineData("0000-0000-0001", "/code check-digit")]
    public async Task A_code_that_cannot_be_one_costs_no_try(string code, string fault) =>
        Assert.Equal([fault], await (await ClaimAsync(code)).FaultsAsync());

    [Fact]
    public async Task Who_asks_for_codes_or_tries_them_too_often_has_to_wait()
    {
        using var limited = new TestApplication().With("Devices:ClaimsPerMinute", "2").With("Devices:CodesPerMinute", "1");
        using var app = limited.App();
        var (_, token) = await app.DeviceAsync();
        Assert.True((await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/devices/me/move")).IsSuccessStatusCode);
        await (await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/devices/me/move")).ProblemAsync(ProblemCode.RateLimited);
        foreach (var code in new[] { ProblemCode.MoveCodeRefused, ProblemCode.MoveCodeRefused, ProblemCode.RateLimited })
        {
            await (await app.PostJsonAsync("/v1/devices/claim", null, """{"code":"0000-0000-0000"}""")).ProblemAsync(code);
        }
    }

    public void Dispose() => _app.Dispose();

    private async Task<string> CodeAsync(string token)
    {
        var response = await _app.AsDeviceAsync(token, HttpMethod.Post, "/v1/devices/me/move");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.JsonAsync()).Text("code");
    }

    private Task<HttpResponseMessage> ClaimAsync(string code, string? key = null) =>
        _app.PostJsonAsync("/v1/devices/claim", null, JsonSerializer.Serialize(new { code }), key);

    /// <summary>A code that begins like another and is well-formed.</summary>
    private static string WrongLike(string code)
    {
        while (true)
        {
            var other = MoveCode.New();
            var wrong = code.Replace("-", "", StringComparison.Ordinal)[..MoveCode.LocatorLength] + other[MoveCode.LocatorLength..];
            if (MoveCode.Read(wrong, out _) is not null && wrong != code)
            {
                return wrong;
            }
        }
    }
}
