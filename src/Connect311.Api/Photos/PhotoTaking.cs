using System.Security.Cryptography;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Photos.Pictures;

namespace Connect311.Api.Photos;

/// <summary>
/// Takes a photo whose bytes are all here: a look at the head, the spool, the row. Then it is answered, and the work on it goes on by
/// itself. Nothing is answered before file and row are durable.
/// </summary>
internal sealed class PhotoTaking(PhotoStore store, PhotoFiles files, PhotoWork work, PhotoSuggestions suggestions, TimeProvider time)
{
    /// <summary>Whether too many wait to be worked on.</summary>
    public bool IsFull => work.IsFull;

    /// <summary>Takes it, unless there is another photo of that id. The same may come again, and is answered with how it stands with it then.</summary>
    /// <param name="file">All of it, in a folder of ours; it is closed then, and may have another name.</param>
    /// <param name="owner">See <see cref="PhotoSenders"/>.</param>
    public async Task<(PhotoAnswer? Answer, ProblemResult? Refusal)> TakeAsync(FileStream file, string id, string owner, HttpContext context)
    {
        PhotoHeader header;
        try
        {
            header = PhotoHeader.Of(new(file));
        }
        catch (PhotoRefusedException refused)
        {
            return (null, new(CodeOf(refused.Code), new { maximumPixels = PhotoLimits.MostPixels, maximumSide = PhotoLimits.MostSide }));
        }

        var photo = await ReadAsync(file, id, context.RequestAborted);
        var row = await KeepAsync(file, photo, owner, context.RequestAborted);
        if (row.Owner != owner || row.Key != photo.Key)
        {
            return (null, new(ProblemCode.KeyReused));
        }

        if (row.IsGone)
        {
            return (null, new(ProblemCode.Busy) { RetryAfter = PhotoDesk.BusySeconds });
        }

        context.Response.Headers.CacheControl = "no-store";
        return (PhotoAnswer.Of(row, suggestions.Of(header.Exif)), null);
    }

    private static async Task<ReceivedPhoto> ReadAsync(FileStream file, string id, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var hash = await SHA256.HashDataAsync(file, cancellationToken);
        return new(new(id, Convert.ToHexStringLower(hash)), (int)file.Length);
    }

    /// <summary>Keeps what was received, unless there is a photo of that id already.</summary>
    /// <returns>The photo that has the id.</returns>
    private async Task<PhotoRow> KeepAsync(FileStream file, ReceivedPhoto photo, string owner, CancellationToken cancellationToken)
    {
        var known = await store.FindAsync(photo.Key.Id, cancellationToken);
        if (known is null || (known.Status == PhotoStatus.Processing && known.Key == photo.Key && !await files.IsSpooledAsync(photo.Key, cancellationToken)))
        {
            // The second: its bytes were lost with a disk, and here they are again.
            await file.DisposeAsync();
            await files.SpoolAsync(file.Name, photo.Key, cancellationToken);
        }

        if (known is null)
        {
            var now = time.Now();
            await store.AddAsync(photo, owner, now, now.AddDays(PhotoOptions.Days), cancellationToken);
            known = (await store.FindAsync(photo.Key.Id, cancellationToken))!;
        }

        if (known.Status == PhotoStatus.Processing && known.Key == photo.Key)
        {
            work.Offer(photo.Key);
        }

        return known;
    }

    private static ProblemCode CodeOf(string refusal) => refusal switch
    {
        PhotoRefusal.NotAPhoto => ProblemCode.NotAPhoto,
        PhotoRefusal.TooManyPixels => ProblemCode.TooManyPixels,
        _ => ProblemCode.PhotoUnreadable,
    };
}
