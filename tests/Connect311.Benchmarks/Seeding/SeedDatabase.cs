using Connect311.Api.Databases;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Seeding;

/// <summary>A database whose requests the server stored, on its way to hold millions like them.</summary>
internal sealed class SeedDatabase : IDisposable
{
    /// <summary>The first request's id; that of the others follow it without a gap.</summary>
    public const long FirstId = 1_000_000;

    private static readonly TimeSpan Span = TimeSpan.FromDays(700);

    private readonly SqliteConnection _connection;
    private readonly SeedSize _size;
    private readonly string _department;

    /// <param name="department">Whose requests stay open.</param>
    public SeedDatabase(string file, SeedSize size, string department)
    {
        (_size, _department) = (size, department);
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
    /// <param name="now">The last of them was received then.</param>
    /// <param name="withClosed">Whether the closed ones are stored as well.</param>
    /// <param name="progress">Is told how many requests are stored.</param>
    public void Fill(DateTimeOffset now, bool withClosed, Action<long> progress)
    {
        _connection.Execute(SeedSql.TakeSamples, new { Department = _department });
        var (samples, openSamples) = _connection.QuerySingle<(long, long)>(SeedSql.CountSamples);
        var indexes = _connection.Query<(string Name, string Sql)>(SeedSql.Indexes).ToList();
        indexes.ForEach(index => _connection.Execute($"DROP INDEX {index.Name};"));
        for (var set = 0L; set < _size.Sets; set++)
        {
            Store(ParametersOf(set, samples, openSamples, now), withClosed);
            progress((set + 1) * (withClosed ? _size.Set : _size.Set / _size.Stride));
        }

        indexes.ForEach(index => _connection.Execute(index.Sql));
        _connection.Execute(SeedSql.Finish);
        _connection.Execute(SeedSql.Durable);
    }

    public void Dispose() => _connection.Dispose();

    private void Store(SetParameters parameters, bool withClosed)
    {
        using var transaction = _connection.BeginTransaction();
        _connection.Execute(SeedSql.Choose, parameters, transaction);
        _connection.Execute(SeedSql.Renew, parameters, transaction);
        if (withClosed)
        {
            _connection.Execute(SeedSql.MakeClosings, parameters, transaction);
        }

        _connection.Execute(withClosed ? SeedSql.InsertAll : SeedSql.InsertOpen, parameters, transaction);
        transaction.Commit();
    }

    private SetParameters ParametersOf(long set, long samples, long openSamples, DateTimeOffset now)
    {
        var step = (long)Span.TotalMilliseconds / _size.Requests;
        return new()
        {
            Set = set,
            Size = _size.Set,
            Stride = _size.Stride,
            Samples = samples,
            OpenSamples = openSamples,
            First = FirstId + (set * _size.Set),
            Position = set * ((2 * _size.Set) - (_size.Set / _size.Stride)),
            From = (now - Span).ToUnixTimeMilliseconds() + (set * _size.Set * step),
            Step = step,
            Never = Clock.Never.ToUnixTimeMilliseconds(),
        };
    }

    private sealed record SetParameters
    {
        public required long Set { get; init; }

        public required long Size { get; init; }

        public required long Stride { get; init; }

        public required long Samples { get; init; }

        public required long OpenSamples { get; init; }

        public required long First { get; init; }

        /// <summary>The last position before the set.</summary>
        public required long Position { get; init; }

        /// <summary>Unix milliseconds.</summary>
        public required long From { get; init; }

        /// <summary>Milliseconds between one request and the next.</summary>
        public required long Step { get; init; }

        public required long Never { get; init; }
    }
}
