using OpenTelemetry.Metrics;

namespace Connect311.Api.Http;

/// <summary>What /metrics shows, in Prometheus' text form.</summary>
internal static class Metrics
{
    public const string MeterName = "Connect311";

    public static void AddOurMetrics(this IServiceCollection services) =>
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(MeterName, "Polly", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
}
