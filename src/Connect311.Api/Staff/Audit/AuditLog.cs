using System.Text.Json;
using Connect311.Api.Databases;

namespace Connect311.Api.Staff.Audit;

/// <summary>Writes audited acts with their event, all or nothing, and reads the audit.</summary>
internal sealed class AuditLog(Database database, TimeProvider time)
{
    /// <summary>A page may begin here: before it lies every event.</summary>
    public const long End = long.MaxValue;

    private readonly AuditSql _sql = AuditSql.For(database.Engine);

    /// <summary>An event of now.</summary>
    /// <param name="details">Codes that belong to it, never a text of a person; none is null.</param>
    public AuditEvent New(
        Actor actor, string action, string target, IReadOnlyDictionary<string, string>? details = null, string outcome = AuditOutcome.Done) => new()
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            At = time.Now(),
            Actor = actor.Id,
            ActorRole = actor.Role,
            Action = action,
            Target = target,
            Outcome = outcome,
            Details = details is null ? null : JsonSerializer.Serialize(details),
        };

    /// <summary>Acts and notes it. A try that was cut off behind its commit is known by its event.</summary>
    /// <param name="act">Adds the statements of the act.</param>
    /// <returns>False when a guarded statement changed nothing; then nothing is noted.</returns>
    public async Task<bool> ActAsync(AuditEvent happened, Action<Write> act, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(WriteOf(happened, act), cancellationToken) || await HasAsync(happened, cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Ours, from a try whose reply was lost; or the act itself met a row that is there already.
            if (!await HasAsync(happened, cancellationToken))
            {
                throw;
            }

            return true;
        }
    }

    /// <summary>Notes what changes nothing in the database: a reading, or a refusal.</summary>
    public Task RecordAsync(AuditEvent happened, CancellationToken cancellationToken) =>
        ActAsync(happened, _ => { }, cancellationToken);

    /// <summary>The events before a position, the newest first.</summary>
    /// <param name="actor">Only what this one did; null for all.</param>
    /// <param name="target">Only what was done to this one; null for all.</param>
    public Task<List<AuditEvent>> PageAsync(string? actor, string? target, long before, int take, CancellationToken cancellationToken) =>
        (actor, target) switch
        {
            (_, not null) => database.QueryAsync<AuditEvent>(
                _sql.PageOnTarget, new AuditSql.TargetParameters(target, actor, before, take), cancellationToken),
            (not null, _) => database.QueryAsync<AuditEvent>(
                _sql.PageOfActor, new AuditSql.ActorParameters(actor, before, take), cancellationToken),
            _ => database.QueryAsync<AuditEvent>(_sql.Page, new AuditSql.PageParameters(before, take), cancellationToken),
        };

    private Write WriteOf(AuditEvent happened, Action<Write> act)
    {
        var write = new Write().Run(_sql.Advance, new AuditSql.AdvanceParameters(1));
        act(write);
        return write.Run(_sql.Insert, new AuditSql.InsertParameters(
            happened.Id,
            happened.At,
            happened.Actor,
            happened.ActorRole,
            happened.Action,
            happened.Target,
            happened.Outcome,
            happened.Details));
    }

    private async Task<bool> HasAsync(AuditEvent happened, CancellationToken cancellationToken) =>
        await database.FindAsync<int>(_sql.Has, new AuditSql.IdParameters(happened.Id), cancellationToken) == 1;
}
