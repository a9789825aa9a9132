using Connect311.Api.Open311.Updates;
using Polly;

namespace Connect311.Api.Open311.Connector;

internal static class ConnectorRegistration
{
    public static void AddConnectors(this IServiceCollection services)
    {
        services.AddOptions<ConnectorRunOptions>().BindConfiguration(ConnectorRunOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddResiliencePipelineRegistry<string>();
        services.AddSingleton<Connectors>().AddSingleton<ConnectorCounts>().AddSingleton<ConnectorClient>().AddSingleton<OutgoingForms>();
        services.AddSingleton<ForwardStore>().AddSingleton<HandOver>().AddSingleton<ExternalIds>().AddSingleton<SentBefore>();
        services.AddSingleton<Outgoing>().AddSingleton<Acknowledging>().AddSingleton<Forwarder>();
        services.AddSingleton<UpdateStore>().AddSingleton<UpdateOutcomes>().AddSingleton<UpdateDesk>();
        services.AddSingleton<UpdateReader>().AddSingleton<Taking>().AddSingleton<UpdateFetch>();
        services.AddSingleton<ConnectorCounting>().AddSingleton<ConnectorSweep>().AddSingleton<DepartmentTurn>().AddSingleton<ConnectorTurn>().AddSingleton<ConnectorService>();
    }
}
