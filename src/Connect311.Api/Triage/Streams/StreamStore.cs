using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Streams;

/// <summary>Reads what happened, by position. Positions are committed in their order, so none is missed.</summary>
internal sealed class StreamStore(Database database)
{
    private readonly StreamSql _sql = StreamSql.For(database.Engine);

    public Task<List<HappenedRow>> ReadAsync(long after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<HappenedRow>(_sql.Happened, new StreamSql.AfterParameters(after, take), cancellationToken);

    public Task<long> LastPositionAsync(CancellationToken cancellationToken) =>
        database.FindAsync<long>(_sql.LastPosition, null, cancellationToken);
}

/// <summary>An event, with what the one before it said, and what is now stored of its request.</summary>
internal sealed record HappenedRow
{
    public required long Position { get; init; }

    public required long RequestId { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Data { get; init; }

    /// <summary>Null for the first event of a request.</summary>
    public string? DataBefore { get; init; }

    public required string ServiceType { get; init; }

    public required string Visibility { get; init; }

    public required bool IsDanger { get; init; }

    /// <summary>A missed target shows it to the operators.</summary>
    public bool IsEscalated { get; init; }

    public required int Priority { get; init; }

    public string? Queue { get; init; }

    public required int Version { get; init; }
}
