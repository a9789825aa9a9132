using System.Diagnostics;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Servers;
using Connect311.Benchmarks.State;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Import;

/// <summary>Imports the real sample with the real command, and inserts what came of it with Dapper alone, in turn.</summary>
internal sealed class ImportRun(int rounds)
{
    private readonly List<double> _imported = [];
    private readonly List<double> _bare = [];
    private readonly List<double> _starts = [];

    public long Rows { get; private set; }

    /// <summary>Whether the bare insert left as many requests and events as the import.</summary>
    public bool IsSame { get; private set; } = true;

    /// <summary>Rows of the published file a second, the start of the command included.</summary>
    public Rounds ImportedPerSecond => new(_imported);

    public Rounds BarePerSecond => new(_bare);

    /// <summary>How long the command takes that only looks at the database.</summary>
    public Rounds StartSeconds => new(_starts);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < rounds; round++)
        {
            using var folder = new ServerFolder();
            using var bareFolder = new ServerFolder();
            await CommandAsync(bareFolder, cancellationToken, "database", "upgrade");
            await CommandAsync(folder, cancellationToken, "database", "upgrade");
            _starts.Add((await CommandAsync(folder, cancellationToken, "database", "check")).TotalSeconds);
            var rejects = Path.Combine(folder.Path, "rejects.csv");
            var elapsed = await CommandAsync(folder, cancellationToken, "import", "nyc", SampleFile.Path, "--rejects", rejects);
            var bare = InsertBare(folder, bareFolder);
            Rows = Count(folder, AuditSql.CountRequests);
            IsSame &= Rows == Count(bareFolder, AuditSql.CountRequests)
                && Count(folder, AuditSql.CountEvents) == Count(bareFolder, AuditSql.CountEvents);
            _imported.Add(Rows / elapsed.TotalSeconds);
            _bare.Add(Rows / bare.TotalSeconds);
            Console.Error.WriteLine($"round {round + 1} of {rounds}: {_imported[^1]:N0} rows/s, bare {_bare[^1]:N0}");
        }
    }

    private static async Task<TimeSpan> CommandAsync(ServerFolder folder, CancellationToken cancellationToken, params string[] command)
    {
        var (elapsed, exitCode) = await ServerProcess.RunAsync(folder, cancellationToken, command);
        return exitCode == 0
            ? elapsed
            : throw new InvalidOperationException($"The command {string.Join(' ', command)} ended with {exitCode}.");
    }

    private static TimeSpan InsertBare(ServerFolder from, ServerFolder to)
    {
        var rows = ImportedRows.Read(from.DatabaseFile);
        var begin = Stopwatch.GetTimestamp();
        rows.Insert(to.DatabaseFile);
        return Stopwatch.GetElapsedTime(begin);
    }

    private static long Count(ServerFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.DatabaseFile};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<long>(sql);
    }
}
