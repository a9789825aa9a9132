using Connect311.Api.Databases;
using Connect311.Tests.ServiceRequests;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Polly;

namespace Connect311.Tests.Databases;

/// <summary>What real failures of both engines mean.</summary>
public abstract class DatabaseErrorsTests
{
    protected DatabaseErrorsTests(TestDatabase database)
    {
        database.SkipIfMissing();
        TestDatabase = database;
    }

    protected TestDatabase TestDatabase { get; }

    [Fact]
    public async Task A_primary_key_that_is_there_already_is_a_duplicate()
    {
        var insert = "INSERT INTO InquiryCount (ServiceType, Day, Count) VALUES ('a', '2026-06-01', @count);";
        await RunAsync(insert, new { count = 1 });

        AssertMeans(await FailureOf(insert, new { count = 1 }), isDuplicate: true, isTransient: false);
    }

    [Fact]
    public async Task A_unique_index_that_has_the_value_already_is_a_duplicate()
    {
        var insert = "INSERT INTO ApiKey (Id, Kind, Name, KeyHash, CreatedAt) VALUES (@id, 'app', 'a', 'hash', @at);";
        await RunAsync(insert, new { id = "1", at = TestRequests.Noon });

        AssertMeans(await FailureOf(insert, new { id = "2", at = TestRequests.Noon }), isDuplicate: true, isTransient: false);
    }

    [Fact]
    public async Task A_foreign_key_without_its_row_is_no_duplicate()
    {
        var failure = await FailureOf("INSERT INTO Contact (RequestId, Content, WantsNotice) VALUES (@id, '', 0);", new { id = 1L });

        AssertMeans(failure, isDuplicate: false, isTransient: false);
        Assert.True(failure is SqlException { Number: 547 } or SqliteException { SqliteExtendedErrorCode: 787 });
    }

    [Fact]
    public async Task A_missing_value_is_no_duplicate() => AssertMeans(
        await FailureOf("INSERT INTO InquiryCount (ServiceType, Day, Count) VALUES (@type, '2026-06-02', NULL);", new { type = "b" }),
        isDuplicate: false,
        isTransient: false);

    [Fact]
    public async Task A_statement_that_cannot_be_read_is_neither() => AssertMeans(
        await FailureOf("UPDATE Nowhere SET A = @a;", new { a = 1 }), isDuplicate: false, isTransient: false);

    [Fact]
    public async Task A_failed_write_leaves_nothing_of_its_other_steps()
    {
        var write = new Write()
            .Run("INSERT INTO InquiryCount (ServiceType, Day, Count) VALUES ('half', '2026-06-01', @half);", new { half = 1 })
            .Run("INSERT INTO Contact (RequestId, Content, WantsNotice) VALUES (@id, '', 0);", new { id = 1L });

        await Assert.ThrowsAnyAsync<Exception>(() => TestDatabase.Database.WriteAsync(write, TestContext.Current.CancellationToken));

        Assert.Equal(0, await TestDatabase.Database.CountAsync("SELECT COUNT(*) FROM InquiryCount WHERE ServiceType = @value;", "half"));
    }

    [Fact]
    public async Task A_guarded_step_that_changes_nothing_gives_the_whole_write_up()
    {
        var write = new Write()
            .Run("INSERT INTO InquiryCount (ServiceType, Day, Count) VALUES ('guard', '2026-06-01', @half);", new { half = 1 })
            .Change("UPDATE ApiKey SET Name = 'x' WHERE Id = @id;", new { id = "nobody" });

        Assert.False(await TestDatabase.Database.WriteAsync(write, TestContext.Current.CancellationToken));

        Assert.Equal(0, await TestDatabase.Database.CountAsync("SELECT COUNT(*) FROM InquiryCount WHERE ServiceType = @value;", "guard"));
    }

    [Fact]
    public async Task The_pipeline_tries_transient_failures_again_and_gives_up_in_the_end()
    {
        Assert.Equal((true, 3), await AttemptsAsync(FaultyDatabase.Busy, times: 2));
        Assert.Equal((false, 4), await AttemptsAsync(FaultyDatabase.Busy, times: 100));
    }

    [Fact]
    public async Task The_pipeline_tries_nothing_else_again()
    {
        var duplicate = await FailureOf("INSERT INTO FeedPosition (Id, Position) VALUES (1, @position);", new { position = 1 });

        Assert.Equal((false, 1), await AttemptsAsync(duplicate, times: 1));
        Assert.Equal((false, 1), await AttemptsAsync(FaultyDatabase.DiskFailed, times: 1));
        Assert.Equal((false, 1), await AttemptsAsync(new InvalidOperationException("ours"), times: 1));
        Assert.Equal((false, 1), await AttemptsAsync(new OperationCanceledException(), times: 1));
    }

    protected static void AssertMeans(Exception failure, bool isDuplicate, bool isTransient, bool isUnavailable = false)
    {
        Assert.Equal(isDuplicate, DatabaseErrors.IsDuplicateKey(failure));
        Assert.Equal(isTransient, DatabaseErrors.IsTransient(failure));
        Assert.Equal(isTransient || isUnavailable, DatabaseErrors.IsUnavailable(failure));
    }

    private async Task<(bool IsDone, int Attempts)> AttemptsAsync(Exception failure, int times)
    {
        var attempts = 0;
        var around = FaultyDatabase.Refuses(failure, times);
        var database = TestDatabase.Faulty((commit, cancellationToken) =>
        {
            attempts++;
            return around(commit, cancellationToken);
        });
        var write = new Write().Run("UPDATE FeedPosition SET Position = Position WHERE Id = @id;", new { id = 1 });
        var error = await Record.ExceptionAsync(() => database.WriteAsync(write, TestContext.Current.CancellationToken));
        return (error is null, attempts);
    }

    private Task<bool> RunAsync(string sql, object parameters) =>
        TestDatabase.Database.WriteAsync(new Write().Run(sql, parameters), TestContext.Current.CancellationToken);

    private async Task<Exception> FailureOf(string sql, object parameters) =>
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => RunAsync(sql, parameters));
}

public sealed class SqliteDatabaseErrorsTests(SqliteTestDatabase database)
    : DatabaseErrorsTests(database), IClassFixture<SqliteTestDatabase>
{
    [Fact]
    public async Task A_file_that_another_holds_is_busy_and_transient()
    {
        await using var holder = new SqliteConnection(TestDatabase.ConnectionString);
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = holder.BeginTransaction(deferred: false);
        await using var other = new SqliteConnection(TestDatabase.ConnectionString + ";Default Timeout=1;Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);

        var failure = Assert.Throws<SqliteException>(() => other.BeginTransaction(deferred: false));

        AssertMeans(failure, isDuplicate: false, isTransient: true);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_unavailable()
    {
        using var database = new SqliteDatabase("Data Source=/nowhere/at/all.db", ResiliencePipeline.Empty);

        AssertMeans(
            await Assert.ThrowsAsync<SqliteException>(() => database.OpenAsync(TestContext.Current.CancellationToken)),
            isDuplicate: false,
            isTransient: false, isUnavailable: true);
    }
}

public sealed class SqlServerDatabaseErrorsTests(SqlServerTestDatabase database)
    : DatabaseErrorsTests(database), IClassFixture<SqlServerTestDatabase>
{
    [Fact]
    public async Task A_deadlock_is_transient()
    {
        await using var one = await HoldingAsync('a');
        await using var other = await HoldingAsync('b');

        var failures = await Task.WhenAll(
            Record.ExceptionAsync(() => TakeAsync(one, 'b')).AsTask(),
            Record.ExceptionAsync(() => TakeAsync(other, 'a')).AsTask());

        var failure = Assert.Single(failures, failure => failure is not null);
        Assert.Equal(1205, Assert.IsType<SqlException>(failure).Number);
        AssertMeans(failure!, isDuplicate: false, isTransient: true);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_transient_and_unavailable()
    {
        var nowhere = new SqlConnectionStringBuilder(TestDatabase.ConnectionString) { DataSource = "127.0.0.1,9", ConnectTimeout = 2 };
        var database = new SqlServerDatabase(nowhere.ToString(), ResiliencePipeline.Empty);

        AssertMeans(
            await Assert.ThrowsAsync<SqlException>(() => database.OpenAsync(TestContext.Current.CancellationToken)),
            isDuplicate: false,
            isTransient: true);
    }

    /// <summary>A connection in a transaction that has changed a row of its own.</summary>
    private async Task<SqlConnection> HoldingAsync(char row)
    {
        var connection = new SqlConnection(TestDatabase.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("INSERT INTO Lease (Name, Owner, Token, ExpiresAt) SELECT @name, '', 0, SYSUTCDATETIME() WHERE NOT EXISTS (SELECT 1 FROM Lease WHERE Name = @name);", new { name = row.ToString() });
        await connection.ExecuteAsync("BEGIN TRANSACTION;");
        await TakeAsync(connection, row);
        return connection;
    }

    private static Task<int> TakeAsync(SqlConnection connection, char row) =>
        connection.ExecuteAsync("UPDATE Lease SET Token = Token + 1 WHERE Name = @name;", new { name = row.ToString() });
}
