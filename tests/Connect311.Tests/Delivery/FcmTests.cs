using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Delivery;
using Connect311.Api.Delivery.Fcm;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Delivery;

/// <summary>Pushes by Firebase Cloud Messaging, as Google checks them.</summary>
public sealed class FcmTests : IAsyncLifetime
{
    private const string SignIn = "/token";

    private readonly FakeTimeProvider _time = new(TestApplication.Noon);
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _file = Path.GetTempFileName();
    private OutsideServer _outside = null!;
    private FcmSignIn _signIn = null!;
    private FcmTarget _target = null!;
    private (int Status, string Body) _answer = (200, """{"name":"projects/city/messages/1"}""");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _outside = await OutsideServer.StartAsync();
        var tokens = 0;
        _outside.Answer = call => call.Path == SignIn
            ? (200, $$"""{"access_token":"token-{{++tokens}}","expires_in":3600,"token_type":"Bearer"}""", null)
            : (_answer.Status, _answer.Body, null);
        await File.WriteAllTextAsync(
            _file,
            JsonSerializer.Serialize(new
            {
                type = "service_account",
                project_id = "city",
                client_email = "push@city.example.org",
                private_key = _key.ExportPkcs8PrivateKeyPem(),
                token_uri = new Uri(_outside.Address, SignIn),
            }),
            Token);
        var options = Options.Create(new FcmOptions { Address = _outside.Address, CredentialsFile = _file });
        _signIn = new(options, _time);
        _target = new(options, _signIn, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _target.Dispose();
        _signIn.Dispose();
        _key.Dispose();
        File.Delete(_file);
        await _outside.DisposeAsync();
    }

    [Fact]
    public async Task A_push_says_number_and_event_as_data_alone()
    {
        Assert.IsType<SendResult.Sent>(await SendAsync());
        var call = _outside.Calls.Last();
        var message = TestMessages.To(new("x"));
        Assert.Equal(("/v1/projects/city/messages:send", "Bearer token-1"), (call.Path, call.Headers.Authorization.ToString()));
        Assert.Equal(
            $$$$"""{"message":{"token":"phone","data":{"number":"{{{{message.Number}}}}","event":"closed","id":"{{{{message.Id}}}}"},"android":{"priority":"high"}}}""",
            Encoding.UTF8.GetString(call.Body));
    }

    [Fact]
    public async Task The_account_signs_in_by_an_assertion_and_keeps_the_token_until_shortly_before_its_end()
    {
        await SendAsync();
        var asked = _outside.Calls.First();
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(asked.Body));
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"].ToString());
        var parts = form["assertion"].ToString().Split('.');
        Assert.True(_key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal(
            ("push@city.example.org", new Uri(_outside.Address, SignIn).OriginalString, "https://www.googleapis.com/auth/firebase.messaging"),
            (claims.Text("iss"), claims.Text("aud"), claims.Text("scope")));
        Assert.Equal(3600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());

        _time.Advance(TimeSpan.FromMinutes(54));
        await SendAsync();
        Assert.Equal("Bearer token-1", _outside.Calls.Last().Headers.Authorization.ToString());
        _time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();
        Assert.Equal("Bearer token-2", _outside.Calls.Last().Headers.Authorization.ToString());
    }

    [Fact]
    public async Task A_token_that_is_refused_is_changed()
    {
        _answer = (401, "{}");
        Assert.Equal(new SendResult.Later("fcm-sign-in"), await SendAsync());
        _answer = (200, "{}");
        Assert.IsType<SendResult.Sent>(await SendAsync());
        Assert.Equal("Bearer token-2", _outside.Calls.Last().Headers.Authorization.ToString());
    }

    [Theory]
    [InlineData(404, "UNREGISTERED", "Gone")]
    [InlineData(403, "SENDER_ID_MISMATCH", "Gone")]
    [InlineData(400, "INVALID_ARGUMENT", "Refused")]
    [InlineData(429, "QUOTA_EXCEEDED", "Later")]
    [InlineData(503, "UNAVAILABLE", "Later")]
    public async Task What_Google_says_decides(int status, string code, string result)
    {
        _answer = (status, $$$"""{"error":{"code":{{{status}}},"details":[{"@type":"type.googleapis.com/google.rpc.Help"},{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"{{{code}}}"}]}}""");
        Assert.Equal(result, (await SendAsync()).GetType().Name);
    }

    [Theory]
    [InlineData("""{"error":{"message":"The registration token is not a valid FCM registration token","status":"INVALID_ARGUMENT","details":[{"errorCode":"INVALID_ARGUMENT"}]}}""", true)]
    [InlineData("""{"error":{"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT","details":[{"fieldViolations":[{"field":"message.token","description":"Invalid registration token"}]}]}}""", true)]
    [InlineData("""{"error":{"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT","details":[{"fieldViolations":[{"field":"message.data[0].value"}]}]}}""", false)]
    [InlineData("""{"error":{"message":"Message too big","status":"INVALID_ARGUMENT","details":[{"errorCode":"INVALID_ARGUMENT"}]}}""", false)]
    public async Task A_token_that_is_none_is_told_from_a_message_that_is_wrong(string body, bool isOfToken)
    {
        _answer = (400, body);
        Assert.Equal(new SendResult.Refused("http-400", isOfToken), await SendAsync());
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"error":"x"}""")]
    public async Task Words_that_are_not_Googles_are_no_failure_of_ours(string body)
    {
        _answer = (502, body);
        Assert.IsType<SendResult.Later>(await SendAsync());
    }

    private Task<SendResult> SendAsync() => _target.SendAsync(TestMessages.To(new("phone")), Token);
}
