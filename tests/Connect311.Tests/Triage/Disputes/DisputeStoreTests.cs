using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Disputes;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Disputes;

/// <summary>What is disputed stays closed as it was, stands in the list of its department, and leaves it with the decision.</summary>
public abstract class DisputeStoreTests
{
    private readonly Database _database;

    protected DisputeStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dispute_keeps_how_and_when_it_was_closed_until_it_is_decided()
    {
        var (upheld, rejected) = (await DisputedAsync("A1", 3), await DisputedAsync("A1", 4));
        var row = await _database.RowAsync(upheld);
        Assert.Equal((RequestStatus.Closed, "fixed", Noon.AddHours(1), Noon.AddHours(3)), (row.Status, row.Outcome, row.ClosedAt!.Value, row.DisputedAt!.Value));
        Assert.Equal([upheld, rejected], await ListedAsync("A1", withConfidential: false, take: 10));

        Assert.True(await ActAsync(upheld, new(Lifecycle.UpholdDispute), 5));
        Assert.True(await ActAsync(rejected, new(Lifecycle.RejectDispute) { Text = "We looked again." }, 5));
        Assert.Empty(await ListedAsync("A1", withConfidential: false, take: 10));
        var (open, closed) = (await _database.RowAsync(upheld), await _database.RowAsync(rejected));
        Assert.Equal((RequestStatus.Assigned, 1, null, null), (open.Status, open.ReopenCount, open.ClosedAt, open.DisputedAt));
        Assert.Equal((RequestStatus.Closed, "fixed", Noon.AddHours(1), null), (closed.Status, closed.Outcome, closed.ClosedAt!.Value, closed.DisputedAt));
        Assert.Null(await _database.FaultOfHistoryAsync(upheld));
        Assert.Null(await _database.FaultOfHistoryAsync(rejected));
    }

    [Fact]
    public async Task The_list_goes_on_behind_a_dispute_of_the_same_moment()
    {
        var ids = new List<long>();
        foreach (var hour in new[] { 5, 4, 4, 4, 9 })
        {
            ids.Add(await DisputedAsync("A2", hour));
        }

        await DisputedAsync("A3", 4);
        Assert.Equal([ids[1], ids[2], ids[3], ids[0], ids[4]], await ListedAsync("A2", withConfidential: false, take: 2));
    }

    [Fact]
    public async Task Confidential_ones_are_listed_for_whom_they_are()
    {
        var plain = await DisputedAsync("A4", 3);
        var secret = await DisputedAsync("A4", 4, "confidential");
        Assert.Equal([plain], await ListedAsync("A4", withConfidential: false, take: 5));
        Assert.Equal([plain, secret], await ListedAsync("A4", withConfidential: true, take: 5));
    }

    private async Task<long> DisputedAsync(string department, int hour, string visibility = "public")
    {
        var request = await _database.StoredAsync(NewRequest(change: row => row with { Department = department, Visibility = visibility }));
        Assert.True(await _database.ActAsync(request.Row.Id, Lifecycle.Close, "fixed"));
        Assert.True(await ActAsync(request.Row.Id, new(Lifecycle.Dispute) { Text = "It is there.", Facts = new() { Reason = DisputeReason.NotFixed } }, hour));
        return request.Row.Id;
    }

    private async Task<bool> ActAsync(long id, StaffAction action, int hour) =>
        await _database.ActOnAsync(await _database.RowAsync(id), action, Noon.AddHours(hour));

    private async Task<List<long>> ListedAsync(string department, bool withConfidential, int take)
    {
        var listed = new List<DisputeRow>();
        for (var page = await PageAsync(null); page.Count > 0; page = await PageAsync(listed[^1]))
        {
            listed.AddRange(page);
        }

        return [.. listed.Select(row => row.Id)];

        Task<List<DisputeRow>> PageAsync(DisputeRow? after) => _database.QueryAsync<DisputeRow>(
            DisputeSql.For(_database.Engine).Page,
            new DisputeSql.PageParameters(department, after?.DisputedAt ?? DateTimeOffset.UnixEpoch, after?.Id ?? 0, withConfidential, take),
            Token);
    }
}

public sealed class SqliteDisputeStoreTests(SqliteTestDatabase database) : DisputeStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerDisputeStoreTests(SqlServerTestDatabase database) : DisputeStoreTests(database), IClassFixture<SqlServerTestDatabase>;
