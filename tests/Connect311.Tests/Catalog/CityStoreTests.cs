using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;

namespace Connect311.Tests.Catalog;

/// <summary>Loading a city's files: a version for each change, none for none, and one winner.</summary>
public abstract class CityStoreTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static readonly CityFiles Files = new(SmallCity.Files);
    private static readonly CityFiles Changed = new(SmallCity.With(("groups.json", "Streets", "Roads")));
    private static readonly CityFiles OtherRules = new(SmallCity.With(("rule-set.json", "The west.", "West.")));

    [Fact]
    public async Task The_same_files_make_no_new_version()
    {
        Assert.Equal((1, 1, true), await InstallAsync(Files));
        Assert.Equal((1, 1, false), await InstallAsync(Files));
        Assert.Equal((2, 2, true), await InstallAsync(Changed));
        Assert.Equal((2, 2, false), await InstallAsync(Changed));
        Assert.Equal((3, 3, true), await InstallAsync(OtherRules));
        Assert.Equal((4, 4, true), await InstallAsync(Files));
    }

    [Fact]
    public async Task Of_two_loads_at_once_one_is_told_clearly()
    {
        await InstallAsync(Files);
        var late = new Interrupted(() => InstallAsync(Changed).GetAwaiter().GetResult());

        await Assert.ThrowsAsync<UserErrorException>(() => InstallAsync(OtherRules, late));

        Assert.Equal((2, 2, false), await InstallAsync(Changed));
    }

    [Fact]
    public async Task Two_loads_of_the_same_at_once_both_succeed()
    {
        var late = new Interrupted(() => InstallAsync(Files).GetAwaiter().GetResult());

        Assert.Equal((1, 1, true), await InstallAsync(Files, late));
        Assert.Equal((1, 1, false), await InstallAsync(Files));
    }

    private async Task<(int Catalog, int Rules, bool IsNew)> InstallAsync(CityFiles files, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var store = new CityStore(Fresh.Database, new(Fresh.Database, time), time);
        var (city, isNew) = await store.InstallAsync(files, Actor.CommandLine, TestContext.Current.CancellationToken);
        return (city.Catalog.Version, city.Rules.Version, isNew);
    }

    /// <summary>Runs something in the moment between the reading of the newest version and the write.</summary>
    private sealed class Interrupted(Action interruption) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            interruption();
            return base.GetUtcNow();
        }
    }
}

public sealed class SqliteCityStoreTests() : CityStoreTests(new SqliteTestDatabase());

public sealed class SqlServerCityStoreTests() : CityStoreTests(new SqlServerTestDatabase());
