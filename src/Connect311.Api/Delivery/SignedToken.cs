using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Connect311.Api.Delivery;

/// <summary>JSON web tokens of our own, which say to a target who sends (RFC 7515, compact).</summary>
internal static class SignedToken
{
    /// <summary>Signed by ES256.</summary>
    public static string Of(object header, object claims, ECDsa key) => Of(
        header, claims, signed => key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    /// <summary>Signed by RS256.</summary>
    public static string Of(object header, object claims, RSA key) =>
        Of(header, claims, signed => key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static string Of(object header, object claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(object json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
