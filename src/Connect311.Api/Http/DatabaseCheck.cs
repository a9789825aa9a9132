using Connect311.Api.Databases;
using Connect311.Api.Routing.RuleSets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Connect311.Api.Http;

/// <summary>
/// Whether the database answers; and once it refused a write, whether it takes one: a full disk is read as ever.
/// Whoever asks while it is being asked waits for the same answer, so that a database in trouble is asked once.
/// </summary>
internal sealed class DatabaseCheck(Database database, WriteProof proof, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task _asking = Task.CompletedTask;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        Task asking;
        lock (_lock)
        {
            // Apart, for a locked database blocks the thread that asks it.
            asking = _asking = _asking.IsCompleted ? Task.Run(AskAsync, CancellationToken.None) : _asking;
        }

        try
        {
            await asking.WaitAsync(Patience, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is TimeoutException || DatabaseErrors.IsUnavailable(e))
        {
            return HealthCheckResult.Unhealthy();
        }
    }

    private async Task AskAsync()
    {
        await database.FindAsync<int?>(RuleSetSql.For(database.Engine).NewestVersion, null, CancellationToken.None);
        if (!database.TakesWrites)
        {
            await proof.WriteAsync(CancellationToken.None);
        }
    }
}
