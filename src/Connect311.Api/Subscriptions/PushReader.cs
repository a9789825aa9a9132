using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Connect311.Api.Delivery;
using Connect311.Routing.Documents;

namespace Connect311.Api.Subscriptions;

/// <summary>Reads where a phone or a browser takes pushes.</summary>
internal static partial class PushReader
{
    public const int MaxAddress = 1_000;

    /// <summary>An uncompressed point of P-256, and a secret (RFC 8291, 3.1 and 3.2).</summary>
    private const int PointBytes = 65;
    private const int AuthBytes = 16;

    /// <summary>The address of a target; null where it is faulty.</summary>
    /// <param name="target">A push target, or null where that is faulty.</param>
    /// <param name="allowPrivate">Whether endpoints may lie in private networks, without TLS.</param>
    public static Address? Read(ObjectReader root, string? target, bool allowPrivate)
    {
        var keys = root.Object("keys");
        var (token, endpoint) = (root.Text("token", MaxAddress), root.Text("endpoint", MaxAddress));
        var (p256dh, auth) = (keys?.Text("p256dh", 100), keys?.Text("auth", 50));
        keys?.End();
        if (target is null)
        {
            return null;
        }

        if (target != TargetKind.WebPush)
        {
            Refuse(root, "endpoint", target);
            Refuse(root, "keys", target);
            return token is null ? Missing(root, "token") : IsToken(target, token) ? new(token) : Formed(root, "token", $"a token of {target}");
        }

        Refuse(root, "token", target);
        if (endpoint is null || keys is null)
        {
            root.Require("endpoint");
            root.Require("keys");
            return null;
        }

        return !IsEndpoint(endpoint, allowPrivate) ? Formed(root, "endpoint", "an https address of a push service")
            : !IsPoint(p256dh) ? Formed(keys, "p256dh", "base64url of 65 bytes, a point of P-256")
            : !IsBytes(auth, AuthBytes, out _) ? Formed(keys, "auth", "base64url of 16 bytes")
            : new(endpoint, p256dh, auth);
    }

    private static bool IsToken(string target, string token) => target == TargetKind.Apns ? ApnsToken().IsMatch(token) : FcmToken().IsMatch(token);

    /// <summary>The name is looked up, and its addresses are looked at, when something is sent there.</summary>
    private static bool IsEndpoint(string endpoint, bool allowPrivate) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0
        && (allowPrivate
            ? uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp
            : uri is { Scheme: "https", IsDefaultPort: true } && !(IPAddress.TryParse(uri.IdnHost, out var literal) && !PublicAddresses.IsPublic(literal)));

    private static bool IsPoint(string? text)
    {
        if (!IsBytes(text, PointBytes, out var bytes) || bytes[0] != 4)
        {
            return false;
        }

        try
        {
            using var key = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = bytes[1..33], Y = bytes[33..] },
            });
            return true;
        }
        catch (CryptographicException)
        {
            // No point of the curve.
            return false;
        }
    }

    private static bool IsBytes(string? text, int length, out byte[] bytes)
    {
        bytes = text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        return bytes.Length == length;
    }

    private static void Refuse(ObjectReader root, string name, string target)
    {
        if (root.Has(name))
        {
            root.Add(name, FaultCodes.NotWith, "what", target);
        }
    }

    private static Address? Missing(ObjectReader root, string name)
    {
        root.Require(name);
        return null;
    }

    private static Address? Formed(ObjectReader reader, string name, string expected)
    {
        reader.Add(name, FaultCodes.InvalidFormat, "expected", expected);
        return null;
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{64,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ApnsToken();

    [GeneratedRegex(@"^[0-9A-Za-z:_-]{20,1000}\z", RegexOptions.NonBacktracking)]
    private static partial Regex FcmToken();
}
