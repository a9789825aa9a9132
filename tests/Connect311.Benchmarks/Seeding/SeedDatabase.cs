using Connect311.Api.Databases;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Seeding;

/// <summary>A database whose requests the server stored, on its way to hold millions like them.</summary>
internal sealed class SeedDatabase : IDisposable
{
    /// <summary>The first request's id; those of the others follow it without a gap.</summary>
    public const long FirstId = 1_000_000;

    private static readonly TimeSpan Span = TimeSpan.FromDays(700);

    private readonly SqliteConnection _connection;

    public SeedDatabase(string file)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        _connection.Execute(SeedSql.Fast);
    }

    /// <summary>Puts everything into the file's log into the file itself.</summary>
    public static void Checkpoint(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.Execute(SeedSql.Checkpoint);
    }

    /// <summary>Takes the requests that are there for samples, and stores many like them in their place.</summary>
    /// <param name="department">Whose requests stay open.</param>
    /// <param name="now">The last of them was received then.</param>
    /// <param name="progress">Is told how many requests are stored.</param>
    public void Fill(SeedSize size, string department, DateTimeOffset now, Action<long> progress)
    {
        _connection.Execute(SeedSql.TakeSamples, new { Department = department });
        _connection.Execute(SeedSql.DropSamples);
        var (samples, openSamples) = _connection.QuerySingle<(long, long)>(SeedSql.CountSamples);
        var indexes = _connection.Query<(string Name, string Sql)>(SeedSql.Indexes).ToList();
        indexes.ForEach(index => _connection.Execute($"DROP INDEX {index.Name};"));
        for (var set = 0L; set < size.Sets; set++)
        {
            Store(SetParameters.Of(set, size, now) with { Samples = samples, OpenSamples = openSamples });
            progress((set + 1) * size.Set);
        }

        indexes.ForEach(index => _connection.Execute(index.Sql));
        Finish();
    }

    /// <summary>Stores the open requests of another database in the place of those that are there.</summary>
    public void CopyOpen(string file)
    {
        _connection.Execute(SeedSql.DropSamples);
        _connection.Execute(SeedSql.CopyOpen, new { File = file });
        Finish();
    }

    public void Dispose() => _connection.Dispose();

    private void Store(SetParameters parameters)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var sql in (string[])[SeedSql.Choose, SeedSql.Renew, SeedSql.MakeClosings, SeedSql.Insert])
        {
            _connection.Execute(sql, parameters, transaction);
        }

        transaction.Commit();
    }

    private void Finish()
    {
        _connection.Execute(SeedSql.Finish);
        _connection.Execute(SeedSql.Durable);
    }

    private sealed record SetParameters
    {
        public required long Set { get; init; }

        public required long Size { get; init; }

        public required long Stride { get; init; }

        public long Samples { get; init; }

        public long OpenSamples { get; init; }

        public required long First { get; init; }

        /// <summary>The last position before the set.</summary>
        public required long Position { get; init; }

        /// <summary>Unix milliseconds.</summary>
        public required long From { get; init; }

        /// <summary>Milliseconds between one request and the next.</summary>
        public required long Step { get; init; }

        public required long Never { get; init; }

        public static SetParameters Of(long set, SeedSize size, DateTimeOffset now)
        {
            var step = (long)Span.TotalMilliseconds / size.Requests;
            return new()
            {
                Set = set,
                Size = size.Set,
                Stride = size.Stride,
                First = FirstId + (set * size.Set),
                Position = set * ((2 * size.Set) - (size.Set / size.Stride)),
                From = (now - Span).ToUnixTimeMilliseconds() + (set * size.Set * step),
                Step = step,
                Never = Clock.Never.ToUnixTimeMilliseconds(),
            };
        }
    }
}
