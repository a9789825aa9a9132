using System.Security.Cryptography;
using Connect311.Api.Databases;
using Connect311.Api.Photos.Uploads;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>
/// The photos on disk. <c>upload</c> holds what came so far of uploads that can go on, <c>spool</c> what was received, as it came, until it is
/// worked on; <c>kept</c> what is shown. A file is written under another name, flushed to the disk and then renamed, and its folder is flushed
/// too: one that has its name is whole, and is still there when the power comes back.
/// </summary>
internal sealed class PhotoFolder
{
    private const string Part = ".part";

    private readonly string _upload;
    private readonly string _spool;
    private readonly string _kept;

    public PhotoFolder(IOptions<PhotoOptions> options)
    {
        var root = DataFolder.Resolve(options.Value.Folder);
        (_upload, _spool, _kept) = (Path.Combine(root, "upload"), Path.Combine(root, "spool"), Path.Combine(root, "kept"));
    }

    /// <summary>A new file for what is being received in one call.</summary>
    public FileStream Begin()
    {
        DurableFolder.Create(_spool);
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + Part;
        return new(Path.Combine(_spool, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0);
    }

    /// <summary>An empty part for an upload that can go on, in the place of what is there.</summary>
    public UploadPart BeginPart(UploadKey key)
    {
        DurableFolder.Create(_upload);
        return UploadPart.Begin(Path.Combine(_upload, key.FileName));
    }

    /// <summary>What came of an upload so far, or null.</summary>
    public UploadPart? FindPart(UploadKey key) => UploadPart.Find(Path.Combine(_upload, key.FileName));

    public bool HasPart(UploadKey key) => File.Exists(Path.Combine(_upload, key.FileName));

    /// <summary>Forgets what came of an upload in parts: it came whole.</summary>
    public void DropPart(UploadKey key) => UploadPart.Drop(Path.Combine(_upload, key.FileName));

    /// <summary>Gives what was received, and is flushed, its name: from then on it is not lost.</summary>
    public void Spool(string path, PhotoKey key)
    {
        DurableFolder.Create(_spool);
        File.Move(path, SpooledPath(key), overwrite: true);
        DurableFolder.Flush(_spool);
    }

    public bool IsSpooled(PhotoKey key) => File.Exists(SpooledPath(key));

    /// <summary>The bytes as they came; null where they lie on another node's disk, or were worked on.</summary>
    public FileStream? OpenSpooled(PhotoKey key) => IsSpooled(key) ? File.OpenRead(SpooledPath(key)) : null;

    public void Unspool(PhotoKey key) => File.Delete(SpooledPath(key));

    /// <summary>Files of the spool that lie there since before a time, and uploads to which nothing was added since.</summary>
    public IEnumerable<string> LeftBefore(DateTime utc) => new[] { _spool, _upload }
        .Where(Directory.Exists)
        .SelectMany(Directory.EnumerateFiles)
        .Where(path => File.GetLastWriteTimeUtc(path) < utc);

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
        DurableFolder.Create(Path.GetDirectoryName(path)!);
        using (var file = new FileStream(path + Part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Part, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
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

    private string SpooledPath(PhotoKey key) => Path.Combine(_spool, $"{key.Id}-{key.SourceHash}");
}

/// <summary>A photo with the bytes that it was received with.</summary>
/// <param name="Id">The client's UUID.</param>
/// <param name="SourceHash">SHA-256 (hex) of the bytes as they came.</param>
internal sealed record PhotoKey(string Id, string SourceHash);

/// <summary>A photo that lies in the spool.</summary>
/// <param name="Bytes">How long the file is.</param>
internal sealed record ReceivedPhoto(PhotoKey Key, int Bytes);
