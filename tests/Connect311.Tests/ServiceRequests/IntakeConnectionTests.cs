using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Tests.Databases;
using Polly;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceRequests;

/// <summary>Real faults of a real connection to SQL Server.</summary>
public sealed class IntakeConnectionTests : IClassFixture<SqlServerTestDatabase>
{
    private readonly SqlServerTestDatabase _database;

    public IntakeConnectionTests(SqlServerTestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_connection_cut_behind_the_commit_makes_one_row(int cuts)
    {
        await using var proxy = new CuttingProxy(_database.ConnectionString);
        var store = new IntakeStore(Open(proxy.ConnectionString));
        NewRequest[] batch = [NewRequest($"cut-a-{cuts}"), NewRequest($"cut-b-{cuts}")];
        proxy.Arm(cuts);

        var outcomes = await store.StoreAsync(batch, TestContext.Current.CancellationToken);

        Assert.True(proxy.Cuts > 0);
        Assert.All(outcomes, outcome => Assert.IsType<IntakeResult.Stored>(outcome.Result));
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(batch[0]));
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(batch[1]));
    }

    private static SqlServerDatabase Open(string connectionString)
    {
        var builder = new ResiliencePipelineBuilder();
        DatabaseRegistration.Configure(builder, new DatabaseOptions());
        return new(connectionString, builder.Build());
    }
}
