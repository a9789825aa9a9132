using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery.Fcm;

/// <summary>A service account of Google.</summary>
internal sealed record ServiceAccount
{
    [JsonPropertyName("project_id")]
    public required string ProjectId { get; init; }

    [JsonPropertyName("client_email")]
    public required string ClientEmail { get; init; }

    /// <summary>PKCS #8, PEM.</summary>
    [JsonPropertyName("private_key")]
    public required string PrivateKey { get; init; }

    [JsonPropertyName("token_uri")]
    public required Uri TokenUri { get; init; }
}

/// <summary>Changes a signed assertion (RS256) for a token to call with (RFC 7523), and keeps it until shortly before it ends.</summary>
internal sealed class FcmSignIn(IOptions<FcmOptions> options, TimeProvider time) : IDisposable
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";

    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    /// <summary>How long before its end a token is changed.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(30) });
    private readonly Lazy<ServiceAccount> _account = new(() =>
        JsonSerializer.Deserialize<ServiceAccount>(File.ReadAllText(DataFolder.Resolve(options.Value.CredentialsFile!)))!);
    private string? _token;
    private DateTimeOffset _until;

    public ServiceAccount Account => _account.Value;

    /// <exception cref="HttpRequestException">The account was refused, or nobody answers.</exception>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_token is null || time.GetUtcNow() >= _until)
            {
                var answer = await AskAsync(cancellationToken);
                (_token, _until) = (answer.AccessToken, time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn) - Margin);
            }

            return _token;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A token that was refused is not used again.</summary>
    public void Forget(string token)
    {
        if (_token == token)
        {
            _until = DateTimeOffset.MinValue;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _one.Dispose();
    }

    private async Task<TokenAnswer> AskAsync(CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", Grant), new("assertion", Assertion())]);
        using var answer = await _client.PostAsync(Account.TokenUri, form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken))!;
    }

    private string Assertion()
    {
        using var key = RSA.Create();
        key.ImportFromPem(Account.PrivateKey);
        var now = time.GetUtcNow();
        return SignedToken.Of(
            new { alg = "RS256", typ = "JWT" },
            new
            {
                iss = Account.ClientEmail,
                scope = Scope,
                aud = Account.TokenUri.OriginalString,
                iat = now.ToUnixTimeSeconds(),
                exp = (now + GoodFor).ToUnixTimeSeconds(),
            },
            key);
    }

    private sealed record TokenAnswer
    {
        [JsonPropertyName("access_token")]
        public required string AccessToken { get; init; }

        /// <summary>Seconds.</summary>
        [JsonPropertyName("expires_in")]
        public required int ExpiresIn { get; init; }
    }
}
