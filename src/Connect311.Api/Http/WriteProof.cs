using Connect311.Api.Databases;

namespace Connect311.Api.Http;

/// <summary>Finds out whether the database takes a write.</summary>
internal sealed class WriteProof(Database database, TimeProvider time)
{
    private static readonly HealthSql Sql = HealthSql.Instance;

    /// <summary>A write that changes something: one that leaves a row as it is would not reach the disk.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var row = new HealthSql.ProofParameters("health", "", time.Now());
        try
        {
            await database.WriteAsync(new Write().Run(Sql.Begin, row).Run(Sql.Prove, row), cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Another node was first with the row, so the database takes writes.
        }
    }
}
