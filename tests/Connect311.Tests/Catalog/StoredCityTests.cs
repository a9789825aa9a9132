using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Catalog;

/// <summary>The versions of a city in a database.</summary>
public abstract class StoredCityTests : FreshDatabaseTests
{
    private const string Name = "\"name\": {\"en\": \"Town\"}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connect311-city-");

    protected StoredCityTests(TestDatabase fresh)
        : base(fresh)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "areas"));
        foreach (var (name, text) in SmallCity.Files)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, name), text);
        }
    }

    [Fact]
    public async Task A_new_database_has_none_and_takes_the_folders()
    {
        Assert.Null(await StoreOf(Fresh.Database).FindAsync(TestContext.Current.CancellationToken));

        var city = await InstalledAsync(Fresh.Database);
        var again = await InstalledAsync(Fresh.Open());

        Assert.Equal((1, 1), (city.Catalog.Version, city.Rules.Version));
        Assert.Equal((1, 1), (again.Catalog.Version, again.Rules.Version));
        Assert.Equal(city.Catalog.ServiceTypes.Select(type => type.Code), again.Catalog.ServiceTypes.Select(type => type.Code));
    }

    [Fact]
    public async Task A_second_version_is_in_force_and_the_first_is_kept()
    {
        await InstalledAsync(Fresh.Database);
        var second = SmallCity.With(("city.json", Name, "\"name\": {\"en\": \"O'Town\"}"), ("rule-set.json", "The west.", "It's the west."));

        await StoreOf(Fresh.Database).InstallAsync(new(second), Actor.CommandLine, TestContext.Current.CancellationToken);

        var found = await StoreOf(Fresh.Open()).FindAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2, 2, "O'Town"), (found!.Catalog.Version, found.Rules.Version, found.Catalog.City.Name.In("en")));
        Assert.Equal(SmallCity.Files["rule-set.json"], await RuleSetAsync(1));
        Assert.Equal(second["rule-set.json"], await RuleSetAsync(2));
        Assert.Null(await RuleSetAsync(3));
        Assert.Equal(1, await Fresh.Database.CountAsync("SELECT COUNT(*) FROM RuleSet WHERE Status = @value;", "published"));
    }

    [Fact]
    public async Task A_file_that_the_second_version_lacks_is_not_taken_from_the_first()
    {
        var more = SmallCity.Files.ToDictionary();
        more["areas/ward.geojson"] = more["areas/borough.geojson"];
        await StoreOf(Fresh.Database).InstallAsync(new(more), Actor.CommandLine, TestContext.Current.CancellationToken);

        await StoreOf(Fresh.Database).InstallAsync(new(SmallCity.Files), Actor.CommandLine, TestContext.Current.CancellationToken);

        Assert.Equal("borough", Assert.Single((await StoreOf(Fresh.Database).FindAsync(TestContext.Current.CancellationToken))!.AreaSets).Name);
    }

    [Fact]
    public async Task Processes_that_start_at_once_install_it_once()
    {
        var cities = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => InstalledAsync(Fresh.Open()))));

        Assert.All(cities, city => Assert.Equal((1, 1), (city.Catalog.Version, city.Rules.Version)));
        Assert.Equal(1, await Fresh.Database.CountAsync("SELECT COUNT(*) FROM CatalogVersion WHERE Version > @value;", 0));
    }

    [Fact]
    public async Task Files_with_faults_store_nothing()
    {
        var broken = SmallCity.With(("rule-set.json", "\"assign\": {\"department\": \"ROADS\"},\n      \"reason\": {\"en\": \"The west.\"}", "\"assign\": {\"department\": \"NOBODY\"},\n      \"reason\": {\"en\": \"The west.\"}"));

        await Assert.ThrowsAsync<CatalogRefusedException>(() => StoreOf(Fresh.Database).InstallAsync(new(broken), Actor.CommandLine, TestContext.Current.CancellationToken));

        Assert.Null(await StoreOf(Fresh.Database).FindAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_sign_of_two_units_may_stand_where_a_file_is_parted()
    {
        // Even and odd places, so that once a border of two parts falls inside a sign.
        var names = string.Concat(Enumerable.Repeat("🕳", 90));
        for (var shift = 0; shift < 2; shift++)
        {
            var files = SmallCity.With(("city.json", Name, new string(' ', 3_900 + shift) + $"\"name\": {{\"en\": \"{names}\"}}"));
            await StoreOf(Fresh.Database).InstallAsync(new(files), Actor.CommandLine, TestContext.Current.CancellationToken);

            var found = await StoreOf(Fresh.Database).FindAsync(TestContext.Current.CancellationToken);
            Assert.Equal(names, found!.Catalog.City.Name.In("en"));
        }
    }

    private static CityStore StoreOf(Database database) => new(database, new(database, TimeProvider.System), TimeProvider.System);

    private Task<City> InstalledAsync(Database database) =>
        StoreOf(database).FindOrInstallAsync(_folder.FullName, TestContext.Current.CancellationToken);

    private Task<string?> RuleSetAsync(int version) =>
        StoreOf(Fresh.Database).FindRuleSetAsync(version, TestContext.Current.CancellationToken);
}

public sealed class SqliteStoredCityTests() : StoredCityTests(new SqliteTestDatabase());

public sealed class SqlServerStoredCityTests() : StoredCityTests(new SqlServerTestDatabase());
