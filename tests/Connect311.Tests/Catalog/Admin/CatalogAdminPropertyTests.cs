using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Admin;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>Any sequence of good and bad changes: the city reads back as the model says, and so does every version before.</summary>
public abstract class CatalogAdminPropertyTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static readonly EntryKind[] Kinds = [EntryKind.Department, EntryKind.Group, EntryKind.ServiceType];
    private static readonly string[] Departments = ["ROADS", "311", "OLD", "A", "B", "C d"];
    private static readonly string[] Groups = ["streets", "rest", "g1", "g2", "G3"];
    private static readonly string[] Types = ["pothole", "pothole.road", "pothole.path", "pothole.x", "opening-hours", "unlisted", "t1", "t1.a", "t2", "no.t"];
    private static readonly string[] Outcomes = ["fixed", "no-access", "unknown"];
    private static readonly string[] Names = ["One", "It's two", "", "Drei ß 🕳", "null"];

    protected virtual int Changes => 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_city_is_what_the_taken_changes_say(int seed)
    {
        var random = new Random(seed);
        var world = await AdminWorld.OfAsync(Fresh.Database);
        var history = new Dictionary<int, Dictionary<string, string>> { [1] = await Fresh.Database.FilesAsync(1) };
        var model = Kinds.ToDictionary(kind => kind, kind => Entries(kind, history[1]));
        var version = 1;
        var taken = 0;
        for (var i = 0; i < Changes; i++)
        {
            var (kind, code) = Pick(random);
            var stale = random.Next(10) == 0 ? 1 : 0;
            var before = model[kind].GetValueOrDefault(code);
            var (answer, expected) = await ChangeAsync(world, kind, code, before, version - stale, random);
            if (answer.Refusal is null)
            {
                Assert.Equal(0, stale);
                Assert.True(JsonNode.DeepEquals(expected, answer.Entry), $"{kind.Name} {code}: {expected} is not {answer.Entry}");
                var changed = before is null || !JsonNode.DeepEquals(before, expected);
                Assert.Equal((version + (changed ? 1 : 0), before is null), (answer.Version, answer.IsNew));
                version = answer.Version;
                taken += changed ? 1 : 0;
                history.TryAdd(version, await Fresh.Database.FilesAsync(version));
                model[kind] = Entries(kind, history[version]);
                Assert.True(JsonNode.DeepEquals(expected, model[kind][code]), code);
            }

            await AssertSoundAsync(world, version);
        }

        Assert.InRange(taken, Changes / 10, Changes * 9 / 10);
        await AssertHistoryAsync(history);
    }

    private static (EntryKind Kind, string Code) Pick(Random random) => random.Next(4) switch
    {
        0 => (EntryKind.Department, Departments[random.Next(Departments.Length)]),
        1 => (EntryKind.Group, Groups[random.Next(Groups.Length)]),
        _ => (EntryKind.ServiceType, Types[random.Next(Types.Length)]),
    };

    private static async Task<(EntryAnswer Answer, JsonObject Expected)> ChangeAsync(
        AdminWorld world, EntryKind kind, string code, JsonObject? before, int version, Random random)
    {
        JsonObject expected;
        if (before is not null && random.Next(2) == 0)
        {
            expected = before.DeepClone().AsObject();
            expected["active"] = random.Next(2) == 0;
            return (await world.SwitchAsync(kind, code, expected["active"]!.GetValue<bool>(), version), expected);
        }

        var wish = Wish(kind, code, before, random);
        expected = wish.DeepClone().AsObject();
        EntryWish.KeepActivity(expected, before);
        return (await world.PutAsync(kind, code, wish.ToJsonString(), version), EntryView.Fill(kind, code, expected));
    }

    private static JsonObject Wish(EntryKind kind, string code, JsonObject? before, Random random)
    {
        var wish = kind == EntryKind.ServiceType && before is not null ? before.DeepClone().AsObject() : [];
        wish.Remove("code");
        wish.Remove("active");
        wish["name"] = new JsonObject { ["en"] = Names[random.Next(Names.Length)] };
        if (kind == EntryKind.Department && random.Next(3) == 0)
        {
            wish["successor"] = Departments[random.Next(Departments.Length)];
        }

        if (kind == EntryKind.ServiceType)
        {
            if (code.Contains('.', StringComparison.Ordinal))
            {
                wish["descriptor"] = $"Words {random.Next(4)}";
            }
            else
            {
                wish["group"] = Groups[random.Next(Groups.Length)];
            }

            wish["outcomes"] = new JsonArray(Outcomes[random.Next(Outcomes.Length)]);
        }

        if (random.Next(12) == 0)
        {
            wish["surprise"] = 1;
        }

        return wish;
    }

    /// <summary>Every server can read what is stored, and the rules in force send nothing where nobody is.</summary>
    private async Task AssertSoundAsync(AdminWorld world, int version)
    {
        var city = await world.Cities.FindAsync(TestContext.Current.CancellationToken);
        Assert.Equal((version, version), (city!.Catalog.Version, world.City.Value.Catalog.Version));
        Assert.True(city.Catalog.Departments["ROADS"].IsActive && city.Catalog.Departments["311"].IsActive);
        Assert.NotNull(city.Catalog.ServiceType(CatalogWords.Unlisted));
        Assert.True(city.Catalog.ServiceTypesByCode["pothole"].IsActive);
        Assert.Equal(version, await Fresh.Database.CountAsync("SELECT COUNT(*) FROM CatalogVersion WHERE Version > @value;", 0));
    }

    private async Task AssertHistoryAsync(Dictionary<int, Dictionary<string, string>> history)
    {
        var rules = SmallCity.Files[CityFiles.RuleSet];
        foreach (var (version, files) in history)
        {
            Assert.Equal(files, await Fresh.Database.FilesAsync(version));
            var city = CityReader.ReadStored(new CityFiles(files).With(CityFiles.RuleSet, rules), new(version, 1, 0));
            Assert.Equal(version, city.Catalog.Version);
        }
    }

    /// <summary>Every entry of a kind by its code, descriptors too, as it is shown.</summary>
    private static Dictionary<string, JsonObject> Entries(EntryKind kind, Dictionary<string, string> files)
    {
        var entries = new Dictionary<string, JsonObject>();
        foreach (var entry in JsonNode.Parse(files[kind.File])!.AsArray().Select(one => one!.AsObject()))
        {
            var code = entry["code"]!.GetValue<string>();
            foreach (var (own, descriptor) in EntryWish.Descriptors(entry))
            {
                entries[$"{code}.{own}"] = EntryView.Fill(kind, $"{code}.{own}", descriptor.DeepClone().AsObject());
            }

            entries[code] = EntryView.Fill(kind, code, entry);
        }

        return entries;
    }
}

public sealed class SqliteCatalogAdminPropertyTests() : CatalogAdminPropertyTests(new SqliteTestDatabase());

public sealed class SqlServerCatalogAdminPropertyTests() : CatalogAdminPropertyTests(new SqlServerTestDatabase())
{
    protected override int Changes => 40;
}
