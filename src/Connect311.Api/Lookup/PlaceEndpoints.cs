using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Rerouting;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>Whoever reported something says where it really is.</summary>
internal static class PlaceEndpoints
{
    public static void MapPlaceCorrection(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/place", Correct)
            .WithName("CorrectPlace")
            .WithTags("Public")
            .AllowAnonymous()
            .Accepts<PlaceCorrection>("application/json")
            .Produces<PublicRequest>()
            .Refuses(400, 401, 404, 408, 409, 413, 415, 503);

    /// <summary>Says where a report really is.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is), while it is open. It is published
    /// anew as its type demands. Another department may get it then, at once or once staff agree, as the city's rules say; once staff agree
    /// where it moves farther than 500 m, or what the city set. The same may be sent twice.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<PublicRequest>, ProblemResult>> Correct(
        string trackingNumber, HttpContext context, PlaceDesk desk, Ownership ownership) =>
        ownership.DoAsync(trackingNumber, context, Read, (own, correction) => desk.CorrectAsync(own, correction, context.RequestAborted));

    private static Correction Read(ObjectReader root)
    {
        root.Require("location");
        var location = SubmissionReader.ReadLocation(root, aside: null);
        var address = root.Object("address");
        var text = address?.RequiredText("text", 500);
        address?.End();
        root.End();
        return new() { Location = location, Address = string.IsNullOrEmpty(text) ? null : new() { Text = text } };
    }
}

/// <summary>Where a report really is.</summary>
internal sealed record PlaceCorrection
{
    /// <summary>The place by coordinates; takes the place of the whole location.</summary>
    [Required]
    public required SubmittedLocation Location { get; init; }

    /// <summary>The place in words; one that is left out stays as it is.</summary>
    public PlaceInWords? Address { get; init; }
}

/// <summary>A place in words.</summary>
internal sealed record PlaceInWords
{
    /// <summary>The address, or what stands nearby.</summary>
    [Required, MaxLength(500)]
    public required string Text { get; init; }
}
