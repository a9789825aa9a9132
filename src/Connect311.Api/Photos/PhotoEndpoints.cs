using Connect311.Api.Http;
using Connect311.Api.Photos.Pictures;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Photos;

internal static class PhotoEndpoints
{
    public const string Path = "/v1/photos";

    public const string IdHeader = "Photo-Id";

    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        var photos = routes.MapGroup(Path).WithTags("Photos").AllowAnonymous().CountsBringing().AddEndpointFilter(PhotoRoutes.AnswerAsync);
        photos.MapPost("", Upload)
            .LetSendersIn()
            .WithName("UploadPhoto")
            .WithMetadata(new RequestSizeLimitAttribute(PhotoLimits.MostBytes))
            .Produces<PhotoAnswer>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 408, 409, 413, 415, 422, 429, 503);
        photos.MapGet("/{id}", Find).LetSendersIn().WithName("FindPhoto").Produces<PhotoAnswer>().Refuses(401, 403, 404, 503);
        photos.MapGet("/{id}/{size}", Show)
            .WithName("ShowPhoto")
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status304NotModified)
            .Refuses(404, 503);
        routes.MapPost("/v1/service-requests/{trackingNumber}/photos/{id}/release", Release)
            .WithTags("Photos")
            .WithName("ReleasePhoto")
            .RequireAuthorization(Policies.Publish)
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
    }

    public static string PathOf(string id) => $"{Path}/{id}";

    /// <summary>Uploads a photo, before or after the report that names it.</summary>
    /// <remarks>
    /// The body is the file as it is: JPEG, PNG, WebP or HEIC, at most 20 MiB, 50 million pixels and 16,384 pixels a side. <c>Photo-Id</c>
    /// is a UUID of the client's own making: a report names it in <c>photos</c>, and a photo sent twice is stored once. With the answer
    /// the photo is safe, and may be deleted from the queue; it is turned upright and encoded anew, without any metadata, right after that. Where
    /// and when it was taken, if it says so, is in the answer as a suggestion, and kept nowhere. A photo that no report names within
    /// 30 days is deleted. An app key, a member of staff or a device token alone will do.
    ///
    /// With <c>Upload-Complete</c> the upload can go on where it was broken off (draft-ietf-httpbis-resumable-upload): <c>?1</c> where the body is
    /// all of the file, <c>?0</c> where it is the beginning, or empty. What came is asked for by <c>HEAD /v1/photos/{id}</c>, and the rest sent by
    /// <c>PATCH</c>. One that is sent again begins anew.
    /// </remarks>
    internal static async Task<Results<Created<PhotoAnswer>, ProblemResult>> Upload(HttpContext context, PhotoDesk desk)
    {
        var faults = new List<Fault>();
        return ReadId(context.Request.Headers[IdHeader].ToString(), faults) is { } id
            ? await desk.TakeAsync(id, context)
            : new ProblemResult(ProblemCode.ValidationFailed, faults);
    }

    /// <summary>Asks how it stands with a photo of one's own: whether it can be shown, or why it is refused.</summary>
    /// <remarks>Only for the app, device or member of staff that sent it. The suggested place is not told again: the city has not kept it.</remarks>
    /// <param name="id">The client's UUID of it.</param>
    internal static async Task<Results<Ok<PhotoAnswer>, ProblemResult>> Find(string id, HttpContext context, PhotoDesk desk) =>
        ReadId(id, []) is { } read ? await desk.FindAsync(read, context) : new ProblemResult(ProblemCode.NotFound);

    /// <summary>Shows a photo of a request, as JPEG without any metadata.</summary>
    /// <remarks>
    /// To staff who may see the request; to whoever reported it (<c>X-Reporter-Key</c>), but for what staff show of their work; to anybody
    /// once staff released it, where its service type publishes photos. To everybody else it answers like one that does not exist.
    /// </remarks>
    /// <param name="id">The client's UUID of it.</param>
    /// <param name="size"><c>large</c> (at most 2,048 pixels a side) or <c>small</c> (480).</param>
    internal static async Task<Results<FileStreamHttpResult, ProblemResult>> Show(string id, string size, HttpContext context, PhotoShow show) =>
        ReadId(id, []) is { } read && size is PhotoSize.Large or PhotoSize.Small
            ? await show.ShowAsync(read, size, context)
            : new ProblemResult(ProblemCode.NotFound);

    /// <summary>Lets the public see a photo of a request.</summary>
    /// <remarks>
    /// Only of a service type that publishes photos, and only one that is ready: look at it first, for nobody's face, plate or home should be in
    /// it. One that is released already is answered as it is.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    /// <param name="id">The client's UUID of the photo.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Release(
        string trackingNumber, string id, HttpContext context, PhotoRelease release, StaffDesk staff) =>
        await RequestBody.RefuseContentAsync(context) is { } unwanted ? unwanted
        : ReadId(id, []) is not { } photo ? new ProblemResult(ProblemCode.NotFound)
        : Sighting.Read(trackingNumber, context.Request, out var refusal) is { } sighting
            ? await staff.DoAsync(sighting.Number, await release.PlanAsync(sighting, photo, Caller.Of(context.User), context.RequestAborted), context)
        : refusal!;

    /// <summary>A UUID in its one form; null where it is none.</summary>
    public static string? ReadId(string text, List<Fault> faults)
    {
        if (Guid.TryParseExact(text, "D", out var id))
        {
            return id.ToString();
        }

        faults.Add(text.Length == 0 ? new("/" + IdHeader, FaultCodes.Required) : new("/" + IdHeader, FaultCodes.InvalidFormat, "expected", "a UUID"));
        return null;
    }
}
