using Connect311.Api.Http;
using Connect311.Api.Photos.Pictures;
using Connect311.Api.Photos.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Photos;

/// <summary>Where photos are sent to: whole in one call, or in parts.</summary>
internal sealed class PhotoDesk(PhotoFiles files, PhotoTaking taking, ResumableUploads resumable, PhotoStore store)
{
    public const int BusySeconds = 5;

    /// <summary>Takes the photo that a call brings, or the beginning of it.</summary>
    /// <param name="id">The client's UUID.</param>
    public async Task<Results<Created<PhotoAnswer>, ProblemResult>> TakeAsync(string id, HttpContext context)
    {
        var (key, fields) = (KeyOf(id, context), UploadFields.Of(context.Request));
        return RefuseBody(context) is { } refusal ? refusal
            : fields.Complete is null ? await ReceiveAsync(key, context)
            : await resumable.BeginAsync(key, fields, context);
    }

    /// <summary>Adds to an upload of the caller's what follows.</summary>
    public async Task<Results<Created<PhotoAnswer>, NoContent, ProblemResult>> ContinueAsync(string id, UploadFields fields, HttpContext context) =>
        RefuseBody(context) is { } refusal ? refusal : await resumable.ContinueAsync(KeyOf(id, context), fields, context);

    /// <summary>Says how far an upload of the caller's is.</summary>
    public Task<Results<NoContent, ProblemResult>> TellAsync(string id, HttpContext context) => resumable.TellAsync(KeyOf(id, context), context);

    /// <summary>Gives an upload of the caller's up.</summary>
    public Task<Results<NoContent, ProblemResult>> CancelAsync(string id, HttpContext context) => resumable.CancelAsync(KeyOf(id, context), context);

    /// <summary>How it stands with a photo of the caller's.</summary>
    public async Task<Results<Ok<PhotoAnswer>, ProblemResult>> FindAsync(string id, HttpContext context)
    {
        var key = KeyOf(id, context);
        context.Response.Headers.CacheControl = "no-store";
        return await store.FindAsync(id, context.RequestAborted) is { IsGone: false } row && row.Owner == key.Owner ? TypedResults.Ok(PhotoAnswer.Of(row, null))
            : await files.HasPartAsync(key, context.RequestAborted) ? TypedResults.Ok(PhotoAnswer.Receiving(id))
            : new ProblemResult(ProblemCode.NotFound);
    }

    private static UploadKey KeyOf(string id, HttpContext context) => new(id, PhotoSenders.Of(context));

    /// <summary>Why a body is not even looked at: there is no room for what comes.</summary>
    private ProblemResult? RefuseBody(HttpContext context)
    {
        if (context.Request.ContentLength > PhotoLimits.MostBytes)
        {
            UploadFields.TellLimits(context.Response);
            return new(ProblemCode.TooLarge);
        }

        return taking.IsFull ? new(ProblemCode.Busy) { RetryAfter = BusySeconds } : null;
    }

    /// <summary>All of it in one call. What does not come whole leaves nothing.</summary>
    private async Task<Results<Created<PhotoAnswer>, ProblemResult>> ReceiveAsync(UploadKey key, HttpContext context)
    {
        await using var file = files.Begin();
        try
        {
            if (await PhotoReceiver.ReceiveAsync(context, file, PhotoLimits.MostBytes) is var end && end != BodyEnd.Whole)
            {
                UploadFields.TellLimits(context.Response);
                return new ProblemResult(end == BodyEnd.Lost ? ProblemCode.BadRequest : ProblemCode.TooLarge);
            }

            file.Flush(flushToDisk: true);
            var (answer, refusal) = await taking.TakeAsync(file, key.Id, key.Owner, context);
            if (refusal is not null)
            {
                return refusal;
            }

            await files.DropPartAsync(key, context.RequestAborted);
            return TypedResults.Created(PhotoEndpoints.PathOf(key.Id), answer!);
        }
        finally
        {
            File.Delete(file.Name);
        }
    }
}
