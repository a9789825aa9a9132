using Connect311.Api.Databases;
using Connect311.Api.Staff;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>Reads histories to verify them, and keeps the signed roots over all events.</summary>
internal sealed class HistoryStore(Database database)
{
    private readonly HistorySql _sql = HistorySql.For(database.Engine);

    public Task<HeadRow?> FindAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.FindAsync<HeadRow>(_sql.Find, new HistorySql.IdParameters(number.Id), cancellationToken);

    /// <summary>The events of a request, by number.</summary>
    public async Task<List<HistoryLine>> LinesAsync(HeadRow head, CancellationToken cancellationToken) =>
        Known(head, await database.QueryAsync<HistoryLine>(_sql.Lines, new HistorySql.IdParameters(head.Id), cancellationToken));

    /// <summary>The next requests behind one, in the order of their numbers, each with its events as they then stand.</summary>
    public async Task<List<(HeadRow Head, List<HistoryLine> Lines)>> NextAsync(long after, int take, CancellationToken cancellationToken)
    {
        var heads = await database.QueryAsync<HeadRow>(_sql.Heads, new HistorySql.HeadsParameters(after, take), cancellationToken);
        if (heads.Count == 0)
        {
            return [];
        }

        var range = new HistorySql.RangeParameters(heads[0].Id, heads[^1].Id);
        var lines = (await database.QueryAsync<HistoryLine>(_sql.LinesOfRange, range, cancellationToken)).ToLookup(line => line.RequestId);
        return [.. heads.Select(head => (head, Known(head, [.. lines[head.Id]])))];
    }

    /// <summary>The leaves of a stretch of positions, in their order; fewer than positions where events are missing.</summary>
    public async Task<List<byte[]>> LeavesAsync(long first, long last, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<LeafRow>(_sql.Leaves, new HistorySql.LeavesParameters(first, last), cancellationToken);
        return [.. rows.Select(row => DailyRoot.LeafOf(row.Position, row.Hash))];
    }

    /// <summary>The position of the newest event; 0 where there is none.</summary>
    public Task<long> LastPositionAsync(CancellationToken cancellationToken) =>
        database.FindAsync<long>(_sql.LastPosition, null, cancellationToken);

    public Task<DailyRoot?> FindLastRootAsync(CancellationToken cancellationToken) =>
        database.FindAsync<DailyRoot>(_sql.LastRoot, null, cancellationToken);

    /// <summary>The root that covers a position; null while there is none yet.</summary>
    public Task<DailyRoot?> FindRootAsync(long position, CancellationToken cancellationToken) =>
        database.FindAsync<DailyRoot>(_sql.RootOfPosition, new HistorySql.PositionParameters(position), cancellationToken);

    public Task<List<DailyRoot>> RootsAsync(int after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<DailyRoot>(_sql.Roots, new HistorySql.PageParameters(after, take), cancellationToken);

    /// <returns>False when another node made that root first.</returns>
    public async Task<bool> AddRootAsync(DailyRoot root, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(new Write().Run(_sql.InsertRoot, root), cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            return false;
        }
    }

    /// <summary>The events that the row can know of. What follows its last one came since it was read; what does not follow, stays.</summary>
    private static List<HistoryLine> Known(HeadRow head, List<HistoryLine> lines) =>
        lines.Find(line => line.Number == head.EventCount + 1) is { } next && next.PreviousHash != head.HeadHash
            ? lines
            : lines.FindAll(line => line.Number <= head.EventCount);

    internal sealed record LeafRow
    {
        public required long Position { get; init; }

        public required string Hash { get; init; }
    }
}

/// <summary>A request as far as its history, and who may see it, are concerned.</summary>
internal sealed record HeadRow
{
    public required long Id { get; init; }

    /// <summary>How many events it says to have.</summary>
    public required int EventCount { get; init; }

    /// <summary>The hash of the last.</summary>
    public required string HeadHash { get; init; }

    public required string ServiceType { get; init; }

    public required string Visibility { get; init; }

    public required string Department { get; init; }

    public required bool IsDanger { get; init; }

    /// <summary>What decides who gets at it.</summary>
    public Held Held => new(Department, Visibility, IsDanger);
}
