using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Connect311.Api.Delivery.WebPush;

/// <summary>Encrypts what a browser alone can read: RFC 8291 over the coding <c>aes128gcm</c> of RFC 8188, in one record.</summary>
internal static class PushEncryption
{
    private const int SaltBytes = 16;
    private const int KeyBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int RecordBytes = 4096;

    /// <summary>Behind the last record's content (RFC 8188, 2).</summary>
    private const byte LastRecord = 2;

    /// <summary>The body to send.</summary>
    /// <param name="content">At most some 3,900 bytes.</param>
    /// <param name="receiver">The browser's public key, an uncompressed point.</param>
    /// <param name="auth">The browser's secret.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> content, byte[] receiver, byte[] auth)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(content, receiver, auth, sender, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    /// <summary>The same with a key pair and a salt that are given, for the example of RFC 8291.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> content, byte[] receiver, byte[] auth, ECDiffieHellman sender, byte[] salt)
    {
        var ours = PointOf(sender);
        var (key, nonce) = KeysOf(SharedSecret(sender, receiver), auth, receiver, ours, salt);

        // Salt, record size, and the sender's public key as the id of the key (RFC 8188, 2.1); then the one record.
        var header = SaltBytes + sizeof(uint) + 1 + ours.Length;
        var body = new byte[header + content.Length + 1 + TagBytes];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(SaltBytes), RecordBytes);
        body[SaltBytes + sizeof(uint)] = (byte)ours.Length;
        ours.CopyTo(body, SaltBytes + sizeof(uint) + 1);
        Span<byte> plain = new byte[content.Length + 1];
        content.CopyTo(plain);
        plain[^1] = LastRecord;
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, body.AsSpan(header, plain.Length), body.AsSpan(header + plain.Length));
        return body;
    }

    /// <summary>RFC 8291, 3.3 and 3.4.</summary>
    private static (byte[] Key, byte[] Nonce) KeysOf(byte[] shared, byte[] auth, byte[] receiver, byte[] sender, byte[] salt)
    {
        byte[] info = [.. "WebPush: info\0"u8, .. receiver, .. sender];
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, info);
        return (
            HKDF.DeriveKey(HashAlgorithmName.SHA256, input, KeyBytes, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0")),
            HKDF.DeriveKey(HashAlgorithmName.SHA256, input, NonceBytes, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0")));
    }

    private static byte[] SharedSecret(ECDiffieHellman sender, byte[] receiver)
    {
        using var other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = receiver[1..33], Y = receiver[33..] },
        });
        return sender.DeriveRawSecretAgreement(other.PublicKey);
    }

    /// <summary>A public key as an uncompressed point.</summary>
    public static byte[] PointOf(ECAlgorithm key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }
}
