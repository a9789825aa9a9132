using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Connect311.Tests.Staff;

/// <summary>A sign-in of a city: a real server with a discovery document, keys, and tokens made with a key of its own.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "connect311-tests";

    private readonly int _port = FreePort();
    private WebApplication? _server;

    public TestIssuer() => Rotate();

    public string Authority => $"http://127.0.0.1:{_port}";

    public RsaSecurityKey Key { get; private set; } = null!;

    /// <summary>Whether it answers, and with nothing of use.</summary>
    public bool IsBroken { get; set; }

    /// <summary>How often the keys were asked for.</summary>
    public int KeysAsked { get; private set; }

    /// <summary>From now on there is another key, and the old one is no longer published.</summary>
    public void Rotate() => Key = new(RSA.Create(2048)) { KeyId = Guid.CreateVersion7().ToString("N") };

    public async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Authority);
        _server = builder.Build();
        _server.MapGet("/.well-known/openid-configuration", () => IsBroken
            ? Results.Text("<html>Out of order</html>", "text/html")
            : Results.Json(new Dictionary<string, string> { ["issuer"] = Authority, ["jwks_uri"] = $"{Authority}/keys" }));
        _server.MapGet("/keys", () =>
        {
            KeysAsked++;
            var key = Key.Rsa.ExportParameters(includePrivateParameters: false);
            return Results.Json(new
            {
                keys = new[]
                {
                    new { kty = "RSA", use = "sig", kid = Key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) },
                },
            });
        });
        await _server.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>A token of an hour for somebody, as of the tests' noon.</summary>
    /// <param name="claims">Beside <c>sub</c>: role, department, name; null takes one out.</param>
    public string Token(string subject = "ana", params (string Name, object? Value)[] claims) => Token(Descriptor(subject, claims));

    public string Token(SecurityTokenDescriptor descriptor) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);

    public SecurityTokenDescriptor Descriptor(string subject = "ana", params (string Name, object? Value)[] claims)
    {
        var all = new Dictionary<string, object> { ["sub"] = subject, ["name"] = "Ana Ruiz" };
        foreach (var (name, value) in claims)
        {
            if (value is null)
            {
                all.Remove(name);
            }
            else
            {
                all[name] = value;
            }
        }

        return new()
        {
            Issuer = Authority,
            Audience = Audience,
            Claims = all,
            IssuedAt = TestApplication.Noon.UtcDateTime,
            NotBefore = TestApplication.Noon.UtcDateTime,
            Expires = TestApplication.Noon.AddHours(1).UtcDateTime,
            SigningCredentials = new(Key, SecurityAlgorithms.RsaSha256),
        };
    }

    /// <summary>The published key taken for a shared secret: what a careless verifier would accept.</summary>
    public SigningCredentials PublicKeyAsSecret() => new(
        new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = Key.KeyId }, SecurityAlgorithms.HmacSha256);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
