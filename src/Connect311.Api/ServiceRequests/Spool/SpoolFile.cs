using Connect311.Api.Databases;
using Dapper;
using Polly;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>A report as it is written to the spool.</summary>
/// <param name="ReceivedAt">When it came in, in Unix milliseconds.</param>
/// <param name="Content">The report, encrypted.</param>
internal sealed record SpooledRow(string KeyHash, string BodyHash, long ReceivedAt, byte[] Content, int Bytes);

/// <summary>A report that waits.</summary>
internal sealed record WaitingRow
{
    public required long Id { get; init; }

    public required long ReceivedAt { get; init; }

    public required byte[] Content { get; init; }
}

/// <summary>What lies in the spool.</summary>
internal sealed record SpoolSum
{
    public static readonly SpoolSum Empty = new();

    /// <summary>How many reports, the dead ones among them.</summary>
    public long Reports { get; init; }

    /// <summary>How many are not tried again before the next start.</summary>
    public long Dead { get; init; }

    /// <summary>Bytes of all of them, encrypted.</summary>
    public long Bytes { get; init; }

    /// <summary>When the oldest that is not dead came in, in Unix milliseconds; null for none.</summary>
    public long? Oldest { get; init; }
}

/// <summary>The file of the spool: write-ahead log, each commit on disk before it is answered, one writer at a time.</summary>
internal sealed class SpoolFile(string path, ILogger logger) : IDisposable
{
    private static readonly SqliteSpoolSql Sql = SqliteSpoolSql.Instance;

    private readonly SqliteDatabase _file = new(
        $"Data Source={path}", new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(10)).Build(), logger);

    public string Path => path;

    /// <summary>Makes the file and its table where they are not there, and gives dead reports another life.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        await using var connection = await _file.OpenAsync(cancellationToken);
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL;");
        await connection.ExecuteAsync(Sql.CreateTable);
        await connection.ExecuteAsync(Sql.Revive);
    }

    /// <summary>Writes reports in one commit.</summary>
    public Task AddAsync(IReadOnlyList<SpooledRow> rows, CancellationToken cancellationToken) =>
        _file.WriteAsync(new Write().Runs(Sql.Insert, rows), cancellationToken);

    /// <summary>The next that wait, the first to come first.</summary>
    public Task<List<WaitingRow>> NextAsync(long after, int take, CancellationToken cancellationToken) =>
        _file.QueryAsync<WaitingRow>(Sql.Next, new SqliteSpoolSql.NextParameters(after, take), cancellationToken);

    /// <summary>Lets go of what the database has, and notes what failed.</summary>
    public Task SettleAsync(
        IReadOnlyList<long> stored, IReadOnlyList<SqliteSpoolSql.FailedParameters> failed, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            new Write().Runs(Sql.Delete, [.. stored.Select(id => new SqliteSpoolSql.IdParameters(id))]).Runs(Sql.Fail, failed), cancellationToken);

    public async Task<SpoolSum> SumAsync(CancellationToken cancellationToken) =>
        await _file.FindAsync<SpoolSum>(Sql.Sum, null, cancellationToken) ?? SpoolSum.Empty;

    public void Dispose() => _file.Dispose();
}
