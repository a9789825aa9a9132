using Connect311.Api.Databases;
using Connect311.Tests.ServiceRequests;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Connect311.Tests.Databases;

public abstract class SchemaUpgradeTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    /// <summary>How many tables the database has.</summary>
    protected abstract string CountTables { get; }

    [Fact]
    public async Task A_new_database_gets_every_script_once()
    {
        var applied = await UpgradeAsync(Fresh.Database);

        Assert.Equal(SchemaScripts.For(Fresh.Engine).Select(script => script.Name), applied.Select(script => script.Name));
        Assert.Empty(await UpgradeAsync(Fresh.Database));
        await UpgradeOf(Fresh.Database).CheckAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Upgrades_that_start_at_once_run_each_script_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => UpgradeAsync(Fresh.Open()))));

        Assert.Equal(SchemaScripts.For(Fresh.Engine).Select(script => script.Name), runs.SelectMany(run => run).Select(script => script.Name));
        await UpgradeOf(Fresh.Database).CheckAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_missing_schema_is_refused_with_what_to_do()
    {
        var message = await RefusalAsync();

        Assert.Contains("has schema 0", message, StringComparison.Ordinal);
        Assert.Contains("database upgrade", message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_schema_is_refused_with_what_to_do()
    {
        await UpgradeAsync(Fresh.Database);
        await RunAsync("UPDATE SchemaVersion SET Number = Number - @by;", new { by = 1_000 });

        Assert.Contains("database upgrade", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_what_to_do()
    {
        await UpgradeAsync(Fresh.Database);
        await RunAsync("INSERT INTO SchemaVersion (Number, Name, AppliedAt) VALUES (9999, 'later', @at);", new { at = TestRequests.Noon });

        Assert.Contains("newer than this program", await RefusalAsync(), StringComparison.Ordinal);
        Assert.Empty(await UpgradeAsync(Fresh.Database));
    }

    [Fact]
    public async Task A_script_that_fails_half_way_leaves_nothing_and_may_be_run_again()
    {
        // A table of the script's last lines is there already. The only table that a test makes.
        await RunAsync("CREATE TABLE Lease (Name int NOT NULL);", new { });

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => UpgradeAsync(Fresh.Database));

        Assert.Equal(1, await Fresh.Database.CountAsync(CountTables, "BASE TABLE"));
        await RunAsync("DROP TABLE Lease;", new { });
        Assert.NotEmpty(await UpgradeAsync(Fresh.Database));
        await UpgradeOf(Fresh.Open()).CheckAsync(TestContext.Current.CancellationToken);
    }

    private protected static SchemaUpgrade UpgradeOf(Database database) => new(database, TimeProvider.System);

    private protected static Task<IReadOnlyList<SchemaScript>> UpgradeAsync(Database database) =>
        UpgradeOf(database).RunAsync(TestContext.Current.CancellationToken);

    private async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<UserErrorException>(
        () => UpgradeOf(Fresh.Database).CheckAsync(TestContext.Current.CancellationToken))).Message;

    private Task<bool> RunAsync(string sql, object parameters) =>
        Fresh.Open().WriteAsync(new Write().Run(sql, parameters), TestContext.Current.CancellationToken);
}

public sealed class SqliteSchemaUpgradeTests() : SchemaUpgradeTests(new SqliteTestDatabase { HasSchema = false })
{
    protected override string CountTables => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND @value = @value;";

    [Fact]
    public async Task The_folder_of_a_new_file_is_made()
    {
        var folder = Directory.CreateTempSubdirectory("connect311-");
        using var database = new SqliteDatabase($"Data Source={Path.Combine(folder.FullName, "a", "b", "new.db")}", Polly.ResiliencePipeline.Empty);

        Assert.NotEmpty(await UpgradeAsync(database));

        database.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_file_is_in_WAL_mode()
    {
        await UpgradeAsync(Fresh.Database);

        Assert.Equal("wal", await Fresh.Database.FindAsync<string>("PRAGMA journal_mode;", null, TestContext.Current.CancellationToken));
    }
}

public sealed class SqlServerSchemaUpgradeTests() : SchemaUpgradeTests(new SqlServerTestDatabase { HasSchema = false })
{
    protected override string CountTables => "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = @value;";

    [Fact]
    public async Task An_upgrade_waits_longer_for_another_than_a_statement_may_take()
    {
        await using var other = new SqlConnection(Fresh.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await other.ExecuteAsync(SqlServerSchemaSql.Instance.Lock);
        var hurried = new SqlConnectionStringBuilder(Fresh.ConnectionString) { CommandTimeout = 1 };
        var upgrade = UpgradeAsync(new SqlServerDatabase(hurried.ToString(), Polly.ResiliencePipeline.Empty));

        await Assert.ThrowsAsync<TimeoutException>(() => upgrade.WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken));
        await other.ExecuteAsync(SqlServerSchemaSql.Instance.Unlock);

        Assert.NotEmpty(await upgrade);
    }
}
