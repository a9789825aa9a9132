using Connect311.Api.Http;
using Connect311.Api.Photos.Pictures;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Photos.Uploads;

/// <summary>
/// Uploads in parts, and such as go on where the network broke off: what came is kept, until all of it did. The address of an upload is the
/// photo's own, so a phone knows it before it asks.
/// </summary>
internal sealed class ResumableUploads(PhotoStore store, PhotoFiles files, PhotoTaking taking, RunningUploads running)
{
    /// <summary>Begins an upload; one of the same id that was not whole is begun anew.</summary>
    /// <returns>Where it goes on; or, with all its bytes, the photo.</returns>
    public async Task<Results<Created<PhotoAnswer>, ProblemResult>> BeginAsync(UploadKey key, UploadFields fields, HttpContext context)
    {
        if (fields.IsInconsistent(0, context.Request.ContentLength))
        {
            return new ProblemResult(ProblemCode.UploadLengthMismatch);
        }

        if (fields.LengthAt(0, context.Request.ContentLength) > PhotoLimits.MostBytes)
        {
            UploadFields.TellLimits(context.Response);
            return new ProblemResult(ProblemCode.TooLarge);
        }

        if (await store.FindAsync(key.Id, context.RequestAborted) is { } known && (known.Owner != key.Owner || fields.Complete == false))
        {
            return known.Owner == key.Owner ? Completed(known, context) : new ProblemResult(ProblemCode.KeyReused);
        }

        using var turn = await running.EnterAsync(key, context);
        await using var part = await files.BeginPartAsync(key, context.RequestAborted);
        var (answer, refusal) = await AppendAsync(part, key, fields, turn, context);
        return refusal is not null ? refusal : TypedResults.Created(PhotoEndpoints.PathOf(key.Id), answer ?? PhotoAnswer.Receiving(key.Id));
    }

    /// <summary>Adds to an upload what follows.</summary>
    public async Task<Results<Created<PhotoAnswer>, NoContent, ProblemResult>> ContinueAsync(UploadKey key, UploadFields fields, HttpContext context)
    {
        using var turn = await running.EnterAsync(key, context);
        await using var part = await files.FindPartAsync(key, context.RequestAborted);
        if (part is null)
        {
            return await FindAsync(key, context) is { } known ? Completed(known, context) : new ProblemResult(ProblemCode.NotFound);
        }

        if (fields.Offset != part.Offset)
        {
            UploadFields.Tell(context.Response, isComplete: false, part.Offset, part.Length);
            return new ProblemResult(ProblemCode.UploadOffsetMismatch, new { expectedOffset = part.Offset, providedOffset = fields.Offset });
        }

        var (answer, refusal) = await AppendAsync(part, key, fields, turn, context);
        return refusal is not null ? refusal
            : answer is not null ? TypedResults.Created(PhotoEndpoints.PathOf(key.Id), answer)
            : TypedResults.NoContent();
    }

    /// <summary>Says how far an upload is.</summary>
    public async Task<Results<NoContent, ProblemResult>> TellAsync(UploadKey key, HttpContext context)
    {
        using var turn = await running.EnterAsync(key, context);
        turn.Received();
        await using var part = await files.FindPartAsync(key, context.RequestAborted);
        if (part is not null)
        {
            // What is told is promised: the phone may throw it away.
            await part.SaveAsync();
            UploadFields.Tell(context.Response, isComplete: false, part.Offset, part.Length);
            return TypedResults.NoContent();
        }

        if (await FindAsync(key, context) is not { } known)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        UploadFields.Tell(context.Response, isComplete: true, known.Bytes, known.Bytes);
        return TypedResults.NoContent();
    }

    /// <summary>Gives an upload up that is not whole.</summary>
    public async Task<Results<NoContent, ProblemResult>> CancelAsync(UploadKey key, HttpContext context)
    {
        using var turn = await running.EnterAsync(key, context);
        turn.Received();
        await using var part = await files.FindPartAsync(key, context.RequestAborted);
        if (part is null)
        {
            return await FindAsync(key, context) is { } known ? Completed(known, context) : new ProblemResult(ProblemCode.NotFound);
        }

        await part.DropAsync();
        return TypedResults.NoContent();
    }

    private async Task<PhotoRow?> FindAsync(UploadKey key, HttpContext context) =>
        await store.FindAsync(key.Id, context.RequestAborted) is { IsGone: false } row && row.Owner == key.Owner ? row : null;

    private static ProblemResult Completed(PhotoRow known, HttpContext context)
    {
        UploadFields.Tell(context.Response, isComplete: true, known.Bytes, known.Bytes);
        return new(ProblemCode.UploadCompleted);
    }

    /// <returns>The photo, once all of it is here; neither where more is to come.</returns>
    private async Task<(PhotoAnswer? Answer, ProblemResult? Refusal)> AppendAsync(
        UploadPart part, UploadKey key, UploadFields fields, RunningUploads.Turn turn, HttpContext context)
    {
        var response = context.Response;
        if (fields.IsInconsistent(part.Offset, context.Request.ContentLength) || !await part.ExpectAsync(fields.LengthAt(part.Offset, context.Request.ContentLength)))
        {
            return (null, new(ProblemCode.UploadLengthMismatch));
        }

        switch (await ReceiveAsync(part, context))
        {
            case BodyEnd.Lost:
                return (null, new(ProblemCode.BadRequest));
            case BodyEnd.TooLong:
                await part.DropAsync();
                UploadFields.TellLimits(response);
                return (null, new(part.Length < PhotoLimits.MostBytes ? ProblemCode.UploadLengthMismatch : ProblemCode.TooLarge));
            case BodyEnd.Whole when fields.Complete != true:
                UploadFields.Tell(response, isComplete: false, part.Offset, part.Length);
                return (null, null);
        }

        if (part.Length is { } length && part.Offset != length)
        {
            await part.DropAsync();
            return (null, new(ProblemCode.UploadLengthMismatch));
        }

        turn.Received();
        UploadFields.Tell(response, isComplete: true, part.Offset, part.Offset);
        var taken = await taking.TakeAsync(part.File, key.Id, key.Owner, context);
        await part.DropAsync();
        return taken;
    }

    /// <summary>Receives what a call brings; what came before the network broke off stays.</summary>
    private static async Task<BodyEnd> ReceiveAsync(UploadPart part, HttpContext context)
    {
        try
        {
            return await PhotoReceiver.ReceiveAsync(context, part.File, part.Length ?? PhotoLimits.MostBytes);
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException)
        {
            part.RollBack();
            throw;
        }
        finally
        {
            await part.SaveAsync();
        }
    }
}
