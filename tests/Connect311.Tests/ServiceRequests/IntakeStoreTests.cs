using Connect311.Api.ServiceRequests.Intake;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceRequests;

/// <summary>Each report at most once by its key, as long as nothing fails.</summary>
public abstract class IntakeStoreTests
{
    private readonly TestDatabase _database;
    private readonly IntakeStore _store;

    protected IntakeStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _store = new(database.Database);
    }

    [Fact]
    public async Task A_new_report_is_stored_once_with_one_event()
    {
        var request = NewRequest("new");

        var result = await StoreOneAsync(request);

        Assert.Equal(request.Receipt, Assert.IsType<IntakeResult.Stored>(result).Receipt);
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(request));
    }

    [Fact]
    public async Task A_known_key_is_answered_from_the_store()
    {
        var first = NewRequest("known", receivedAt: Noon);
        await StoreOneAsync(first);

        var again = await StoreOneAsync(NewRequest("known", receivedAt: Noon.AddDays(1)));

        Assert.Equal(first.Receipt, Assert.IsType<IntakeResult.Replayed>(again).Receipt);
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(first));
    }

    [Fact]
    public async Task A_known_key_with_another_meaning_is_refused_with_the_stored_number()
    {
        var first = NewRequest("reused", meaning: "a pothole");
        await StoreOneAsync(first);

        var other = await StoreOneAsync(NewRequest("reused", meaning: "a rat"));

        Assert.Equal(first.Row.Id, Assert.IsType<IntakeResult.KeyReused>(other).Number.Id);
    }

    [Fact]
    public async Task Copies_inside_one_batch_are_folded()
    {
        var first = NewRequest("folded");
        var results = await StoreAsync(first, NewRequest("other"), NewRequest("folded"), NewRequest("folded"));

        Assert.IsType<IntakeResult.Stored>(results[0]);
        Assert.IsType<IntakeResult.Stored>(results[1]);
        Assert.Equal(first.Receipt, Assert.IsType<IntakeResult.Replayed>(results[2]).Receipt);
        Assert.Equal(first.Receipt, Assert.IsType<IntakeResult.Replayed>(results[3]).Receipt);
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(first));
    }

    [Fact]
    public async Task A_copy_with_another_meaning_in_the_batch_is_refused_with_the_number_of_the_first()
    {
        var first = NewRequest("torn", meaning: "a pothole");
        var results = await StoreAsync(first, NewRequest("torn", meaning: "a rat"));

        Assert.IsType<IntakeResult.Stored>(results[0]);
        Assert.Equal(first.Row.Id, Assert.IsType<IntakeResult.KeyReused>(results[1]).Number.Id);
    }

    [Fact]
    public async Task Known_new_and_copied_keys_may_stand_in_one_batch()
    {
        var known = NewRequest("mixed-known");
        await StoreOneAsync(known);

        var results = await StoreAsync(
            NewRequest("mixed-known"), NewRequest("mixed-new"), NewRequest("mixed-known", meaning: "a rat"), NewRequest("mixed-new"));

        Assert.IsType<IntakeResult.Replayed>(results[0]);
        Assert.IsType<IntakeResult.Stored>(results[1]);
        Assert.IsType<IntakeResult.KeyReused>(results[2]);
        Assert.IsType<IntakeResult.Replayed>(results[3]);
    }

    [Fact]
    public async Task Keys_that_differ_only_in_case_are_different()
    {
        var results = await StoreAsync(NewRequest("Case"), NewRequest("case"));

        Assert.All(results, result => Assert.IsType<IntakeResult.Stored>(result));
    }

    [Fact]
    public async Task Reports_without_a_key_are_all_stored()
    {
        var results = await StoreAsync(NewRequest(), NewRequest(), NewRequest());

        Assert.All(results, result => Assert.IsType<IntakeResult.Stored>(result));
    }

    [Fact]
    public async Task A_batch_larger_than_a_write_keeps_its_order()
    {
        var batch = Enumerable.Range(0, 512).Select(i => NewRequest($"large-{i}")).Reverse().ToArray();
        var results = await StoreAsync(batch);

        Assert.Equal(batch.Select(request => request.Row.Id), results.Cast<IntakeResult.Stored>().Select(stored => stored.Receipt.Id));
    }

    [Fact]
    public async Task A_stored_report_is_found_by_its_key_and_meaning_alone()
    {
        var first = await _database.Database.StoredAsync(NewRequest("find", meaning: "a pothole"));
        var other = NewRequest("find", meaning: "a rat");

        Assert.Equal(first.Receipt, Assert.IsType<IntakeResult.Replayed>(await FindAsync(first)).Receipt);
        Assert.Null(await FindAsync(other));
        Assert.Null(await FindAsync(NewRequest("never sent")));
    }

    private Task<IntakeResult?> FindAsync(NewRequest request) =>
        _store.FindAsync(request.Row.KeyHash, request.Row.BodyHash, TestContext.Current.CancellationToken);

    private async Task<IntakeResult> StoreOneAsync(NewRequest request) => Assert.Single(await StoreAsync(request));

    private async Task<IntakeResult[]> StoreAsync(params NewRequest[] batch)
    {
        var outcomes = await _store.StoreAsync(batch, TestContext.Current.CancellationToken);
        return [.. outcomes.Select(outcome => outcome.Result!)];
    }
}

public sealed class SqliteIntakeStoreTests(SqliteTestDatabase database)
    : IntakeStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerIntakeStoreTests(SqlServerTestDatabase database)
    : IntakeStoreTests(database), IClassFixture<SqlServerTestDatabase>;
