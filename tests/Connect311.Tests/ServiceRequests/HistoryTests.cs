using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Tests.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceRequests;

/// <summary>The chain of events holds over a whole life, and gives away whoever edits it.</summary>
public abstract class HistoryTests
{
    private readonly Database _database;

    protected HistoryTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
    }

    [Fact]
    public async Task A_whole_life_is_a_valid_chain()
    {
        var id = await LifeAsync();

        Assert.Null(await _database.FaultOfHistoryAsync(id));
        Assert.Equal(["submitted", "acknowledged", "closed"], (await _database.EventsAsync(id)).Select(line => line.Kind));
        Assert.Equal(3, (await _database.RowAsync(id)).EventCount);
    }

    [Theory]
    [InlineData("UPDATE ServiceRequestEvent SET Data = '{}' WHERE RequestId = @id AND Number = 2;")]
    [InlineData("UPDATE ServiceRequestEvent SET Kind = 'closed' WHERE RequestId = @id AND Number = 2;")]
    [InlineData("UPDATE ServiceRequestEvent SET At = @at WHERE RequestId = @id AND Number = 3;")]
    [InlineData("UPDATE ServiceRequestEvent SET Digests = '{}' WHERE RequestId = @id AND Number = 1;")]
    [InlineData("UPDATE ServiceRequestEvent SET Hash = PreviousHash WHERE RequestId = @id AND Number = 3;")]
    public async Task An_edited_event_is_found(string edit) => await AssertFoundAsync(edit);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_removed_event_is_found(int number) =>
        await AssertFoundAsync($"DELETE FROM ServiceRequestEvent WHERE RequestId = @id AND Number = {number};");

    [Fact]
    public async Task Events_removed_and_numbered_anew_are_found() => await AssertFoundAsync(
        "DELETE FROM ServiceRequestEvent WHERE RequestId = @id AND Number = 2;",
        "UPDATE ServiceRequestEvent SET Number = 2 WHERE RequestId = @id AND Number = 3;");

    [Fact]
    public async Task Events_in_another_order_are_found() => await AssertFoundAsync(
        "UPDATE ServiceRequestEvent SET Number = 9 WHERE RequestId = @id AND Number = 2;",
        "UPDATE ServiceRequestEvent SET Number = 2 WHERE RequestId = @id AND Number = 3;",
        "UPDATE ServiceRequestEvent SET Number = 3 WHERE RequestId = @id AND Number = 9;");

    [Fact]
    public async Task An_edited_detail_is_found()
    {
        var id = await LifeAsync();
        var position = (await _database.EventsAsync(id))[1].Position;
        await RunAsync("UPDATE EventDetail SET Content = @content WHERE Position = @position;", new { position, content = """{"actor":"somebody else","note":"On its way."}""" });

        Assert.Equal("event 2: digests", await _database.FaultOfHistoryAsync(id));
    }

    [Fact]
    public async Task Erasing_details_and_their_salt_leaves_the_chain_valid()
    {
        var id = await LifeAsync();
        foreach (var line in await _database.EventsAsync(id))
        {
            await RunAsync("UPDATE EventDetail SET Salt = NULL, Content = NULL, ErasedAt = @at WHERE Position = @Position;", new { line.Position, at = Noon });
        }

        Assert.Null(await _database.FaultOfHistoryAsync(id));
        Assert.All(await _database.EventsAsync(id), line => Assert.Null(line.Content));
    }

    [Fact]
    public async Task Equal_words_have_different_digests()
    {
        var one = await _database.EventsAsync((await _database.StoredAsync(NewRequest(description: "same"))).Row.Id);
        var other = await _database.EventsAsync((await _database.StoredAsync(NewRequest(description: "same"))).Row.Id);

        Assert.NotEqual(one[0].Salt, other[0].Salt);
        Assert.NotEqual(one[0].Digests, other[0].Digests);
    }

    [Fact]
    public async Task The_hashed_part_holds_no_free_text()
    {
        var id = (await _database.StoredAsync(NewRequest(description: "my name is Zoe"))).Row.Id;
        await _database.ActAsync(id, Lifecycle.Close, "fixed", note: "Zoe was at home");

        Assert.All(await _database.EventsAsync(id), line => Assert.DoesNotContain("Zoe", line.Data + line.Digests));
    }

    [Fact]
    public void An_event_says_which_request_and_number_it_belongs_to()
    {
        var hash = EventChain.Hash(1, 2, "closed", Noon, "{}", "{}", "before");

        Assert.NotEqual(hash, EventChain.Hash(2, 2, "closed", Noon, "{}", "{}", "before"));
        Assert.NotEqual(hash, EventChain.Hash(1, 3, "closed", Noon, "{}", "{}", "before"));
        Assert.NotEqual(hash, EventChain.Hash(1, 2, "closed", Noon.AddMilliseconds(1), "{}", "{}", "before"));
        Assert.NotEqual(hash, EventChain.Hash(1, 2, "closed", Noon, "{}", "{}", "after"));
    }

    private async Task AssertFoundAsync(params string[] edits)
    {
        var id = await LifeAsync();
        foreach (var edit in edits)
        {
            await RunAsync(edit, new { id, at = Noon.AddYears(-1) });
        }

        Assert.NotNull(await _database.FaultOfHistoryAsync(id));
    }

    private async Task<long> LifeAsync()
    {
        var id = (await _database.StoredAsync(NewRequest())).Row.Id;
        Assert.True(await _database.ActAsync(id, Lifecycle.Acknowledge, note: "On its way."));
        Assert.True(await _database.ActAsync(id, Lifecycle.Close, "fixed", "It's done."));
        return id;
    }

    private Task<bool> RunAsync(string sql, object parameters) =>
        _database.WriteAsync(new Write().Run(sql, parameters), TestContext.Current.CancellationToken);
}

public sealed class SqliteHistoryTests(SqliteTestDatabase database)
    : HistoryTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerHistoryTests(SqlServerTestDatabase database)
    : HistoryTests(database), IClassFixture<SqlServerTestDatabase>;
