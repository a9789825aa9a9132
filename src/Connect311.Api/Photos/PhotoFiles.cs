using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Photos.Uploads;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>
/// Where the bytes of photos are: <c>upload</c> holds what came so far of uploads that can go on, <c>spool</c> what was received, as it came, until it
/// is worked on; <c>kept</c> what is shown. What has its place there is whole, and is still there when the power comes back.
/// </summary>
/// <exception cref="IOException">The place is full, broken or not there; of every method.</exception>
internal abstract class PhotoFiles
{
    private const string Part = ".part";

    private readonly string _receiving;

    protected PhotoFiles(IOptions<PhotoOptions> options)
    {
        Root = DataFolder.Resolve(options.Value.Folder);
        _receiving = Path.Combine(Root, "spool");
    }

    /// <summary>A folder of this machine's: what is being received lies there in any case.</summary>
    protected string Root { get; }

    public static PhotoFiles For(IOptions<PhotoOptions> options) =>
        options.Value.AzureConnection is null ? new PhotoFolder(options) : new PhotoBlobs(options);

    /// <summary>A new file for what is being received in one call.</summary>
    public FileStream Begin()
    {
        DurableFolder.Create(_receiving);
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + Part;
        return new(Path.Combine(_receiving, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0);
    }

    /// <summary>An empty part for an upload that can go on, in the place of what is there.</summary>
    public abstract Task<UploadPart> BeginPartAsync(UploadKey key, CancellationToken cancellationToken);

    /// <summary>What came of an upload so far, or null.</summary>
    public abstract Task<UploadPart?> FindPartAsync(UploadKey key, CancellationToken cancellationToken);

    public abstract Task<bool> HasPartAsync(UploadKey key, CancellationToken cancellationToken);

    /// <summary>Forgets what came of an upload in parts, if anything did: it came whole.</summary>
    public abstract Task DropPartAsync(UploadKey key, CancellationToken cancellationToken);

    /// <summary>Takes what was received, and is flushed, into the spool: from then on it is not lost.</summary>
    /// <param name="path">A file of this machine's; it may be gone then.</param>
    public abstract Task SpoolAsync(string path, PhotoKey key, CancellationToken cancellationToken);

    public abstract Task<bool> IsSpooledAsync(PhotoKey key, CancellationToken cancellationToken);

    /// <summary>The bytes as they came; null where they lie where this node cannot reach them, or were worked on.</summary>
    public abstract Task<FileStream?> OpenSpooledAsync(PhotoKey key, CancellationToken cancellationToken);

    public abstract Task UnspoolAsync(PhotoKey key, CancellationToken cancellationToken);

    /// <summary>The names of what lies in the spool since before a time, and of uploads to which nothing was added since.</summary>
    public abstract Task<List<string>> LeftBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes what was left.</summary>
    public abstract Task DeleteLeftAsync(string name, CancellationToken cancellationToken);

    /// <summary>Keeps a picture for good.</summary>
    /// <returns>Its name: SHA-256 (hex) of the photo's id and the bytes, so that no two photos share a file.</returns>
    public async Task<string> KeepAsync(string photoId, byte[] bytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(photoId));
        hash.AppendData(bytes);
        var name = Convert.ToHexStringLower(hash.GetHashAndReset());
        await KeepAsAsync(name, bytes, cancellationToken);
        return name;
    }

    /// <summary>A kept picture, by the name that the database has: nothing of it comes from a call. Null where it is gone.</summary>
    public abstract Task<Stream?> OpenKeptAsync(string name, CancellationToken cancellationToken);

    public abstract Task DeleteKeptAsync(string name, CancellationToken cancellationToken);

    /// <summary>The photo that something in the spool holds; null for what was never received whole.</summary>
    public static PhotoKey? KeyOf(string name) => name.Split('/', '\\')[^1] is { Length: 101 } file && file[36] == '-' ? new(file[..36], file[37..]) : null;

    /// <summary>What a program left on this machine that ended while it received.</summary>
    protected List<string> LocalBefore(DateTimeOffset before) => Directory.Exists(_receiving)
        ? [.. Directory.EnumerateFiles(_receiving, "*" + Part).Where(path => File.GetLastWriteTimeUtc(path) < before.UtcDateTime)]
        : [];

    /// <summary>Deletes one of these; false for what is none.</summary>
    protected static bool DeleteLocal(string name)
    {
        if (!Path.IsPathRooted(name))
        {
            return false;
        }

        File.Delete(name);
        return true;
    }

    protected abstract Task KeepAsAsync(string name, byte[] bytes, CancellationToken cancellationToken);

    protected static string SpooledName(PhotoKey key) => $"{key.Id}-{key.SourceHash}";

    /// <summary>In folders of their own, for a folder of a million files is slow.</summary>
    protected static string KeptName(string name) => $"{name[..2]}/{name[2..4]}/{name}.jpg";
}

/// <summary>A photo with the bytes that it was received with.</summary>
/// <param name="Id">The client's UUID.</param>
/// <param name="SourceHash">SHA-256 (hex) of the bytes as they came.</param>
internal sealed record PhotoKey(string Id, string SourceHash);

/// <summary>A photo that lies in the spool.</summary>
/// <param name="Bytes">How long the file is.</param>
internal sealed record ReceivedPhoto(PhotoKey Key, int Bytes);
