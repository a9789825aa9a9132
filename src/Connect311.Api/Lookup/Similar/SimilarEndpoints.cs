using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup.Similar;

internal static class SimilarEndpoints
{
    public static void MapSimilar(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/service-requests/similar", Find)
            .WithName("FindSimilarServiceRequests")
            .WithTags("Public")
            .AllowAnonymous()
            .Sheds(LoadClass.List)
            .Produces<SimilarList>()
            .Refuses(400, 503);

    /// <summary>Tells what was reported already: open reports of the same kind nearby.</summary>
    /// <remarks>
    /// Ask before a report is sent; whoever finds it there follows it (<c>POST /v1/service-requests/{trackingNumber}/follow</c>) instead. How near
    /// and how new it must be, the service type says (<c>incidents</c>); otherwise 100 m and a week, or what the city set. Only the published place
    /// counts: of a type that publishes areas alone, or no place, nothing is near. A confidential report is never told. With
    /// <c>X-Device-Token</c> it says which the phone follows already; a dead token is as none.
    /// </remarks>
    internal static async Task<Results<Ok<SimilarList>, ProblemResult>> Find(
        [Description("The code of the service type, from `GET /v1/catalog`."), Required] string? serviceType,
        [Description("Degrees north."), Required] string? latitude,
        [Description("Degrees east."), Required] string? longitude,
        HttpContext context,
        SimilarSearch search)
    {
        var faults = new List<Fault>();
        var type = search.TypeOf(serviceType, faults);
        var place = (QueryDegrees.Read("latitude", latitude, 90, faults), QueryDegrees.Read("longitude", longitude, 180, faults));
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var language = Languages.Of(context);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentLanguage = language;
        return TypedResults.Ok(await search.FindAsync(type!, place, language, context));
    }
}

/// <summary>Looks for what was reported already, for whoever asks.</summary>
internal sealed class SimilarSearch(SimilarRequests similar, DeviceGate gate, CurrentCity city)
{
    /// <summary>The entry of a code; null where a fault was noted.</summary>
    public ServiceType? TypeOf(string? code, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(code))
        {
            faults.Add(new("/serviceType", FaultCodes.Required));
            return null;
        }

        if (city.Value.Catalog.ServiceType(code) is { } type)
        {
            return type;
        }

        faults.Add(new("/serviceType", FaultCodes.UnknownServiceType));
        return null;
    }

    public async Task<SimilarList> FindAsync(ServiceType type, (double Latitude, double Longitude) place, string language, HttpContext context)
    {
        var token = DeviceGate.IsNamed(context) ? await gate.FindAsync(context) : null;
        return await similar.OfAsync(type, place, token?.Device, language, context.RequestAborted);
    }
}
