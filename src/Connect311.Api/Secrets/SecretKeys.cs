using System.Security.Cryptography;
using Connect311.Api.Databases;
using Microsoft.AspNetCore.DataProtection;

namespace Connect311.Api.Secrets;

/// <summary>
/// The application's own keys: made once, stored in the database under the key ring's protection, the same on every node.
/// </summary>
internal sealed class SecretKeys(Database database, IDataProtectionProvider protection, TimeProvider time)
{
    private const int Bytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("secret-keys");

    /// <summary>Makes <c>X-Reporter-Key</c> from a number.</summary>
    public byte[] Reporter { get; private set; } = [];

    /// <summary>Makes the hashes by which contacts are looked up.</summary>
    public byte[] Contacts { get; private set; } = [];

    /// <summary>Makes the hashes by which personal access tokens and people of the issuer are known.</summary>
    public byte[] Staff { get; private set; } = [];

    /// <summary>Signs the links in messages to residents.</summary>
    public byte[] Links { get; private set; } = [];

    /// <summary>Signs device tokens, and makes the hashes by which moves to another phone are known.</summary>
    public byte[] Devices { get; private set; } = [];

    /// <summary>Signs the tokens of reports that wait for the database.</summary>
    public byte[] Spool { get; private set; } = [];

    /// <summary>Signs pushes to browsers, which subscribe to its public half; ECDSA P-256, PKCS #8.</summary>
    public byte[] WebPush { get; private set; } = [];

    /// <summary>Signs the roots of the history; ECDSA P-256, PKCS #8.</summary>
    public byte[] History { get; private set; } = [];

    /// <exception cref="UserErrorException">A key is there, but this key ring cannot open it.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        Reporter = await FindOrMakeAsync("reporter", RandomKey, cancellationToken);
        Contacts = await FindOrMakeAsync("contacts", RandomKey, cancellationToken);
        Staff = await FindOrMakeAsync("staff", RandomKey, cancellationToken);
        Links = await FindOrMakeAsync("links", RandomKey, cancellationToken);
        Devices = await FindOrMakeAsync("devices", RandomKey, cancellationToken);
        Spool = await FindOrMakeAsync("spool", RandomKey, cancellationToken);
        WebPush = await FindOrMakeAsync("web-push", SigningKey, cancellationToken);
        History = await FindOrMakeAsync("history", SigningKey, cancellationToken);
    }

    private static byte[] RandomKey() => RandomNumberGenerator.GetBytes(Bytes);

    private static byte[] SigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private async Task<byte[]> FindOrMakeAsync(string name, Func<byte[]> make, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is { } found)
        {
            return found;
        }

        var made = make();
        try
        {
            await database.WriteAsync(
                new Write().Run(SecretSql.Instance.Insert, new SecretSql.InsertParameters(name, Convert.ToBase64String(_protector.Protect(made)), time.Now())),
                cancellationToken);
            return made;
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Another node was first; its key is the one.
            return await FindAsync(name, cancellationToken) ?? throw new InvalidOperationException($"The key {name} is gone.", e);
        }
    }

    private async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var content = await database.FindAsync<string>(SecretSql.Instance.Find, new SecretSql.NameParameters(name), cancellationToken);
        try
        {
            return content is null ? null : _protector.Unprotect(Convert.FromBase64String(content));
        }
        catch (CryptographicException)
        {
            throw new UserErrorException(
                "The key ring does not open this database's keys. Point KeyRing:Folder to the ring that the database was used with.");
        }
    }
}
