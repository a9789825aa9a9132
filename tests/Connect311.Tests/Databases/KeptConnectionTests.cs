using Connect311.Api.Databases;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Databases;

/// <summary>Connections that stay open between their users, on a real file.</summary>
public sealed class KeptConnectionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connect311-");
    private readonly SqlitePool _pool;

    public KeptConnectionTests() =>
        _pool = new($"Data Source={Path.Combine(_folder.FullName, "kept.db")};Pooling=False", "PRAGMA foreign_keys = ON;");

    public void Dispose()
    {
        _pool.Empty();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_given_back_is_taken_again_and_open()
    {
        var first = await TakeAsync();
        await first.DisposeAsync();
        await using var second = await TakeAsync();
        await using var third = await TakeAsync();

        Assert.Same(first, second);
        Assert.NotSame(second, third);
        Assert.Equal(1, await second.ExecuteScalarAsync<int>("SELECT 1;"));
    }

    [Fact]
    public async Task A_compiled_statement_answers_for_the_values_of_each_call()
    {
        await using var connection = await TakeAsync();
        await connection.ExecuteAsync("CREATE TABLE T (Id INTEGER PRIMARY KEY, Words TEXT NULL);");
        foreach (var words in new[] { "one", null, "three" })
        {
            await connection.ExecuteAsync("INSERT INTO T (Words) VALUES (@words);", new { words });
        }

        foreach (var (id, words) in new[] { (3, "three"), (1, "one"), (2, null) })
        {
            Assert.Equal(words, await connection.ExecuteScalarAsync<string?>("SELECT Words FROM T WHERE Id = @id;", new { id }));
        }
    }

    [Fact]
    public async Task A_compiled_statement_follows_a_change_of_the_schema()
    {
        await using var connection = await TakeAsync();
        await connection.ExecuteAsync("CREATE TABLE T (Id INTEGER PRIMARY KEY); INSERT INTO T VALUES (7);");
        Assert.Equal(7, await connection.ExecuteScalarAsync<int>("SELECT * FROM T;"));

        await connection.ExecuteAsync("DROP TABLE T; CREATE TABLE T (Other INTEGER); INSERT INTO T VALUES (8);");

        Assert.Equal(8, await connection.ExecuteScalarAsync<int>("SELECT * FROM T;"));
    }

    [Fact]
    public async Task A_statement_that_failed_is_compiled_anew()
    {
        await using var connection = await TakeAsync();
        await connection.ExecuteAsync("CREATE TABLE T (Id INTEGER PRIMARY KEY);");
        const string Insert = "INSERT INTO T (Id) VALUES (@id);";
        await connection.ExecuteAsync(Insert, new { id = 1 });

        await Assert.ThrowsAsync<SqliteException>(() => connection.ExecuteAsync(Insert, new { id = 1 }));
        await connection.ExecuteAsync(Insert, new { id = 2 });

        Assert.Equal(2, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM T;"));
    }

    [Fact]
    public async Task A_transaction_that_was_left_open_is_undone_before_anybody_else_comes()
    {
        var first = await TakeAsync();
        await first.ExecuteAsync("CREATE TABLE T (Id INTEGER PRIMARY KEY);");
        var transaction = first.BeginTransaction();
        await first.ExecuteAsync("INSERT INTO T (Id) VALUES (@id);", new { id = 1 }, transaction);
        await first.DisposeAsync();

        await using var second = await TakeAsync();

        Assert.Same(first, second);
        Assert.Equal(0, await second.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM T;"));
    }

    [Fact]
    public async Task An_emptied_pool_closes_what_is_idle_at_once_and_the_rest_when_it_comes_back()
    {
        var idle = await TakeAsync();
        var used = await TakeAsync();
        await idle.DisposeAsync();

        _pool.Empty();
        Assert.Equal(System.Data.ConnectionState.Closed, idle.State);
        Assert.Equal(System.Data.ConnectionState.Open, used.State);
        await used.DisposeAsync();

        Assert.Equal(System.Data.ConnectionState.Closed, used.State);
        await using var next = await TakeAsync();
        Assert.NotSame(used, next);
    }

    private ValueTask<KeptConnection> TakeAsync() => _pool.TakeAsync(TestContext.Current.CancellationToken);
}
