using System.Security.Cryptography;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>
/// The photos on disk. <c>spool</c> holds what was received, as it came, until it is worked on; <c>kept</c> what is shown. A file is
/// written under another name, flushed to the disk and then renamed: one that has its name is whole.
/// </summary>
internal sealed class PhotoFolder
{
    private const string Part = ".part";

    private readonly string _spool;
    private readonly string _kept;

    public PhotoFolder(IOptions<PhotoOptions> options)
    {
        var root = DataFolder.Resolve(options.Value.Folder);
        (_spool, _kept) = (Path.Combine(root, "spool"), Path.Combine(root, "kept"));
    }

    /// <summary>A new file for what is being received.</summary>
    public FileStream Begin()
    {
        Directory.CreateDirectory(_spool);
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + Part;
        return new(Path.Combine(_spool, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Gives what was received, and is flushed, its name: from then on it is not lost.</summary>
    public void Spool(string part, PhotoKey key) => File.Move(part, SpooledPath(key), overwrite: true);

    public string SpooledPath(PhotoKey key) => Path.Combine(_spool, $"{key.Id}-{key.SourceHash}");

    public bool IsSpooled(PhotoKey key) => File.Exists(SpooledPath(key));

    public void Unspool(PhotoKey key) => File.Delete(SpooledPath(key));

    /// <summary>The names of files that lie in the spool since before a time.</summary>
    public IEnumerable<string> SpooledBefore(DateTime utc) => Directory.Exists(_spool)
        ? Directory.EnumerateFiles(_spool).Where(path => File.GetLastWriteTimeUtc(path) < utc)
        : [];

    /// <summary>The photo that a file of the spool holds; null for one that was never received whole.</summary>
    public static PhotoKey? KeyOf(string path) => Path.GetFileName(path) is { Length: 101 } name && name[36] == '-' ? new(name[..36], name[37..]) : null;

    /// <summary>Keeps a picture for good.</summary>
    /// <returns>Its name: SHA-256 (hex) of the photo's id and the bytes, so that no two photos share a file.</returns>
    public string Keep(string photoId, byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(photoId));
        hash.AppendData(bytes);
        var name = Convert.ToHexStringLower(hash.GetHashAndReset());
        var path = KeptPath(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new FileStream(path + Part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Part, path, overwrite: true);
        return name;
    }

    /// <summary>Where a kept picture lies, by the name that the database has; nothing of it comes from a call.</summary>
    public string KeptPath(string name) => Path.Combine(_kept, name[..2], name[2..4], name + ".jpg");

    public void DeleteKept(string? name)
    {
        if (name is not null && File.Exists(KeptPath(name)))
        {
            File.Delete(KeptPath(name));
        }
    }
}

/// <summary>A photo with the bytes that it was received with.</summary>
/// <param name="Id">The client's UUID.</param>
/// <param name="SourceHash">SHA-256 (hex) of the bytes as they came.</param>
internal sealed record PhotoKey(string Id, string SourceHash);

/// <summary>A photo that lies in the spool.</summary>
/// <param name="Bytes">How long the file is.</param>
internal sealed record ReceivedPhoto(PhotoKey Key, int Bytes);
