using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Open311.Discovery;

internal static class DiscoveryEndpoints
{
    private const string Specification = "http://wiki.open311.org/GeoReport_v2";

    public static void MapDiscovery(this RouteGroupBuilder open311) =>
        open311.MapGet("/discovery", Discover)
            .WithName("GetDiscovery")
            .Answers<DiscoveryDocument>("discovery");

    /// <summary>Tells where this server is, and whom to ask about it.</summary>
    /// <remarks><c>changeset</c> moves whenever the services, or what is asked with one, may have changed.</remarks>
    internal static async Task<IResult> Discover(
        HttpContext context, IOptions<Open311Options> options, CurrentCity city, Changesets changesets, PublicPlaces places)
    {
        var settings = options.Value;
        var name = city.Value.Catalog.City.Name.In(Languages.Of(context));
        var changeset = await changesets.NowAsync(context.RequestAborted);
        return new Open311Answer("discovery", new DiscoveryDocument(
            changeset,
            settings.Contact ?? name,
            settings.KeyService ?? name,
            [new(Specification, places.Of(context, Door.Root), changeset, settings.Type, [Face.Xml, Face.JsonType])]));
    }
}
