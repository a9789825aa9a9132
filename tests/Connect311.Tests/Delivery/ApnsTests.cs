using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Delivery;
using Connect311.Api.Delivery.Apns;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Delivery;

/// <summary>Pushes to phones of Apple, as Apple checks them.</summary>
public sealed class ApnsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TestApplication.Noon);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _file = Path.GetTempFileName();
    private OutsideServer _outside = null!;
    private ApnsSigning _signing = null!;
    private ApnsTarget _target = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_file, _key.ExportPkcs8PrivateKeyPem(), Token);
        _outside = await OutsideServer.StartAsync(HttpProtocols.Http2);
        var options = Options.Create(new ApnsOptions
        {
            Address = _outside.Address,
            KeyFile = _file,
            KeyId = "KEY1234567",
            TeamId = "TEAM123456",
            Topic = "org.example.city311",
        });
        _signing = new(options, _time);
        _target = new(options, _signing, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _target.Dispose();
        _signing.Dispose();
        _key.Dispose();
        File.Delete(_file);
        await _outside.DisposeAsync();
    }

    [Fact]
    public async Task A_push_says_number_and_event_under_an_id_that_stays()
    {
        Assert.IsType<SendResult.Sent>(await SendAsync());
        Assert.IsType<SendResult.Sent>(await SendAsync());
        var call = _outside.Calls.First();
        var message = TestMessages.To(new("00ff"));
        Assert.Equal(("HTTP/2", "/3/device/00ff"), (call.Protocol, call.Path));
        Assert.Equal(("org.example.city311", "alert", "10"), (call.Headers["apns-topic"].ToString(), call.Headers["apns-push-type"].ToString(), call.Headers["apns-priority"].ToString()));
        Assert.All(_outside.Calls, one => Assert.Equal((message.Id.ToString(), message.Id.ToString()), (one.Headers["apns-id"].ToString(), one.Headers["apns-collapse-id"].ToString())));
        var body = JsonSerializer.Deserialize<JsonElement>(call.Body);
        Assert.Equal(
            $$"""{"aps":{"alert":{"loc-key":"event.closed","loc-args":["{{message.Number}}"]},"mutable-content":1,"sound":"default"},"number":"{{message.Number}}","event":"closed","id":"{{message.Id}}"}""",
            body.GetRawText());
    }

    [Fact]
    public async Task The_token_is_signed_and_the_same_for_20_minutes_and_never_older_than_60()
    {
        var tokens = new List<(DateTimeOffset At, string Token)>();
        for (var minute = 0; minute <= 180; minute += 5)
        {
            await SendAsync();
            tokens.Add((_time.GetUtcNow(), _outside.Calls.Last().Headers.Authorization.ToString()["bearer ".Length..]));
            _time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.All(tokens.DistinctBy(one => one.Token), one =>
        {
            var parts = one.Token.Split('.');
            Assert.True(_key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
            Assert.Equal("""{"alg":"ES256","kid":"KEY1234567"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
            var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
            Assert.Equal(("TEAM123456", one.At.ToUnixTimeSeconds()), (claims.Text("iss"), claims.GetProperty("iat").GetInt64()));
        });
        Assert.All(tokens.GroupBy(one => one.Token).SkipLast(1), used => Assert.InRange(used.Last().At - used.First().At + TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(60)));
        Assert.Equal(5, tokens.Select(one => one.Token).Distinct().Count());
    }

    [Theory]
    [InlineData(410, """{"reason":"Unregistered","timestamp":1}""", "Gone")]
    [InlineData(400, """{"reason":"BadDeviceToken"}""", "Gone")]
    [InlineData(400, """{"reason":"PayloadEmpty"}""", "Refused")]
    [InlineData(403, """{"reason":"ExpiredProviderToken"}""", "Later")]
    [InlineData(429, """{"reason":"TooManyRequests"}""", "Later")]
    [InlineData(503, "not JSON", "Later")]
    [InlineData(400, "[1]", "Refused")]
    public async Task What_Apple_says_decides(int status, string body, string result)
    {
        _outside.Answer = _ => (status, body, null);
        Assert.Equal(result, (await SendAsync()).GetType().Name);
    }

    private Task<SendResult> SendAsync() => _target.SendAsync(TestMessages.To(new("00ff")), Token);
}
