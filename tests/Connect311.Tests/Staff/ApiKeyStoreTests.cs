using Connect311.Api.Databases;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Staff;

public abstract class ApiKeyStoreTests
{
    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _time = new(TestRequests.Noon);
    private readonly ApiKeyStore _store;

    protected ApiKeyStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _store = StoreOver(database.Database);
    }

    [Fact]
    public async Task A_key_is_found_by_itself_and_by_nothing_else()
    {
        var (id, key) = await CreateAsync(_store, "O'Brien's app");

        var found = await FindAsync(_store, key);

        Assert.Equal((id, Role.App, "O'Brien's app", "mobile", TestRequests.Noon), (found!.Id, found.Kind, found.Name, found.Channel, found.CreatedAt));
        Assert.Null(await FindAsync(_store, key + "x"));
        Assert.Null(await FindAsync(_store, key.ToUpperInvariant()));
        Assert.Null(await FindAsync(_store, id));
        Assert.Null(await FindAsync(_store, ""));
    }

    [Fact]
    public async Task The_key_itself_is_nowhere_in_the_database()
    {
        var (_, key) = await CreateAsync(_store);
        var secret = key[(key.LastIndexOf("app_", StringComparison.Ordinal) + 4)..];

        var rows = await _database.Database.QueryAsync<string>("SELECT KeyHash FROM ApiKey;", null, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(rows, hash => hash.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_revoked_key_is_not_found_but_listed()
    {
        var (id, key) = await CreateAsync(_store);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.True(await _store.RevokeAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));

        Assert.Null(await FindAsync(_store, key));
        var listed = Assert.Single(await _store.ListAsync(TestContext.Current.CancellationToken), one => one.Id == id);
        Assert.Equal(TestRequests.Noon.AddHours(1), listed.RevokedAt);
    }

    [Fact]
    public async Task A_key_is_revoked_once()
    {
        var (id, _) = await CreateAsync(_store);
        Assert.True(await _store.RevokeAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await _store.RevokeAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));
        Assert.False(await _store.RevokeAsync(Actor.CommandLine, "nobody", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_whose_making_lost_its_reply_is_made_and_shown()
    {
        var store = StoreOver(_database.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times: 1)));

        var (id, key) = await CreateAsync(store);

        Assert.Equal(id, (await FindAsync(_store, key))!.Id);
    }

    [Fact]
    public async Task A_revocation_that_lost_its_reply_has_happened()
    {
        var (id, _) = await CreateAsync(_store);
        var store = StoreOver(_database.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times: 1)));

        Assert.True(await store.RevokeAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Callers_hear_of_a_revocation_within_a_second()
    {
        var (id, key) = await CreateAsync(_store);
        var directory = await NewDirectoryAsync();
        Assert.Equal(id, (await FindAppAsync(directory, key))!.Id);
        await StoreOver(_database.Open()).RevokeAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.NotNull(await FindAppAsync(directory, key));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await FindAppAsync(directory, key));
    }

    [Fact]
    public async Task A_new_key_is_known_at_once()
    {
        var directory = await NewDirectoryAsync();
        Assert.Null(await FindAppAsync(directory, "c311_app_unknown"));

        var (_, key) = await CreateAsync(_store);

        Assert.NotNull(await FindAppAsync(directory, key));
    }

    [Fact]
    public async Task A_key_is_good_only_for_its_own_kind()
    {
        var directory = await NewDirectoryAsync();
        var (_, app) = await CreateAsync(_store);
        var (_, department) = await _store.CreateAsync(Actor.CommandLine, Role.Department, "Parks", null, "DPR", TestContext.Current.CancellationToken);

        Assert.Null(await directory.FindDepartmentAsync(app, TestContext.Current.CancellationToken));
        Assert.Null(await FindAppAsync(directory, department));
        var caller = await directory.FindDepartmentAsync(department, TestContext.Current.CancellationToken);
        Assert.Equal(Role.Department, caller!.Role);
        Assert.True(caller.SeesConfidentialOf("DPR"));
        Assert.False(caller.SeesConfidentialOf("DOT"));
    }

    [Fact]
    public async Task Demo_credentials_are_nothing_where_they_are_not_registered()
    {
        var directory = await NewDirectoryAsync();

        Assert.Null(await FindAppAsync(directory, DemoCredentials.AppKey));
        Assert.Null(await directory.FindStaffAsync(DemoCredentials.Admin, System.Net.IPAddress.Loopback, TestContext.Current.CancellationToken));
    }

    private ApiKeyStore StoreOver(Database database) => new(database, new(database, _time), _time);

    private async Task<CallerDirectory> NewDirectoryAsync() => (await StaffWorld.OfAsync(_database.Database, _time)).Directory;

    private static Task<(string Id, string Key)> CreateAsync(ApiKeyStore store, string name = "app") =>
        store.CreateAsync(Actor.CommandLine, Role.App, name, "mobile", null, TestContext.Current.CancellationToken);

    private static Task<ApiKey?> FindAsync(ApiKeyStore store, string key) => store.FindAsync(key, TestContext.Current.CancellationToken);

    private static ValueTask<Caller?> FindAppAsync(CallerDirectory directory, string key) =>
        directory.FindAppAsync(key, null, TestContext.Current.CancellationToken);
}

public sealed class SqliteApiKeyStoreTests(SqliteTestDatabase database)
    : ApiKeyStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerApiKeyStoreTests(SqlServerTestDatabase database)
    : ApiKeyStoreTests(database), IClassFixture<SqlServerTestDatabase>;
