using Connect311.Api.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>What somebody should know of the spool. It never makes a node unready: only the database does.</summary>
internal sealed class SpoolCheck(SpoolQueue spool, SpoolPlace place, IOptions<SpoolOptions> options, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var notes = options.Value.Use ? Notes().ToList() : [];
        return Task.FromResult(notes.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', notes)));
    }

    private IEnumerable<string> Notes()
    {
        var (sum, waiting) = (spool.Meter.Sum ?? SpoolSum.Empty, spool.Meter.Waiting);
        if (!place.IsNamed)
        {
            yield return "The spool may lie on a disk that goes with the server: set Spool:Folder to a folder on a persistent volume.";
        }

        if (!spool.TakesReports)
        {
            yield return "The spool takes no reports: it is full, or its file cannot be written.";
        }

        if (waiting > 0 && sum.Oldest is { } oldest)
        {
            var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(oldest);
            yield return string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{waiting} reports wait for the database, the oldest for {age.TotalSeconds:0} seconds.");
        }

        if (sum.Dead > 0)
        {
            yield return string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{sum.Dead} reports in the spool were refused by the database for good; the log says why.");
        }
    }
}

/// <summary>Whether a report would be taken now, by the database or by the spool: what a balancer asks that sends submissions.</summary>
internal sealed class SubmissionsCheck(DatabaseCheck database, SpoolQueue spool, IOptions<SpoolOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var stored = await database.CheckHealthAsync(context, cancellationToken);
        return stored.Status == HealthStatus.Healthy ? stored
            : options.Value.Use && spool.TakesReports ? HealthCheckResult.Degraded("Reports go to the spool.")
            : stored;
    }
}
