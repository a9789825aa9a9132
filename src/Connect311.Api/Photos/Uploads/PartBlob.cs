using System.Globalization;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Connect311.Api.Photos.Uploads;

/// <summary>An upload in an append blob. What came before is copied to this machine first, so that the whole is at hand once it is whole.</summary>
internal sealed class PartBlob : UploadPart
{
    private const string LengthName = "length";

    /// <summary>Bytes; older versions of the service take no more at once.</summary>
    private const int MostBlock = 4 * 1024 * 1024;

    private readonly AppendBlobClient _blob;
    private long _saved;

    private PartBlob(AppendBlobClient blob, FileStream file, long? length)
        : base(file, length) => (_blob, _saved) = (blob, file.Position);

    /// <summary>An empty one, in the place of what may be there.</summary>
    /// <param name="file">Empty.</param>
    public static async Task<PartBlob> BeginAsync(AppendBlobClient blob, FileStream file, CancellationToken cancellationToken)
    {
        var part = new PartBlob(blob, file, null);
        try
        {
            await blob.CreateAsync(new AppendBlobCreateOptions(), cancellationToken);
            return part;
        }
        catch
        {
            await part.DisposeAsync();
            throw;
        }
    }

    /// <summary>The one that is there, or null.</summary>
    /// <param name="newFile">Makes an empty file.</param>
    public static async Task<PartBlob?> FindAsync(AppendBlobClient blob, Func<FileStream> newFile, CancellationToken cancellationToken)
    {
        if (!await blob.ExistsAsync(cancellationToken))
        {
            return null;
        }

        var file = newFile();
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            if (properties.ContentLength > 0)
            {
                await blob.DownloadToAsync(file, cancellationToken);
            }

            return new(blob, file, LengthIn(properties.Metadata));
        }
        catch
        {
            await file.DisposeAsync();
            System.IO.File.Delete(file.Name);
            throw;
        }
    }

    public override async Task SaveAsync()
    {
        var end = Offset;
        var block = new byte[Math.Min(MostBlock, Math.Max(0, end - _saved))];
        while (_saved < end)
        {
            File.Position = _saved;
            var read = await File.ReadAtLeastAsync(block, (int)Math.Min(block.Length, end - _saved));
            await AppendAsync(block[..(int)Math.Min(read, end - _saved)]);
        }

        File.Position = end;
    }

    public override Task DropAsync() => PhotoBlobs.Reached(() => _blob.DeleteIfExistsAsync());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        System.IO.File.Delete(File.Name);
    }

    protected override Task NoteAsync(long length) => PhotoBlobs.Reached(() =>
        _blob.SetMetadataAsync(new Dictionary<string, string> { [LengthName] = length.ToString(CultureInfo.InvariantCulture) }));

    /// <summary>Behind what is there, and nowhere else: another node may have been at it.</summary>
    private async Task AppendAsync(byte[] bytes)
    {
        var options = new AppendBlobAppendBlockOptions { Conditions = new() { IfAppendPositionEqual = _saved } };
        await PhotoBlobs.Reached(() => _blob.AppendBlockAsync(new MemoryStream(bytes), options));
        _saved += bytes.Length;
    }

    private static long? LengthIn(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(LengthName, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
}
