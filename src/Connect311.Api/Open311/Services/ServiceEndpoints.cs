using Connect311.Api.Catalog;
using Connect311.Api.Http;

namespace Connect311.Api.Open311.Services;

internal static class ServiceEndpoints
{
    public static void MapServices(this RouteGroupBuilder open311)
    {
        open311.MapGet("/services", List)
            .WithName("GetServices")
            .Takes(Argument.Jurisdiction)
            .Answers<IReadOnlyList<Service>>("services", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        open311.MapGet("/services/{service_code}", Define)
            .WithName("GetServiceDefinition")
            .Takes(Argument.Jurisdiction)
            .Answers<ServiceDefinition>("service_definition", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
    }

    /// <summary>Lists what can be reported.</summary>
    /// <remarks>Only what takes reports: texts to read, and what belongs to others, are told by the city's own API.</remarks>
    internal static IResult List(HttpContext context, Jurisdictions jurisdictions, CurrentCity city)
    {
        if (jurisdictions.Find(Arguments.OfQuery(context), out var refusal) is not { } jurisdiction)
        {
            return refusal!;
        }

        var (catalog, language) = (city.Value.Catalog, Languages.Of(context));
        return new Open311Answer("services", jurisdictions.ServicesOf(jurisdiction).Select(type => Service.Of(type, catalog, language)).ToList());
    }

    /// <summary>Tells what is asked with a service.</summary>
    /// <remarks>A service without questions has a definition too, with no attributes.</remarks>
    /// <param name="service_code">The code of the service, from <c>services</c>; it may hold dots.</param>
    internal static IResult Define(string service_code, HttpContext context, Jurisdictions jurisdictions)
    {
        if (jurisdictions.Find(Arguments.OfQuery(context), out var refusal) is not { } jurisdiction)
        {
            return refusal!;
        }

        return jurisdictions.FindService(jurisdiction, service_code) is { } type
            ? new Open311Answer("service_definition", ServiceDefinition.Of(type, Languages.Of(context)))
            : new ProblemResult(ProblemCode.NotFound);
    }
}
