using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Photos.Pictures;
using Connect311.Api.ServiceLevels;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>
/// Receives photos: bytes to the disk, a look at the head, the row; then the answer, and the work on it goes on by itself. Nothing is
/// answered before file and row are durable.
/// </summary>
internal sealed class PhotoDesk(PhotoStore store, PhotoFolder folder, PhotoWork work, CurrentCity city, IOptions<PhotoOptions> options, TimeProvider time)
{
    private const int BusySeconds = 5;

    /// <summary>Takes the photo that a call brings. The same may come again, and is answered with how it stands with it then.</summary>
    /// <param name="id">The client's UUID.</param>
    public async Task<Results<Created<PhotoAnswer>, ProblemResult>> TakeAsync(string id, HttpContext context)
    {
        if (context.Request.ContentLength > PhotoLimits.MostBytes)
        {
            return new ProblemResult(ProblemCode.TooLarge);
        }

        if (work.Waiting >= options.Value.MostWaiting)
        {
            return new ProblemResult(ProblemCode.Busy) { RetryAfter = BusySeconds };
        }

        try
        {
            return await ReceiveAsync(id, Caller.Of(context.User).Id, context);
        }
        catch (PhotoRefusedException refused)
        {
            return new ProblemResult(CodeOf(refused.Code), more: new { maximumPixels = PhotoLimits.MostPixels, maximumSide = PhotoLimits.MostSide });
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException or UnauthorizedAccessException)
        {
            return new ProblemResult(ProblemCode.StorageUnavailable) { RetryAfter = BusySeconds };
        }
    }

    /// <summary>How it stands with a photo of the caller's own.</summary>
    public async Task<Results<Ok<PhotoAnswer>, ProblemResult>> FindAsync(string id, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await store.FindAsync(id, context.RequestAborted) is { IsGone: false } row && row.Owner == Caller.Of(context.User).Id
            ? TypedResults.Ok(PhotoAnswer.Of(row, null))
            : new ProblemResult(ProblemCode.NotFound);
    }

    private async Task<Results<Created<PhotoAnswer>, ProblemResult>> ReceiveAsync(string id, string owner, HttpContext context)
    {
        string? part = null;
        try
        {
            PhotoHeader header;
            string hash;
            int bytes;
            await using (var file = folder.Begin())
            {
                part = file.Name;
                var (received, refusal) = await PhotoReceiver.ReceiveAsync(context, file);
                bytes = (int)file.Length;
                if (received is null)
                {
                    return refusal!;
                }

                (hash, header) = (received, PhotoHeader.Of(new(file)));
            }

            var row = await KeepAsync(part, new(new(id, hash), bytes), owner, context.RequestAborted);
            if (row.Owner != owner || row.SourceHash != hash)
            {
                return new ProblemResult(ProblemCode.KeyReused);
            }

            if (row.IsGone)
            {
                return new ProblemResult(ProblemCode.Busy) { RetryAfter = BusySeconds };
            }

            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Created($"/v1/photos/{id}", PhotoAnswer.Of(row, SuggestionOf(PhotoHint.Read(header.Exif))));
        }
        finally
        {
            if (part is not null)
            {
                File.Delete(part);
            }
        }
    }

    /// <summary>Keeps what was received, unless there is a photo of that id already.</summary>
    /// <returns>The photo that has the id.</returns>
    private async Task<PhotoRow> KeepAsync(string part, ReceivedPhoto photo, string owner, CancellationToken cancellationToken)
    {
        var key = photo.Key;
        var known = await store.FindAsync(key.Id, cancellationToken);
        if (known is null)
        {
            folder.Spool(part, key);
            var now = time.Now();
            await store.AddAsync(photo, owner, now, now.AddDays(PhotoOptions.Days), cancellationToken);
            known = (await store.FindAsync(key.Id, cancellationToken))!;
        }

        if (known.Status == PhotoStatus.Processing && known.Key == key)
        {
            work.Offer(key);
        }

        return known;
    }

    /// <summary>Where and when it says that it was taken; a time without its zone is by the city's clock.</summary>
    private PhotoSuggestion? SuggestionOf(PhotoHint? hint)
    {
        if (hint is null)
        {
            return null;
        }

        var now = city.Value;
        DateTimeOffset? takenAt = hint.Local is not { } local ? null
            : hint.Offset is { } offset ? new DateTimeOffset(local, offset).ToUniversalTime()
            : LocalTimes.ToUtc(local, now.Catalog.City.TimeZone, out _);
        return new(
            hint.Latitude,
            hint.Longitude,
            hint is { Latitude: { } latitude, Longitude: { } longitude } ? now.AreaSets.Find(latitude, longitude) is [var first, ..] && first.Set == now.AreaSets[0].Name : null,
            takenAt);
    }

    private static ProblemCode CodeOf(string refusal) => refusal switch
    {
        PhotoRefusal.NotAPhoto => ProblemCode.NotAPhoto,
        PhotoRefusal.TooManyPixels => ProblemCode.TooManyPixels,
        _ => ProblemCode.PhotoUnreadable,
    };
}
