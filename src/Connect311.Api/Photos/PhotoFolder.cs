using Connect311.Api.Photos.Uploads;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>
/// The photos on disk. A file is written under another name, flushed and then renamed, and its folder is flushed too: with its name alone a file
/// could be lost.
/// </summary>
internal sealed class PhotoFolder : PhotoFiles
{
    private const string Part = ".part";

    private readonly string _upload;
    private readonly string _spool;
    private readonly string _kept;

    public PhotoFolder(IOptions<PhotoOptions> options)
        : base(options) => (_upload, _spool, _kept) = (Path.Combine(Root, "upload"), Path.Combine(Root, "spool"), Path.Combine(Root, "kept"));

    public string Place => Root;

    /// <summary>What tells this folder from others, whatever servers call it; made when it is first asked for.</summary>
    public string Id()
    {
        var file = Path.Combine(Root, "id");
        if (!File.Exists(file))
        {
            DurableFolder.Create(Root);
            var mine = $"{file}{Guid.CreateVersion7():N}{Part}";
            File.WriteAllText(mine, Guid.CreateVersion7().ToString("N"));
            try
            {
                File.Move(mine, file);
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another server has the same folder, and was faster.
                File.Delete(mine);
            }
        }

        return File.ReadAllText(file);
    }

    public override Task<UploadPart> BeginPartAsync(UploadKey key, CancellationToken cancellationToken)
    {
        DurableFolder.Create(_upload);
        return Task.FromResult<UploadPart>(PartFile.Begin(PathOf(key)));
    }

    public override Task<UploadPart?> FindPartAsync(UploadKey key, CancellationToken cancellationToken) =>
        Task.FromResult<UploadPart?>(PartFile.Find(PathOf(key)));

    public override Task<bool> HasPartAsync(UploadKey key, CancellationToken cancellationToken) => Task.FromResult(File.Exists(PathOf(key)));

    public override Task DropPartAsync(UploadKey key, CancellationToken cancellationToken)
    {
        if (Directory.Exists(_upload))
        {
            PartFile.Drop(PathOf(key));
        }

        return Task.CompletedTask;
    }

    public override Task SpoolAsync(string path, PhotoKey key, CancellationToken cancellationToken)
    {
        DurableFolder.Create(_spool);
        File.Move(path, PathOf(key), overwrite: true);
        DurableFolder.Flush(_spool);
        return Task.CompletedTask;
    }

    public override Task<bool> IsSpooledAsync(PhotoKey key, CancellationToken cancellationToken) => Task.FromResult(File.Exists(PathOf(key)));

    public override Task<FileStream?> OpenSpooledAsync(PhotoKey key, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(PathOf(key)) ? File.OpenRead(PathOf(key)) : null);

    public override Task UnspoolAsync(PhotoKey key, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    public override Task<List<string>> LeftBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(
        new[] { _spool, _upload }
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Where(path => File.GetLastWriteTimeUtc(path) < before.UtcDateTime)
            .ToList());

    public override Task DeleteLeftAsync(string name, CancellationToken cancellationToken)
    {
        File.Delete(name);
        return Task.CompletedTask;
    }

    public override Task<Stream?> OpenKeptAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(File.Exists(KeptPath(name)) ? File.OpenRead(KeptPath(name)) : null);

    public override Task DeleteKeptAsync(string name, CancellationToken cancellationToken)
    {
        if (File.Exists(KeptPath(name)))
        {
            File.Delete(KeptPath(name));
        }

        return Task.CompletedTask;
    }

    protected override async Task KeepAsAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        var path = KeptPath(name);
        var folder = Path.GetDirectoryName(path)!;
        DurableFolder.Create(folder);
        await using (var file = new FileStream(path + Part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(bytes, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Part, path, overwrite: true);
        DurableFolder.Flush(folder);
    }

    private string KeptPath(string name) => Path.Combine(_kept, KeptName(name));

    private string PathOf(UploadKey key) => Path.Combine(_upload, key.FileName);

    private string PathOf(PhotoKey key) => Path.Combine(_spool, SpooledName(key));
}
