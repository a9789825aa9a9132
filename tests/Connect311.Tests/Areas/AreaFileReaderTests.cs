using Connect311.Routing.Areas;
using Connect311.Routing.Documents;
using Connect311.Tests.Documents;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Areas;

/// <summary>Files that were not made for us become area sets, or are refused with the feature and the reason.</summary>
public sealed class AreaFileReaderTests
{
    /// <summary>A city of 2 by 1 degrees near New York.</summary>
    private static readonly AreaSet City = Read(Collection(Feature("west", Square(-74, 40, 1)), Feature("east", Square(-73, 40, 1))), "borough");

    private static readonly AreaNaming ByBeat = new("beat");

    [Theory]
    [InlineData("\"Staten Island\"", "staten-island", "Staten Island")]
    [InlineData("\"  Île d'Orléans / Nord \"", "ile-d-orleans-nord", "Île d'Orléans / Nord")]
    [InlineData("\"A.7\"", "a.7", "A.7")]
    [InlineData("101", "101", "101")]
    [InlineData("101.0", "101", "101")]
    [InlineData("10.50", "10.5", "10.5")]
    [InlineData("1e2", "100", "100")]
    public void A_value_becomes_a_code_and_is_the_name(string value, string code, string name)
    {
        var file = Taken(Collection(Beat(value, Square(-74, 40, 0.5))));
        Assert.Equal([new AreaHit("beat", code, name)], file.Set.Areas);
    }

    [Fact]
    public void The_name_may_be_another_property()
    {
        var json = Collection(Beat("7", Square(-74, 40, 0.5))).Replace("\"beat\":7", "\"beat\":7,\"label\":\"The \\\"7th\\\"\"", StringComparison.Ordinal);
        Assert.Equal([new AreaHit("beat", "7", "The \"7th\"")], Taken(json, ByBeat with { Name = "label" }).Set.Areas);
    }

    [Fact]
    public void What_is_stored_reads_as_the_same_set()
    {
        var file = Taken(Collection(
            Beat("7", Square(-74, 40, 0.7), Square(-73.9, 40.1, 0.123456789012345)), Beat("\"B'7\"", Square(-73.3, 40, 1e-7))));
        var again = AreaSetReader.Read("beat", JsonEdits.Parse(file.Json), [])!;
        Assert.Equal(file.Set.Areas, again.Areas);
        Assert.Equal(file.Set.Corners, again.Corners);
        foreach (var (latitude, longitude) in new BruteForce(file.Json).HardPlaces())
        {
            Assert.Equal(file.Set.Find(latitude, longitude), again.Find(latitude, longitude));
        }
    }

    [Theory]
    [InlineData("null", "required")]
    [InlineData("\" \"", "required")]
    [InlineData("true", "wrong-type")]
    [InlineData("[7]", "wrong-type")]
    [InlineData("{\"en\":\"x\"}", "wrong-type")]
    [InlineData("\"---\"", "invalid-format")]
    [InlineData("\"東京\"", "invalid-format")]
    [InlineData("\"a\\nb\"", "line-break")]
    [InlineData("\"\\ud800\"", "invalid-text")]
    public void A_value_that_is_no_code_is_refused(string value, string fault) => Refused(
        Collection(Beat("1", Square(-74, 40, 0.1)), Beat(value, Square(-73.5, 40, 0.1))), $"/features/1/properties/beat {fault}");

    [Fact]
    public void A_code_is_no_longer_than_its_column()
    {
        Assert.Single(Taken(Collection(Beat($"\"{new string('x', 50)}\"", Square(-74, 40, 0.1)))).Set.Areas);
        Refused(Collection(Beat($"\"{new string('x', 51)}\"", Square(-74, 40, 0.1))), "/features/0/properties/beat invalid-format");
        Refused(Collection(Beat($"\"{new string('x', 101)}\"", Square(-74, 40, 0.1))), "/features/0/properties/beat too-long");
    }

    [Fact]
    public void A_missing_property_is_named_with_those_that_are_there()
    {
        var faults = new List<Fault>();
        Assert.Null(AreaFileReader.Read("beat", JsonEdits.Parse(Collection(Feature("1", Square(-74, 40, 0.1)))), ByBeat, City, faults));
        var fault = Assert.Single(faults);
        Assert.Equal(("/features/0/properties/beat", "unknown-property", "code, name"), (fault.Field, fault.Code, fault.Params["allowed"]));
        Refused(
            Collection(Beat("1", Square(-74, 40, 0.1))), "/features/0/properties/label unknown-property", ByBeat with { Name = "label" });
    }

    [Theory]
    [InlineData("7", "\"7\"")]
    [InlineData("\"A B\"", "\"a/b\"")]
    public void A_code_given_twice_is_refused_unless_parts_are_merged(string one, string other)
    {
        var json = Collection(Beat(one, Square(-74, 40, 0.5)), Beat("8", Square(-74, 40.6, 0.1)), Beat(other, Square(-73.5, 40, 0.5)));
        Refused(json, "/features/2/properties/beat duplicate");

        var merged = Taken(json, ByBeat with { MergesParts = true }).Set;
        Assert.Equal(2, merged.Areas.Count);
        Assert.Equal(merged.Find(40.2, -73.8), merged.Find(40.2, -73.2));
        Assert.NotNull(merged.Find(40.2, -73.5));
        Assert.Equal("8", merged.Find(40.65, -73.95)?.Code);
    }

    [Fact]
    public void Merged_parts_may_overlap_and_lie_apart()
    {
        var set = Taken(
            Collection(Beat("7", Square(-74, 40, 0.5)), Beat("7", Square(-73.7, 40, 0.5)), Beat("7", Square(-72.5, 40, 0.2))),
            ByBeat with { MergesParts = true }).Set;
        Assert.All(new[] { -73.9, -73.6, -73.3, -72.4 }, longitude => Assert.Equal("7", set.Find(40.1, longitude)?.Code));
        Assert.All(new[] { -74.1, -73.1, -72.2 }, longitude => Assert.Null(set.Find(40.1, longitude)));
    }

    [Fact]
    public void A_feature_latitude_first_is_refused()
    {
        var right = Beat("1", Square(-74, 40, 0.5));
        Refused(Collection(right, Beat("2", "40 -73.5, 40.2 -73.5, 40.2 -73.2, 40 -73.2")), "/features/1/geometry swapped-coordinates");
        Refused(
            Collection(Beat("1", "40 -74, 40.5 -74, 40.5 -73, 40 -73"), Beat("2", "40.5 -74, 41 -74, 41 -73, 40.5 -73")),
            "/features/0/geometry swapped-coordinates", "/features/1/geometry swapped-coordinates");
    }

    [Fact]
    public void A_set_of_a_whole_country_latitude_first_is_refused() =>
        Refused(Collection(Beat("1", "20 -80, 50 -80, 50 -60, 20 -60")), " swapped-coordinates");

    [Fact]
    public void A_set_that_does_not_touch_the_city_is_refused() =>
        Refused(Collection(Beat("1", Square(12, 41, 1)), Beat("2", Square(13, 41, 1))), " outside-city");

    [Fact]
    public void A_set_may_reach_beyond_the_city_and_have_areas_that_do_not_touch_it()
    {
        Assert.Equal(2, Taken(Collection(Beat("1", Square(-74, 40, 9)), Beat("2", Square(12, 41, 1)))).Set.Areas.Count);

        // Antarctica, the other way round, would lie all around New York.
        Assert.Equal(2, Taken(Collection(Beat("1", Square(-74, 40, 1)), Beat("2", "-180 -90, 180 -90, 180 -60, -180 -60"))).Set.Areas.Count);
    }

    [Fact]
    public void A_set_of_too_many_corners_is_refused()
    {
        var corners = Enumerable.Range(0, 500_000).Select(i => FormattableString.Invariant($"{-73.5 + (0.4 * Math.Cos(i * 1.2e-5))} {40.5 + (0.4 * Math.Sin(i * 1.2e-5))}"));
        Refused(Collection(Beat("1", string.Join(", ", corners))), "/features too-many-corners");
    }

    private static string Beat(string value, params string[] rings) =>
        Feature("x", rings).Replace("\"code\":\"x\",\"name\":\"The x\"", $"\"beat\":{value}", StringComparison.Ordinal);

    private static AreaFile Taken(string json, AreaNaming? naming = null)
    {
        var faults = new List<Fault>();
        var file = AreaFileReader.Read("beat", JsonEdits.Parse(json), naming ?? ByBeat, City, faults);
        Assert.Empty(faults);
        return file!;
    }

    private static void Refused(string json, params string[] expected) => Refused(json, expected, ByBeat);

    private static void Refused(string json, string expected, AreaNaming naming) => Refused(json, [expected], naming);

    private static void Refused(string json, string[] expected, AreaNaming naming)
    {
        var faults = new List<Fault>();
        Assert.Null(AreaFileReader.Read("beat", JsonEdits.Parse(json), naming, City, faults));
        Assert.Equal(expected, JsonEdits.Listed(faults));
    }
}
