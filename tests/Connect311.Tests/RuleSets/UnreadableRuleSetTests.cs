using Connect311.Api.Catalog;
using static Connect311.Tests.RuleSets.RuleSetWorld;

namespace Connect311.Tests.RuleSets;

/// <summary>A stored rule set that cannot be read any more stops publishing, never routing.</summary>
public abstract class UnreadableRuleSetTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"name\": \"town\"}")]
    [InlineData("[[[[")]
    public async Task The_one_that_was_in_force_before_stands_in(string content)
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        await PublishedAsync(world, "Second.");
        await PublishedAsync(world, "Third.");
        await world.PublishAsync(1);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await PublishedAsync(world, "Fourth.");
        await world.BreakAsync(4, content);

        var city = await LastGoodAsync();

        // Not the highest number, but the one that was in force last.
        Assert.Equal(1, city.Rules.Version);
        Assert.Equal(4, city.StandsInFor!.Version);
        Assert.NotEmpty(city.StandsInFor.Faults);
        await Assert.ThrowsAsync<CatalogRefusedException>(() => world.Cities.FindAsync(Token));
        Assert.Equal(new CityVersions(1, 4, 0), await world.Cities.FindVersionsAsync(Token));
    }

    [Fact]
    public async Task What_is_broken_too_is_passed_over_and_drafts_never_stand_in()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        await PublishedAsync(world, "Second.");
        await PublishedAsync(world, "Third.");
        await world.AddAsync("A draft.");
        await world.BreakAsync(2);
        await world.BreakAsync(3);
        Assert.Equal(1, (await LastGoodAsync()).Rules.Version);

        await world.BreakAsync(1);
        var refused = await Assert.ThrowsAsync<CatalogRefusedException>(LastGoodAsync);
        Assert.All(refused.Faults, fault => Assert.Equal(CityFiles.RuleSet, fault.File));
    }

    [Fact]
    public async Task A_good_one_that_is_published_or_loaded_mends_it()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        await PublishedAsync(world, "Second.");
        await world.BreakAsync(2);

        await PublishedAsync(world, "Third.");

        Assert.Equal((3, null), ((await LastGoodAsync()).Rules.Version, (await LastGoodAsync()).StandsInFor));
        await world.BreakAsync(3);
        await world.InstallAsync(Catalog.SmallCity.Files);
        Assert.Equal((4, null), ((await LastGoodAsync()).Rules.Version, (await LastGoodAsync()).StandsInFor));
    }

    private async Task<City> LastGoodAsync() => (await On(Fresh.Open()).Cities.FindLastGoodAsync(Token))!;

    private static async Task PublishedAsync(RuleSetWorld world, string west)
    {
        Assert.True(await world.PublishAsync((await world.AddAsync(west)).Version));
        world.Time.Advance(TimeSpan.FromMinutes(1));
    }
}

public sealed class SqliteUnreadableRuleSetTests() : UnreadableRuleSetTests(new SqliteTestDatabase());

public sealed class SqlServerUnreadableRuleSetTests() : UnreadableRuleSetTests(new SqlServerTestDatabase());
