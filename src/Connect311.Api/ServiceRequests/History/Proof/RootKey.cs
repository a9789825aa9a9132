using System.Buffers.Text;
using System.Security.Cryptography;
using Connect311.Api.Secrets;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>Signs roots, and says by which public key that is checked.</summary>
internal sealed class RootKey(SecretKeys secrets)
{
    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo, DER), base64url.</summary>
    public string Id => Base64Url.EncodeToString(SHA256.HashData(Use(key => key.ExportSubjectPublicKeyInfo())));

    /// <summary>The public key as PEM.</summary>
    public string PublicKey => Use(key => key.ExportSubjectPublicKeyInfoPem());

    /// <returns>ECDSA (P-256, SHA-256, r and s one after the other), base64url.</returns>
    public string Sign(byte[] form) => Base64Url.EncodeToString(Use(key => key.SignData(form, HashAlgorithmName.SHA256)));

    /// <summary>Whether this key signed a root. Of another key nothing is known here.</summary>
    public bool HasSigned(DailyRoot root) => root.KeyId == Id && Base64Url.IsValid(root.Signature)
        && Use(key => key.VerifyData(root.Form(), Base64Url.DecodeFromChars(root.Signature), HashAlgorithmName.SHA256));

    private T Use<T>(Func<ECDsa, T> use)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(secrets.History, out _);
        return use(key);
    }
}
