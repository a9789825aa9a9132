using Connect311.Api.Databases;
using Connect311.Api.Secrets;
using Connect311.Tests.Databases;
using Microsoft.AspNetCore.DataProtection;

namespace Connect311.Tests.Secrets;

public abstract class SecretKeysTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private readonly EphemeralDataProtectionProvider _ring = new();

    [Fact]
    public async Task Keys_are_made_once_and_are_the_same_on_every_node()
    {
        var one = await LoadedAsync(Fresh.Database);
        var other = await LoadedAsync(Fresh.Open());

        Assert.Equal((32, 32, 32), (one.Reporter.Length, one.Contacts.Length, one.Staff.Length));
        Assert.Equal(3, new[] { one.Reporter, one.Contacts, one.Staff }.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(one.Reporter, other.Reporter);
        Assert.Equal(one.Contacts, other.Contacts);
        Assert.Equal(one.Staff, other.Staff);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_take_the_same_keys()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => LoadedAsync(Fresh.Open()))));

        Assert.All(nodes, node => Assert.Equal(nodes[0].Reporter, node.Reporter));
        Assert.All(nodes, node => Assert.Equal(nodes[0].Contacts, node.Contacts));
        Assert.All(nodes, node => Assert.Equal(nodes[0].Staff, node.Staff));
    }

    [Fact]
    public async Task A_key_whose_making_lost_its_reply_is_the_one()
    {
        var one = await LoadedAsync(Fresh.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times: 1)));

        Assert.Equal(one.Reporter, (await LoadedAsync(Fresh.Database)).Reporter);
    }

    [Fact]
    public async Task Another_key_ring_is_told_to_the_person_who_starts_it()
    {
        await LoadedAsync(Fresh.Database);
        var stranger = new SecretKeys(Fresh.Database, new EphemeralDataProtectionProvider(), TimeProvider.System);

        var error = await Assert.ThrowsAsync<UserErrorException>(() => stranger.LoadAsync(TestContext.Current.CancellationToken));

        Assert.Contains("KeyRing:Folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_do_not_stand_readable_in_the_database()
    {
        var keys = await LoadedAsync(Fresh.Database);
        var rows = await Fresh.Database.QueryAsync<string>("SELECT Content FROM SecretKey;", null, TestContext.Current.CancellationToken);

        Assert.Equal(8, rows.Count);
        Assert.All(rows, row => Assert.All(
            [keys.Reporter, keys.Contacts, keys.Staff, keys.Links, keys.Devices, keys.Spool, keys.WebPush, keys.History], key => Assert.Equal(-1, Convert.FromBase64String(row).AsSpan().IndexOf(key))));
    }

    private async Task<SecretKeys> LoadedAsync(Database database)
    {
        var keys = new SecretKeys(database, _ring, TimeProvider.System);
        await keys.LoadAsync(TestContext.Current.CancellationToken);
        return keys;
    }
}

public sealed class SqliteSecretKeysTests() : SecretKeysTests(new SqliteTestDatabase());

public sealed class SqlServerSecretKeysTests() : SecretKeysTests(new SqlServerTestDatabase());
