using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Areas;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Catalog.Areas;

/// <summary>Imported area sets: each import a version, the newest in force, in place of the city's file of that name.</summary>
public abstract class AreaStoreTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private const string Source = "It's a file.geojson, beat";

    private static readonly AreaFile Beats = FileOf("beat", Collection(Feature("1", Square(0, 0, 1)), Feature("2", Square(1, 0, 1))));
    private static readonly AreaFile NewBeats = FileOf("beat", Collection(Feature("2", Square(0, 0, 1)), Feature("o'3", Square(1, 0, 1))));

    [Fact]
    public async Task An_import_is_in_force_beside_the_citys_own_sets()
    {
        var before = await InstalledAsync();
        Assert.Equal(0, before.AreasVersion);

        Assert.Equal((1, true), await ImportAsync(Beats, 0));

        var city = await CityAsync();
        Assert.Equal(new CityVersions(1, 1, 1), city.Versions);
        Assert.Equal(["borough", "beat"], city.AreaSets.Select(set => set.Name));
        Assert.Equal("borough:west beat:1", AreasAt(city, 0.5, 0.5));
        var listed = Assert.Single(await StoreOf(Fresh.Open()).ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((1, "beat", Source, 2), (listed.Version, listed.Name, listed.Source, listed.AreaCount));
        Assert.InRange(listed.ImportedAt, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task A_second_import_replaces_the_set_and_the_first_is_kept()
    {
        await InstalledAsync();
        await ImportAsync(Beats, 0);
        await ImportAsync(FileOf("zone", Collection(Feature("z", Square(0, 0, 2)))), 1);

        Assert.Equal((3, true), await ImportAsync(NewBeats, 2));

        Assert.Equal("borough:east beat:o-3 zone:z", AreasAt(await CityAsync(), 0.5, 1.5));
        Assert.Equal([2, 3], (await StoreOf(Fresh.Database).ListAsync(TestContext.Current.CancellationToken)).Select(set => set.Version).Order());
        Assert.Equal(1, await Fresh.Database.CountAsync("SELECT COUNT(*) FROM AreaSetPart WHERE Version = @value;", 1));
    }

    [Fact]
    public async Task The_same_set_makes_no_new_version()
    {
        await InstalledAsync();
        await ImportAsync(Beats, 0);
        Assert.Equal((1, false), await ImportAsync(Beats, 1));
        Assert.Equal((2, true), await ImportAsync(NewBeats, 1));
        Assert.Equal((3, true), await ImportAsync(Beats, 2));
    }

    [Fact]
    public async Task An_imported_set_stands_in_for_the_citys_file_until_it_is_removed()
    {
        await InstalledAsync();
        await ImportAsync(FileOf("borough", Collection(Feature("west", Square(0, 0, 1.5)), Feature("east", Square(1.5, 0, 0.5)))), 0);
        Assert.Equal("borough:west", AreasAt(await CityAsync(), 0.2, 1.2));

        Assert.Equal((2, true), await StoreOf(Fresh.Database).RemoveAsync("borough", 1, Actor.CommandLine, TestContext.Current.CancellationToken));

        Assert.Equal(new CityVersions(1, 1, 2), (await CityAsync()).Versions);
        Assert.Equal("borough:east", AreasAt(await CityAsync(), 0.2, 1.2));
        Assert.Equal((2, false), await StoreOf(Fresh.Database).RemoveAsync("borough", 2, Actor.CommandLine, TestContext.Current.CancellationToken));
        var ofFiles = await CitiesOf(Fresh.Database).FindAreaSetOfFilesAsync("borough", TestContext.Current.CancellationToken);
        Assert.Equal("east", ofFiles!.Find(0.2, 1.2)?.Code);
        Assert.Null(await CitiesOf(Fresh.Database).FindAreaSetOfFilesAsync("beat", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_two_imports_at_once_one_is_told_clearly_and_stores_nothing()
    {
        await InstalledAsync();
        await ImportAsync(Beats, 0);

        await Assert.ThrowsAsync<UserErrorException>(() => ImportAsync(NewBeats, 0));

        Assert.Equal("borough:west beat:1", AreasAt(await CityAsync(), 0.5, 0.5));
        Assert.Equal(1, await Fresh.Database.CountAsync("SELECT COUNT(*) FROM AreaSetPart WHERE Version > @value;", 0));
    }

    [Fact]
    public async Task A_large_set_comes_back_as_it_was()
    {
        await InstalledAsync();
        var ring = Enumerable.Range(0, 120_000).Select(i => (Angle: i * Math.Tau / 120_000, i))
            .Select(corner => FormattableString.Invariant($"{1 + Math.Cos(corner.Angle):R} {1 + Math.Sin(corner.Angle):R}"));
        var file = FileOf("round", Collection(Feature("o'round", string.Join(", ", ring))));
        Assert.InRange(file.Json.Length, 3_000_000, 6_000_000);

        await ImportAsync(file, 0);

        Assert.Equal(file.Json, (await StoreOf(Fresh.Open()).FindDocumentsAsync(TestContext.Current.CancellationToken))["round"]);
        Assert.Equal("borough:west round:o-round", AreasAt(await CityAsync(), 0.5, 0.5));
    }

    [Fact]
    public async Task A_catalogue_is_loaded_beside_the_imported_sets_and_checked_with_them()
    {
        await InstalledAsync();
        await ImportAsync(Beats, 0);
        var asking = SmallCity.With(("rule-set.json", "{\"borough\": [\"west\"]}", "{\"beat\": [\"2\"]}"));
        var missing = SmallCity.With(("rule-set.json", "{\"borough\": [\"west\"]}", "{\"beat\": [\"3\"]}"));

        await Assert.ThrowsAsync<CatalogRefusedException>(() => CitiesOf(Fresh.Database).InstallAsync(new(missing), Actor.CommandLine, TestContext.Current.CancellationToken));
        await CitiesOf(Fresh.Database).InstallAsync(new(asking), Actor.CommandLine, TestContext.Current.CancellationToken);

        Assert.Equal(new CityVersions(2, 2, 1), (await CityAsync()).Versions);
        Assert.Equal("borough:west beat:1", AreasAt(await CityAsync(), 0.5, 0.5));
    }

    [Fact]
    public async Task A_rule_may_name_an_area_that_a_forced_import_took_away()
    {
        await InstalledAsync();
        await ImportAsync(FileOf("borough", Collection(Feature("north", Square(0, 0, 2)))), 0);

        var city = await CityAsync();
        Assert.Equal("borough:north", AreasAt(city, 0.5, 0.5));
        Assert.Equal("streets", city.Rules.Decide(new()
        {
            ServiceType = "pothole.road",
            Group = "streets",
            Channel = "web",
            ReceivedAt = DateTimeOffset.UnixEpoch,
            Areas = city.AreaSets.Find(0.5, 0.5),
        }).Rule);
        await Assert.ThrowsAsync<CatalogRefusedException>(() =>
            CitiesOf(Fresh.Database).InstallAsync(new(SmallCity.With(("groups.json", "Streets", "Roads"))), Actor.CommandLine, TestContext.Current.CancellationToken));
    }

    private static string AreasAt(City city, double latitude, double longitude) =>
        string.Join(' ', city.AreaSets.Find(latitude, longitude).Select(hit => $"{hit.Set}:{hit.Code}"));

    private static AreaFile FileOf(string set, string json)
    {
        using var document = JsonDocument.Parse(json);
        return AreaFileReader.Read(set, document.RootElement, new("code", "name"), SmallCity.Read(SmallCity.Files).AreaSets[0], [])!;
    }

    private static AreaStore StoreOf(Database database) => new(database, new(database, TimeProvider.System), TimeProvider.System);

    private static CityStore CitiesOf(Database database) => new(database, new(database, TimeProvider.System), TimeProvider.System);

    private async Task<City> InstalledAsync() =>
        (await CitiesOf(Fresh.Database).InstallAsync(new(SmallCity.Files), Actor.CommandLine, TestContext.Current.CancellationToken)).City;

    private async Task<City> CityAsync() => (await CitiesOf(Fresh.Open()).FindAsync(TestContext.Current.CancellationToken))!;

    private Task<(int Version, bool IsNew)> ImportAsync(AreaFile file, int seen) =>
        StoreOf(Fresh.Database).ImportAsync(file, Source, seen, Actor.CommandLine, TestContext.Current.CancellationToken);
}

public sealed class SqliteAreaStoreTests() : AreaStoreTests(new SqliteTestDatabase());

public sealed class SqlServerAreaStoreTests() : AreaStoreTests(new SqlServerTestDatabase());
