using Connect311.Api.Http;
using Connect311.Api.Open311.Bulk;
using Connect311.Api.Open311.Discovery;
using Connect311.Api.Open311.Reports;
using Connect311.Api.Open311.Requests;
using Connect311.Api.Open311.Services;
using Connect311.Api.Open311.Updates;

namespace Connect311.Api.Open311;

/// <summary>Open311 GeoReport v2: the same reports under another protocol.</summary>
internal static class Open311Room
{
    public static void AddOpen311(this IServiceCollection services)
    {
        services.AddOptions<Open311Options>().BindConfiguration(Open311Options.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOpen311Description();
        services.AddSingleton<Jurisdictions>().AddSingleton<Changesets>().AddSingleton<PublicPlaces>();
        services.AddSingleton<AppKeys>().AddSingleton<ReportIntake>().AddSingleton<Reporting>();
        services.AddScoped<SentPictures>();
        services.AddSingleton<Open311Store>().AddSingleton<OpenRequests>().AddSingleton<BulkRequests>();
        services.AddSingleton<PublicUpdates>().AddSingleton<UpdateKeys>().AddSingleton<ResidentUpdates>().AddSingleton<Receiving>();
    }

    public static void MapOpen311(this IEndpointRouteBuilder routes)
    {
        var open311 = routes.MapGroup(Door.Root).WithTags("GeoReport v2").WithGroupName(Open311Description.DocumentName).Sheds(LoadClass.Lookup).AllowAnonymous();
        open311.MapDiscovery();
        open311.MapServices();
        open311.MapReports();
        open311.MapRequests();
        open311.MapBulk();
        open311.MapUpdates();
    }
}
