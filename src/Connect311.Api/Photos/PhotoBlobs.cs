using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Connect311.Api.Photos.Uploads;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>
/// The photos in a container of Azure Blob Storage: for several nodes, and for machines whose disk does not outlive them. An upload that can go on
/// is an append blob, so that it goes on at any node.
/// </summary>
internal sealed class PhotoBlobs : PhotoFiles
{
    private const string Upload = "upload/";
    private const string Spool = "spool/";
    private const string Kept = "kept/";
    private const int MostRetries = 2;

    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(30);

    private readonly BlobContainerClient _container;

    public PhotoBlobs(IOptions<PhotoOptions> options)
        : base(options)
    {
        var client = new BlobClientOptions { Retry = { MaxRetries = MostRetries, NetworkTimeout = NetworkTimeout } };
        _container = new(options.Value.AzureConnection, options.Value.AzureContainer, client);
    }

    public override Task<UploadPart> BeginPartAsync(UploadKey key, CancellationToken cancellationToken) =>
        Reached<UploadPart>(async () => await PartBlob.BeginAsync(PartOf(key), Begin(), cancellationToken));

    public override Task<UploadPart?> FindPartAsync(UploadKey key, CancellationToken cancellationToken) =>
        Reached<UploadPart?>(async () => await PartBlob.FindAsync(PartOf(key), Begin, cancellationToken));

    public override Task<bool> HasPartAsync(UploadKey key, CancellationToken cancellationToken) =>
        Reached(async () => (await PartOf(key).ExistsAsync(cancellationToken)).Value);

    public override Task DropPartAsync(UploadKey key, CancellationToken cancellationToken) =>
        Reached(() => PartOf(key).DeleteIfExistsAsync(cancellationToken: cancellationToken));

    public override Task SpoolAsync(string path, PhotoKey key, CancellationToken cancellationToken) => Reached(async () =>
    {
        await using var file = File.OpenRead(path);
        return await SpooledOf(key).UploadAsync(file, overwrite: true, cancellationToken);
    });

    public override Task<bool> IsSpooledAsync(PhotoKey key, CancellationToken cancellationToken) =>
        Reached(async () => (await SpooledOf(key).ExistsAsync(cancellationToken)).Value);

    public override Task<FileStream?> OpenSpooledAsync(PhotoKey key, CancellationToken cancellationToken) => Reached(async () =>
    {
        var file = Begin();
        try
        {
            await SpooledOf(key).DownloadToAsync(file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch (RequestFailedException missing) when (missing.Status == StatusCodes.Status404NotFound)
        {
            await file.DisposeAsync();
            return null;
        }
        finally
        {
            // The file is read under no name: it is gone once it is closed, whatever becomes of the program.
            File.Delete(file.Name);
        }
    });

    public override Task UnspoolAsync(PhotoKey key, CancellationToken cancellationToken) =>
        Reached(() => SpooledOf(key).DeleteIfExistsAsync(cancellationToken: cancellationToken));

    public override Task<List<string>> LeftBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) => Reached(async () =>
    {
        var left = LocalBefore(before);
        foreach (var folder in new[] { Spool, Upload })
        {
            await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken))
            {
                if (blob.Properties.LastModified < before)
                {
                    left.Add(blob.Name);
                }
            }
        }

        return left;
    });

    public override Task DeleteLeftAsync(string name, CancellationToken cancellationToken) =>
        DeleteLocal(name) ? Task.CompletedTask : Reached(() => _container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken));

    public override Task<Stream?> OpenKeptAsync(string name, CancellationToken cancellationToken) => Reached<Stream?>(async () =>
    {
        try
        {
            return (await KeptOf(name).DownloadContentAsync(cancellationToken)).Value.Content.ToStream();
        }
        catch (RequestFailedException missing) when (missing.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    });

    public override Task DeleteKeptAsync(string name, CancellationToken cancellationToken) =>
        Reached(() => KeptOf(name).DeleteIfExistsAsync(cancellationToken: cancellationToken));

    protected override Task KeepAsAsync(string name, byte[] bytes, CancellationToken cancellationToken) =>
        Reached(() => KeptOf(name).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, cancellationToken));

    /// <summary>Whatever stands against it is told as that the place cannot be reached.</summary>
    internal static async Task<T> Reached<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            throw new IOException("The container of photos cannot be reached.", e);
        }
    }

    private AppendBlobClient PartOf(UploadKey key) => _container.GetAppendBlobClient(Upload + key.FileName);

    private BlobClient SpooledOf(PhotoKey key) => _container.GetBlobClient(Spool + SpooledName(key));

    private BlobClient KeptOf(string name) => _container.GetBlobClient(Kept + KeptName(name));
}
