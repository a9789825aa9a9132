using System.Diagnostics;
using Connect311.Api.Databases;
using Connect311.Tests.ServiceRequests;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Databases;

/// <summary>The files of a database that are taken away while it is in use.</summary>
public sealed class SqliteFilesTests : FreshDatabaseTests
{
    private const string Count = "SELECT COUNT(*) FROM InquiryCount WHERE ServiceType = @value;";
    private static readonly string[] LogEnds = ["-wal", "-shm"];

    public SqliteFilesTests()
        : base(new SqliteTestDatabase())
    {
        Assert.SkipUnless(FileIdentity.IsKnown, "files can be told apart on Linux alone");
    }

    private string File => ((SqliteDatabase)Fresh.Database).File;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_its_file_it_neither_reads_nor_writes_until_the_same_file_is_back(bool anotherLiesThere)
    {
        await WriteAsync("before");
        System.IO.File.Move(File, File + ".away");
        if (anotherLiesThere)
        {
            Copy(File + ".away", File);
        }

        await AssertGoneAsync(() => WriteAsync("gone"));
        await AssertGoneAsync(() => CountAsync("before"));

        System.IO.File.Move(File + ".away", File, overwrite: true);
        await WriteAsync("after");
        Assert.Equal(1, await CountAsync("before"));
        Assert.Equal(0, await CountAsync("gone"));
        Assert.Equal(1, await CountAsync("after"));
    }

    [Fact]
    public async Task A_file_that_is_taken_away_while_it_is_written_acknowledges_nothing()
    {
        var write = new Write().Rows(
            "INSERT INTO InquiryCount (ServiceType, Day, Count) VALUES (@ServiceType, '2026-06-01', 1);",
            new RowType<string>("Inquiry", "rows", RowColumn<string>.Text("ServiceType", 20, row =>
            {
                System.IO.File.Move(File, File + ".away");
                return row;
            })),
            ["during"]);

        await AssertGoneAsync(() => Fresh.Database.WriteAsync(write, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [InlineData("-wal", "-shm")]
    public async Task A_log_that_is_taken_away_loses_nothing(params string[] ends)
    {
        await WriteAsync("before");
        Delete(ends);

        await WriteAsync("after");

        Assert.Equal([1, 1], CountElsewhere("before", "after"));
    }

    [Fact]
    public async Task A_log_that_is_taken_away_is_saved_by_the_next_who_reads()
    {
        await WriteAsync("before");
        Delete(LogEnds);

        Assert.Equal(1, await CountAsync("before"));

        Assert.Equal([1], CountElsewhere("before"));
    }

    [Fact]
    public async Task A_log_that_is_taken_away_while_it_is_written_loses_nothing()
    {
        var write = new Write().Rows(
            "INSERT INTO InquiryCount (ServiceType, Day, Count) VALUES (@ServiceType, '2026-06-01', 1);",
            new RowType<string>("Inquiry", "rows", RowColumn<string>.Text("ServiceType", 20, row =>
            {
                Delete(LogEnds);
                return row;
            })),
            ["during"]);

        Assert.True(await Fresh.Database.WriteAsync(write, TestContext.Current.CancellationToken));

        Assert.Equal([1], CountElsewhere("during"));
    }

    [Fact]
    public async Task A_log_is_begun_anew_only_when_nobody_has_the_old_one_open()
    {
        await WriteAsync("before");
        await using (var other = new SqliteConnection(Fresh.ConnectionString + ";Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await other.ExecuteAsync("SELECT COUNT(*) FROM InquiryCount;");
            Delete(LogEnds);
            Assert.True(DatabaseErrors.IsUnavailable(await Assert.ThrowsAsync<SqliteException>(() => WriteAsync("gone"))));
        }

        await WriteAsync("after");
        Assert.Equal([1, 0, 1], CountElsewhere("before", "gone", "after"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_log_in_its_place_is_never_read(bool anotherHasItOpen)
    {
        await WriteAsync("before");
        Copy(File + "-wal", File + "-wal.copy");
        await WriteAsync("later");
        await using (var other = new SqliteConnection(Fresh.ConnectionString + ";Pooling=False"))
        {
            if (anotherHasItOpen)
            {
                await other.OpenAsync(TestContext.Current.CancellationToken);
                await other.ExecuteAsync("SELECT COUNT(*) FROM InquiryCount;");
            }

            System.IO.File.Move(File + "-wal.copy", File + "-wal", overwrite: true);
            if (anotherHasItOpen)
            {
                await AssertGoneAsync(() => WriteAsync("gone"));
            }
        }

        await WriteAsync("after");
        Assert.Equal([1, 1, 0, 1], CountElsewhere("before", "later", "gone", "after"));
    }

    [Fact]
    public async Task A_connection_that_may_only_read_is_not_kept()
    {
        await Fresh.Database.QueryAsWriterAsync<int>("PRAGMA query_only = 1;", null, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<SqliteException>(() => WriteAsync("refused"));
        await WriteAsync("after");
    }

    private static async Task AssertGoneAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<SqliteException>(call);
        Assert.Equal(14, failure.SqliteErrorCode);
        Assert.True(DatabaseErrors.IsUnavailable(failure));
    }

    private Task<bool> WriteAsync(string serviceType) => Fresh.Database.WriteAsync(
        new Write().Run("INSERT INTO InquiryCount (ServiceType, Day, Count) VALUES (@serviceType, '2026-06-01', 1);", new { serviceType }),
        TestContext.Current.CancellationToken);

    private Task<int> CountAsync(string serviceType) => Fresh.Database.CountAsync(Count, serviceType);

    /// <summary>As somebody finds it who takes the files as they lie there, after this process is gone.</summary>
    private int[] CountElsewhere(params string[] serviceTypes)
    {
        var copy = Directory.CreateTempSubdirectory("connect311-").FullName;
        Copy(File, Path.Combine(copy, "copy.db"));
        if (System.IO.File.Exists(File + "-wal"))
        {
            Copy(File + "-wal", Path.Combine(copy, "copy.db-wal"));
        }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(copy, "copy.db")};Pooling=False");
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check;"));
        int[] counts = [.. serviceTypes.Select(value => connection.ExecuteScalar<int>(Count, new { value }))];
        connection.Dispose();
        Directory.Delete(copy, recursive: true);
        return counts;
    }

    /// <summary>Not in this process: to close a file would release SQLite's locks on it.</summary>
    private static void Copy(string from, string to)
    {
        using var copying = Process.Start("cp", [from, to]);
        copying.WaitForExit();
        Assert.Equal(0, copying.ExitCode);
    }

    private void Delete(params string[] ends)
    {
        foreach (var end in ends)
        {
            System.IO.File.Delete(File + end);
        }
    }
}
