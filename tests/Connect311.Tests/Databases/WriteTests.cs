using Connect311.Api.Databases;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Databases;

/// <summary>Two steps of one write may mean different values by one name.</summary>
public abstract class WriteTests
{
    private const string Add = "INSERT INTO InquiryCount (ServiceType, Day, Count) VALUES (@ServiceType, @Day, @Count);";

    private readonly Database _database;

    protected WriteTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
    }

    [Fact]
    public async Task Each_step_has_its_own_values()
    {
        var write = new Write()
            .Run(Add, new { ServiceType = "one", Day = "2026-06-01", Count = 1 })
            .Change(Add, new { ServiceType = "two", Day = "2026-06-01", Count = 2 });
        Assert.True(await _database.WriteAsync(write, TestContext.Current.CancellationToken));
        Assert.Equal(1, await _database.CountAsync("SELECT Count FROM InquiryCount WHERE ServiceType = @value;", "one"));
        Assert.Equal(2, await _database.CountAsync("SELECT Count FROM InquiryCount WHERE ServiceType = @value;", "two"));
    }

    [Theory]
    [InlineData("x", 1, "x", false)]
    [InlineData("x", 1, "X", true)]
    [InlineData(null, 1, "x", true)]
    [InlineData(null, 1, null, false)]
    public void Only_other_values_by_the_same_name_contradict(string? first, int count, string? second, bool contradict) => Assert.Equal(
        contradict,
        SqlServerParts.Contradict(new Write().Run("-", new { Name = first, Count = count }).Run("-", new { Name = second, Other = 2 })));
}

public sealed class SqliteWriteTests(SqliteTestDatabase database) : WriteTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerWriteTests(SqlServerTestDatabase database) : WriteTests(database), IClassFixture<SqlServerTestDatabase>;
