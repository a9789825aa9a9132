using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;

namespace Connect311.Api.Routing.Backtests;

/// <summary>A backtest with what belongs to it.</summary>
/// <param name="Rules">The document that is tried.</param>
/// <param name="Tally">What was counted so far; null before anything was.</param>
internal sealed record StoredBacktest(BacktestRow Row, BacktestScope Scope, string Rules, StoredTally? Tally);

/// <summary>Keeps backtests: what was asked, how far they are, what came of them.</summary>
internal sealed class BacktestStore(Database database, AuditLog audit, TimeProvider time)
{
    private readonly BacktestSql _sql = BacktestSql.For(database.Engine);

    /// <summary>Queues a backtest.</summary>
    /// <param name="rules">The document that it tries, whatever becomes of the draft.</param>
    /// <returns>The backtest; not new where the same creation was stored before, whatever it asked for.</returns>
    public async Task<(BacktestRow Row, bool IsNew)> AddAsync(
        BacktestScope scope, string rules, Creation creation, Actor actor, CancellationToken cancellationToken)
    {
        var happened = audit.New(actor, AuditAction.StartBacktest, AuditTarget.Backtest(creation.Id));
        var row = new BacktestSql.InsertParameters(creation.Id, creation.BodyHash, scope.Version, HashOf(rules), happened.At, actor.Id);
        List<BacktestPartRow> parts =
        [
            .. BacktestPartRow.Split(creation.Id, BacktestPartRow.Scope, scope.ToJson()),
            .. BacktestPartRow.Split(creation.Id, BacktestPartRow.Rules, rules),
        ];
        try
        {
            await audit.ActAsync(
                happened, write => write.Run(_sql.Insert, row).Rows(_sql.StoreParts, BacktestPartRow.Rows, parts), cancellationToken);
            return ((await FindRowAsync(creation.Id, cancellationToken))!, IsNew: true);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            return ((await FindRowAsync(creation.Id, cancellationToken))!, IsNew: false);
        }
    }

    /// <summary>Cancels what is queued or runs; whatever has ended stays as it is.</summary>
    public Task CancelAsync(string id, Actor actor, CancellationToken cancellationToken) => audit.ActAsync(
        audit.New(actor, AuditAction.CancelBacktest, AuditTarget.Backtest(id)),
        write => write.Change(_sql.End, new BacktestSql.EndParameters(id, BacktestStatus.Cancelled, time.Now())),
        cancellationToken);

    public Task<BacktestRow?> FindRowAsync(string id, CancellationToken cancellationToken) =>
        database.FindAsync<BacktestRow>(_sql.Find, new BacktestSql.IdParameters(id), cancellationToken);

    /// <summary>The backtest with what belongs to it, or null where there is none.</summary>
    public async Task<StoredBacktest?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindRowAsync(id, cancellationToken) is not { } row)
        {
            return null;
        }

        var parts = await database.QueryAsync<BacktestPartRow>(_sql.FindParts, new BacktestSql.IdParameters(id), cancellationToken);
        var scope = BacktestPartRow.Join(parts, BacktestPartRow.Scope)!;
        return new(
            row,
            BacktestScope.Parse(scope),
            BacktestPartRow.Join(parts, BacktestPartRow.Rules)!,
            BacktestPartRow.Join(parts.Where(part => part.Part < row.TallyParts), BacktestPartRow.Tally) is { } tally ? StoredTally.Parse(tally) : null);
    }

    /// <summary>The backtests before one, the newest first.</summary>
    /// <param name="before">When that one was queued, and its id.</param>
    public Task<List<BacktestRow>> PageAsync((DateTimeOffset At, string Id) before, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<BacktestRow>(_sql.Page, new BacktestSql.PageParameters(before.At, before.Id, take), cancellationToken);

    /// <summary>The one to work on next: the oldest that has not ended.</summary>
    public Task<BacktestRow?> FindOpenAsync(CancellationToken cancellationToken) =>
        database.FindAsync<BacktestRow>(_sql.FindOpen, null, cancellationToken);

    /// <summary>Begins to work on a backtest, from the start.</summary>
    /// <returns>False when it ended, or somebody else has the lease.</returns>
    public Task<bool> BeginAsync(BacktestRow row, int catalog, BacktestProgress progress, Lease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            new Write().Change(_sql.Begin, new BacktestSql.BeginParameters(
                row.Id, time.Now(), catalog, progress.LastId, progress.Total, lease.Name, lease.Owner, lease.Token)),
            cancellationToken);

    /// <summary>Stores what was counted, all or nothing.</summary>
    /// <param name="worked">How long nodes worked on it, all in all.</param>
    /// <returns>False when it was cancelled, or somebody else has the lease.</returns>
    public Task<bool> MoveOnAsync(
        string id, BacktestProgress progress, TimeSpan worked, bool isDone, Lease lease, CancellationToken cancellationToken)
    {
        List<BacktestPartRow> tally = [.. BacktestPartRow.Split(id, BacktestPartRow.Tally, StoredTally.Of(progress.Tally).ToJson())];
        return database.WriteAsync(
            new Write()
                .Change(_sql.MoveOn, new BacktestSql.MoveOnParameters(
                    id,
                    isDone ? BacktestStatus.Done : BacktestStatus.Running,
                    IsOpen: !isDone,
                    isDone ? time.Now() : null,
                    progress.DoneId,
                    progress.Tally.Read,
                    tally.Count,
                    (long)worked.TotalMilliseconds,
                    lease.Name,
                    lease.Owner,
                    lease.Token))
                .Rows(_sql.StoreParts, BacktestPartRow.Rows, tally),
            cancellationToken);
    }

    /// <summary>Ends what cannot be gone on with.</summary>
    public Task FailAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Run(_sql.End, new BacktestSql.EndParameters(id, BacktestStatus.Failed, time.Now())), cancellationToken);

    private static string HashOf(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
