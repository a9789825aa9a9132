using System.ComponentModel.DataAnnotations;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>Whoever reported something adds photos to it.</summary>
internal static class AddedPhotoEndpoints
{
    public static void MapAddedPhotos(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/photos", Add)
            .WithName("AddOwnPhotos")
            .WithTags("Public")
            .AllowAnonymous()
            .Accepts<AddedPhotoIds>("application/json")
            .Produces<PublicRequest>()
            .Refuses(400, 401, 404, 408, 409, 413, 415, 503);

    /// <summary>Adds photos to a report.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is), while it is open. The photos are sent to
    /// <c>POST /v1/photos</c> before or after, by the app that sent the report or by this device. Up to five a report, with those that it named
    /// itself. The same may be sent twice.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<PublicRequest>, ProblemResult>> Add(
        string trackingNumber, HttpContext context, AddedPhotos photos, DeviceGate gate, Ownership ownership) =>
        ownership.DoAsync(trackingNumber, context, Read, async (own, ids) =>
        {
            var device = DeviceGate.IsNamed(context) ? (await gate.FindAsync(context))?.Device : null;
            return await photos.AddAsync(own, ids, device, context.RequestAborted);
        });

    private static List<string> Read(ObjectReader root)
    {
        root.Require("photos");
        var ids = SubmissionReader.ReadPhotos(root) ?? [];
        root.End();
        return ids;
    }
}

/// <summary>More photos of a report.</summary>
internal sealed record AddedPhotoIds
{
    /// <summary>The ids of the photos, the client's own UUIDs.</summary>
    [Required, MaxLength(SubmissionReader.MostPhotos)]
    public required IReadOnlyList<string> Photos { get; init; }
}
