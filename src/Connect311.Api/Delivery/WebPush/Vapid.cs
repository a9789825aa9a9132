using System.Buffers.Text;
using System.Security.Cryptography;
using Connect311.Api.Secrets;

namespace Connect311.Api.Delivery.WebPush;

/// <summary>Says to push services who sends (RFC 8292). The key is the application's own, made once; browsers subscribe to its public half.</summary>
internal sealed class Vapid(SecretKeys keys, TimeProvider time) : IDisposable
{
    /// <summary>At most 24 hours (RFC 8292, 2).</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(12);

    private readonly Lazy<ECDsa> _key = new(() =>
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(keys.WebPush, out _);
        return key;
    });

    /// <summary>What a browser is given as <c>applicationServerKey</c>: base64url of an uncompressed point.</summary>
    public string PublicKey => Base64Url.EncodeToString(PushEncryption.PointOf(_key.Value));

    /// <summary>The value of <c>Authorization</c> for a push service.</summary>
    /// <param name="endpoint">Where it is sent; the token is good for its origin.</param>
    public string Authorization(Uri endpoint, Uri subject)
    {
        var token = SignedToken.Of(
            new { typ = "JWT", alg = "ES256" },
            new { aud = endpoint.GetLeftPart(UriPartial.Authority), exp = (time.GetUtcNow() + GoodFor).ToUnixTimeSeconds(), sub = subject.OriginalString },
            _key.Value);
        return $"vapid t={token}, k={PublicKey}";
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }
}
