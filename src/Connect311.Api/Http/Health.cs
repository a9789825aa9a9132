using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests.Spool;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Connect311.Api.Http;

/// <summary>Whether the program lives, and whether it can take requests.</summary>
internal static class Health
{
    private const string Ready = "ready";
    private const string Submissions = "submissions";

    public static void AddHealth(this IServiceCollection services)
    {
        // One for all calls: it knows whether it is asking already.
        services.AddSingleton<DatabaseCheck>().AddSingleton<WriteProof>();
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", tags: [Ready])
            .AddCheck<CityCheck>("city", tags: [Ready])
            .AddCheck<SpoolCheck>("spool", tags: [Ready])
            .AddCheck<SubmissionsCheck>("submissions", tags: [Submissions]);
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", Options(_ => false)).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", Options(check => check.Tags.Contains(Ready))).AllowAnonymous();
        routes.MapHealthChecks("/health/submissions", Options(check => check.Tags.Contains(Submissions))).AllowAnonymous();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> which) => new()
    {
        Predicate = which,
        ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(check => check.Key, check => check.Value.Status.ToString()),
            notes = report.Entries.Where(check => check.Value.Description is not null).ToDictionary(check => check.Key, check => check.Value.Description),
        }),
    };

    private sealed class CityCheck(CurrentCity city) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
            Task.FromResult(
                !city.IsLoaded ? HealthCheckResult.Unhealthy()
                : city.IsStale ? HealthCheckResult.Degraded()
                : HealthCheckResult.Healthy());
    }
}
