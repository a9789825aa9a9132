using Connect311.Api.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Backtest;

/// <summary>Stores drafts of the rule set in a database that no server has open.</summary>
internal sealed class DraftDatabase : IDisposable
{
    private const string Insert = """
        INSERT INTO RuleSet (Version, Status, CreatedAt)
        SELECT MAX(Version) + 1, 'draft', 0
        FROM RuleSet
        RETURNING Version;
        """;

    private const string InsertPart = """
        INSERT INTO CityFile (Name, Version, Part, Content)
        VALUES (@Name, @Version, @Part, @Content);
        """;

    private readonly SqliteConnection _connection;

    public DraftDatabase(string file)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
    }

    /// <returns>The version that it has.</returns>
    public int Store(string json)
    {
        using var transaction = _connection.BeginTransaction();
        var version = _connection.QuerySingle<int>(Insert, null, transaction);
        _connection.Execute(InsertPart, CityFileRow.Split(CityFiles.RuleSet, version, json), transaction);
        transaction.Commit();
        return version;
    }

    public void Dispose() => _connection.Dispose();
}
