using Connect311.Api.Databases;

namespace Connect311.Tests.Databases;

/// <summary>What only one node may do: by the database's clock, with a token that grows.</summary>
public abstract class LeaseTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly LeaseClock _clock = new();
    private readonly Leases _here;
    private readonly Leases _there;
    private readonly Database _other;
    private readonly string _name = Guid.CreateVersion7().ToString("N");

    protected LeaseTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _other = database.Open();
        (_here, _there) = (new(database.Database, _clock, TimeProvider.System), new(_other, _clock, TimeProvider.System));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_holds_it_until_it_is_given_back()
    {
        var held = await TakenAsync(_here);
        Assert.Null(await TakeAsync(_there));
        Assert.Null(await TakeAsync(_here));

        await _here.ReleaseAsync(held, Token);

        Assert.Equal(held.Token + 1, (await TakenAsync(_there)).Token);
    }

    [Fact]
    public async Task One_that_dies_loses_it_and_learns_so()
    {
        var dead = await TakenAsync(_here);
        _clock.Offset = Minute + TimeSpan.FromSeconds(1);

        var next = await TakenAsync(_there);

        Assert.Equal(dead.Token + 1, next.Token);
        Assert.False(await _here.RenewAsync(dead, Minute, Token));
        Assert.True(await _there.RenewAsync(next, Minute, Token));
    }

    [Fact]
    public async Task One_that_renews_keeps_it()
    {
        var held = await TakenAsync(_here);
        _clock.Offset = TimeSpan.FromSeconds(50);
        Assert.True(await _here.RenewAsync(held, Minute, Token));

        _clock.Offset = TimeSpan.FromSeconds(100);

        Assert.Null(await TakeAsync(_there));
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => TakeAsync(i % 2 == 0 ? _here : _there))));
        Assert.Single(asked.OfType<Lease>());
    }

    public void Dispose()
    {
        (_other as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<Lease?> TakeAsync(Leases leases) => leases.TakeAsync(_name, Guid.CreateVersion7().ToString("N"), Minute, Token);

    private async Task<Lease> TakenAsync(Leases leases)
    {
        var lease = await TakeAsync(leases);
        Assert.NotNull(lease);
        return lease;
    }
}

public sealed class SqliteLeaseTests(SqliteTestDatabase database) : LeaseTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerLeaseTests(SqlServerTestDatabase database) : LeaseTests(database), IClassFixture<SqlServerTestDatabase>;
