using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Delivery;
using Connect311.Api.Delivery.WebPush;
using Connect311.Api.Secrets;
using Connect311.Api.Subscriptions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Delivery;

/// <summary>Pushes to browsers: encrypted so that the browser alone reads them, signed, and to public addresses alone.</summary>
public sealed class WebPushTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>, IAsyncLifetime
{
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";

    private readonly FakeTimeProvider _time = new(TestApplication.Noon);
    private readonly ECDiffieHellman _browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private Vapid _vapid = null!;
    private OutsideServer _outside = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var keys = new SecretKeys(database.Database, new EphemeralDataProtectionProvider(), _time);
        await database.Database.WriteAsync(new Api.Databases.Write().Run("DELETE FROM SecretKey;", new { }), Token);
        await keys.LoadAsync(Token);
        _vapid = new(keys, _time);
        _outside = await OutsideServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _vapid.Dispose();
        await _outside.DisposeAsync();
    }

    /// <summary>RFC 8291, 5 and appendix A.</summary>
    [Fact]
    public void The_example_of_the_RFC_is_encrypted_as_it_says()
    {
        using var sender = KeyOf("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        var body = PushEncryption.Encrypt(
            "When I grow up, I want to be a watermelon"u8,
            Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            Base64Url.DecodeFromChars(Auth),
            sender,
            Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));
        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(body));
    }

    [Fact]
    public async Task The_browser_reads_number_event_and_id_and_nobody_else_reads_anything()
    {
        Assert.IsType<SendResult.Sent>(await SendAsync());
        var call = Assert.Single(_outside.Calls);
        Assert.Equal(
            ("aes128gcm", "172800", "/push/1"), (call.Headers.ContentEncoding.ToString(), call.Headers["TTL"].ToString(), call.Path));
        Assert.Equal(22, call.Headers["Topic"].ToString().Length);
        var content = JsonSerializer.Deserialize<JsonElement>(Decrypted(call.Body));
        var message = TestMessages.To(ToBrowser());
        Assert.Equal(
            $$"""{"number":"{{message.Number}}","event":"closed","id":"{{message.Id}}"}""", content.GetRawText());
        Assert.DoesNotContain("closed", Encoding.Latin1.GetString(call.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_checks_who_sends()
    {
        await SendAsync();
        var authorization = Assert.Single(_outside.Calls).Headers.Authorization.ToString();
        var (token, key) = (authorization.Split("t=")[1].Split(',')[0], authorization.Split("k=")[1]);
        Assert.StartsWith("vapid ", authorization, StringComparison.Ordinal);
        Assert.Equal(_vapid.PublicKey, key);
        var parts = token.Split('.');
        var point = Base64Url.DecodeFromChars(key);
        using var verifier = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = point[1..33], Y = point[33..] } });
        Assert.True(verifier.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        Assert.Equal("""{"typ":"JWT","alg":"ES256"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal((_outside.Address.AbsoluteUri.TrimEnd('/'), "mailto:it@example.org"), (claims.Text("aud"), claims.Text("sub")));
        Assert.InRange(claims.GetProperty("exp").GetInt64() - _time.GetUtcNow().ToUnixTimeSeconds(), 1, 24 * 60 * 60);
    }

    [Theory]
    [InlineData(201, null, "Sent")]
    [InlineData(404, null, "Gone")]
    [InlineData(410, null, "Gone")]
    [InlineData(413, null, "Refused")]
    [InlineData(429, "120", "Later")]
    [InlineData(503, null, "Later")]
    [InlineData(307, null, "Refused")]
    public async Task What_the_service_says_decides(int status, string? retryAfter, string result)
    {
        _outside.Answer = _ => (status, "", retryAfter);
        var answered = await SendAsync();
        Assert.Equal(result, answered.GetType().Name);
        Assert.Equal(retryAfter is null ? null : TimeSpan.FromSeconds(120), (answered as SendResult.Later)?.After);
    }

    [Theory]
    [InlineData("https://localhost/push/1")]
    [InlineData("https://127.0.0.1/push/1")]
    [InlineData("https://[::1]/push/1")]
    public async Task An_endpoint_that_is_not_public_is_never_connected_to(string endpoint)
    {
        using var target = Target(allowPrivate: false);
        Assert.Equal(new SendResult.Gone("not-public"), await target.SendAsync(TestMessages.To(ToBrowser() with { To = endpoint }), Token));
        Assert.Equal(new SendResult.Gone("not-public"), await target.SendAsync(TestMessages.To(ToBrowser()), Token));
        Assert.Empty(_outside.Calls);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void Addresses_of_the_public_internet_are_told_from_others(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddresses.IsPublic(IPAddress.Parse(address)));

    private async Task<SendResult> SendAsync()
    {
        using var target = Target(allowPrivate: true);
        return await target.SendAsync(TestMessages.To(ToBrowser()), Token);
    }

    private WebPushTarget Target(bool allowPrivate) => new(
        Options.Create(new WebPushOptions { Subject = new("mailto:it@example.org") }),
        Options.Create(new DeliveryOptions { AllowPrivateAddresses = allowPrivate }),
        _vapid,
        _time);

    private Address ToBrowser() => new(
        new Uri(_outside.Address, "/push/1").AbsoluteUri, Base64Url.EncodeToString(PushEncryption.PointOf(_browser)), Auth);

    /// <summary>As a browser does it: RFC 8188, 2, and RFC 8291, 3.</summary>
    private byte[] Decrypted(byte[] body)
    {
        var (salt, sender, record) = (body[..16], body[21..86], body[86..]);
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = sender[1..33], Y = sender[33..] } });
        var shared = _browser.DeriveRawSecretAgreement(other.PublicKey);
        var first = HMACSHA256.HashData(Base64Url.DecodeFromChars(Auth), shared);
        byte[] info = [.. "WebPush: info\0"u8, .. PushEncryption.PointOf(_browser), .. sender, 1];
        var second = HMACSHA256.HashData(salt, HMACSHA256.HashData(first, info));
        byte[] keyInfo = [.. "Content-Encoding: aes128gcm\0"u8, 1];
        byte[] nonceInfo = [.. "Content-Encoding: nonce\0"u8, 1];
        var (key, nonce) = (HMACSHA256.HashData(second, keyInfo)[..16], HMACSHA256.HashData(second, nonceInfo)[..12]);
        var plain = new byte[record.Length - 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Decrypt(nonce, record[..^16], record[^16..], plain);
        Assert.Equal(2, plain[^1]);
        return plain[..^1];
    }

    private static ECDiffieHellman KeyOf(string privateKey, string publicKey)
    {
        var point = Base64Url.DecodeFromChars(publicKey);
        return ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars(privateKey),
            Q = new() { X = point[1..33], Y = point[33..] },
        });
    }
}
