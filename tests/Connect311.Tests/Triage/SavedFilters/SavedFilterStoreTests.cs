using Connect311.Api.Triage.SavedFilters;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.SavedFilters;

public abstract class SavedFilterStoreTests
{
    private readonly TestDatabase _database;
    private readonly SavedFilterStore _store;
    private readonly string _person = $"p{NextId()}";

    protected SavedFilterStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _store = new(database.Database, TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_content_comes_back_as_it_was_written_and_is_replaced()
    {
        const string Content = "{\"text\":\"O'Brien \u00e9 \U0001F573 %_[\"}";
        Assert.Equal(Content, (await _store.PutAsync(_person, "a", Content, Token))!.Content);
        Assert.Equal("{}", (await _store.PutAsync(_person, "a", "{}", Token))!.Content);
        Assert.Equal("{}", (await _store.FindAsync(_person, "a", Token))!.Content);
        Assert.Null(await _store.FindAsync(_person + "x", "a", Token));
    }

    [Fact]
    public async Task They_are_listed_by_name_and_forgotten_one_by_one()
    {
        foreach (var name in new[] { "b", "c", "a" })
        {
            await _store.PutAsync(_person, name, "{}", Token);
        }

        await _store.RemoveAsync(_person, "b", Token);
        Assert.Equal(["a", "c"], (await _store.ListAsync(_person, Token)).Select(row => row.Name));
    }

    [Fact]
    public async Task When_there_are_enough_another_is_not_kept_and_those_there_are_changed()
    {
        for (var i = 0; i < SavedFilterStore.Most; i++)
        {
            Assert.NotNull(await _store.PutAsync(_person, $"f{i}", "{}", Token));
        }

        Assert.Null(await _store.PutAsync(_person, "more", "{}", Token));
        Assert.Equal("[]", (await _store.PutAsync(_person, "f0", "[]", Token))!.Content);
    }

    [Fact]
    public async Task Two_machines_of_one_person_may_keep_the_same_name_at_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var name = $"r{round}";
            var other = new SavedFilterStore(_database.Open(), TimeProvider.System);
            var kept = await Task.WhenAll(
                Task.Run(() => _store.PutAsync(_person, name, "1", Token)), Task.Run(() => other.PutAsync(_person, name, "2", Token)));
            Assert.All(kept, Assert.NotNull);
            Assert.Contains((await _store.FindAsync(_person, name, Token))!.Content, new[] { "1", "2" });
        }
    }
}

public sealed class SqliteSavedFilterStoreTests(SqliteTestDatabase database)
    : SavedFilterStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerSavedFilterStoreTests(SqlServerTestDatabase database)
    : SavedFilterStoreTests(database), IClassFixture<SqlServerTestDatabase>;
