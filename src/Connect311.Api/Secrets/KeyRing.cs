using System.Security.Cryptography.X509Certificates;
using Connect311.Api.Databases;
using Microsoft.AspNetCore.DataProtection;

namespace Connect311.Api.Secrets;

/// <summary>Where the Data Protection keys are kept; every node shares them, and backups take them along.</summary>
internal sealed class KeyRingOptions
{
    public const string Section = "KeyRing";

    /// <summary>A folder that all nodes share. Development alone has a default.</summary>
    public string? Folder { get; init; }

    /// <summary>A PKCS #12 file whose key protects the ring. Needed outside Development.</summary>
    public string? CertificateFile { get; init; }

    public string? CertificatePassword { get; init; }
}

internal static class KeyRing
{
    private const string DevelopmentFolder = "keys";

    /// <exception cref="UserErrorException">Outside Development, and no protected place is configured.</exception>
    public static void AddKeyRing(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection(KeyRingOptions.Section).Get<KeyRingOptions>() ?? new();
        if (!environment.IsDevelopment() && (options.Folder is null || options.CertificateFile is null))
        {
            throw new UserErrorException(
                "Personal data needs a key ring: set KeyRing:Folder (shared by all nodes) and KeyRing:CertificateFile (PKCS #12).");
        }

        var protection = services.AddDataProtection()
            .SetApplicationName("Connect311")
            .PersistKeysToFileSystem(new DirectoryInfo(DataFolder.Resolve(options.Folder ?? DevelopmentFolder)));
        if (options.CertificateFile is { } file)
        {
            protection.ProtectKeysWithCertificate(Load(DataFolder.Resolve(file), options.CertificatePassword));
        }
    }

    private static X509Certificate2 Load(string file, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new UserErrorException($"The key ring's certificate {file} cannot be read: {e.Message}");
        }
    }
}
