using Connect311.Api.Http;
using Connect311.Api.Photos.Pictures;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Photos.Uploads;

/// <summary>How an upload goes on that was broken off, or is sent in parts.</summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder routes)
    {
        var photos = routes.MapGroup(PhotoEndpoints.Path).WithTags("Photos").AllowAnonymous().CountsBringing()
            .AddEndpointFilter(PhotoRoutes.AnswerAsync).LetSendersIn();
        photos.MapMethods("/{id}", [HttpMethods.Head], Tell)
            .WithName("TellUpload")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(401, 403, 404, 503);
        photos.MapPatch("/{id}", Continue)
            .WithName("ContinueUpload")
            .WithMetadata(new RequestSizeLimitAttribute(PhotoLimits.MostBytes))
            .Produces<PhotoAnswer>(StatusCodes.Status201Created)
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503);
        photos.MapDelete("/{id}", Cancel)
            .WithName("CancelUpload")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(401, 403, 404, 409, 503);
    }

    /// <summary>Asks how far an upload came.</summary>
    /// <remarks>
    /// <c>Upload-Offset</c> says how many bytes are safe; the phone goes on behind them. <c>Upload-Complete</c> is <c>?1</c> once all came; then
    /// nothing is left to do. A call that still brings bytes of it is ended. An upload to which nothing is added for 24 hours is given up: 404,
    /// and it is begun anew.
    /// </remarks>
    /// <param name="id">The client's UUID of the photo.</param>
    internal static async Task<Results<NoContent, ProblemResult>> Tell(string id, HttpContext context, PhotoDesk desk) =>
        PhotoEndpoints.ReadId(id, []) is { } read ? await desk.TellAsync(read, context) : new ProblemResult(ProblemCode.NotFound);

    /// <summary>Sends what follows of an upload.</summary>
    /// <remarks>
    /// <c>Upload-Offset</c> must be how many bytes came so far; otherwise the answer is 409 <c>upload-offset-mismatch</c> with the right one. With
    /// <c>Upload-Complete: ?1</c> the body is the rest, and the answer is that of <c>POST /v1/photos</c>; with <c>?0</c> it is 204, and more is to
    /// come. The type of the body is <c>application/partial-upload</c>.
    /// </remarks>
    /// <param name="id">The client's UUID of the photo.</param>
    internal static async Task<Results<Created<PhotoAnswer>, NoContent, ProblemResult>> Continue(string id, HttpContext context, PhotoDesk desk)
    {
        if (PhotoEndpoints.ReadId(id, []) is not { } read)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(UploadFields.PartType, StringComparison.OrdinalIgnoreCase) != true)
        {
            context.Response.Headers["Accept-Patch"] = UploadFields.PartType;
            return new ProblemResult(ProblemCode.NotAPart);
        }

        var (fields, faults) = (UploadFields.Of(context.Request), new List<Fault>());
        AddMissing(faults, UploadFields.OffsetField, fields.Offset is null);
        AddMissing(faults, UploadFields.CompleteField, fields.Complete is null);
        return faults.Count > 0 ? new ProblemResult(ProblemCode.ValidationFailed, faults) : await desk.ContinueAsync(read, fields, context);
    }

    /// <summary>Gives an upload up that is not whole yet.</summary>
    /// <remarks>What came of it is deleted. A photo that came whole stays: one that no report names is deleted by itself.</remarks>
    /// <param name="id">The client's UUID of the photo.</param>
    internal static async Task<Results<NoContent, ProblemResult>> Cancel(string id, HttpContext context, PhotoDesk desk) =>
        PhotoEndpoints.ReadId(id, []) is { } read ? await desk.CancelAsync(read, context) : new ProblemResult(ProblemCode.NotFound);

    private static void AddMissing(List<Fault> faults, string field, bool isMissing)
    {
        if (isMissing)
        {
            faults.Add(new("/" + field, FaultCodes.Required));
        }
    }
}
