using Connect311.Api.Databases;
using Connect311.Api.Routing.RuleSets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Connect311.Api.Http;

/// <summary>
/// Whether the database answers; and once it refused a write, whether it takes one: a full disk is read as ever.
/// Whoever asks while it is being asked waits for the same answer, so that a database in trouble is asked once.
/// </summary>
internal sealed class DatabaseCheck(Database database, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly HealthSql Sql = HealthSql.Instance;

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
            await ProveAsync();
        }
    }

    /// <summary>A write that changes something: one that leaves a row as it is would not reach the disk.</summary>
    private async Task ProveAsync()
    {
        var row = new HealthSql.ProofParameters("health", "", time.Now());
        try
        {
            await database.WriteAsync(new Write().Run(Sql.Begin, row).Run(Sql.Prove, row), CancellationToken.None);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Another node was first with the row, so the database takes writes.
        }
    }
}
