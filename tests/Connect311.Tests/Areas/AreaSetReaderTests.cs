using Connect311.Routing.Areas;
using Connect311.Routing.Documents;
using Connect311.Tests.Documents;
using CsCheck;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Areas;

public sealed class AreaSetReaderTests
{
    private const string Coordinates = "/features/1/geometry/coordinates";
    private const string Geometry = "/features/1/geometry";

    private static readonly string Valid = Collection(Feature("a", Square(0, 0, 1)), Feature("b", Square(1, 0, 1)));

    [Theory]
    [InlineData("/features/1/properties", null, "/features/1/properties required")]
    [InlineData("/features/1/properties/code", null, "/features/1/properties/code required")]
    [InlineData("/features/1/properties/name", null, "/features/1/properties/name required")]
    [InlineData("/features/1/properties/code", "2", "/features/1/properties/code wrong-type")]
    [InlineData("/features/1/properties/code", "\"B 2\"", "/features/1/properties/code invalid-format")]
    [InlineData("/features/1/properties/code", "\"a\"", "/features/1/properties/code duplicate")]
    [InlineData("/features/1", "null", "/features/1 wrong-type")]
    [InlineData("/features/1/type", "\"Polygon\"", "/features/1/type unknown-value")]
    [InlineData("/features/1/type", null, "/features/1/type required")]
    [InlineData("/features", null, "/features required")]
    [InlineData("/features", "{}", "/features wrong-type")]
    [InlineData("/features", "[]", "/features required")]
    [InlineData("/type", "\"GeometryCollection\"", "/type unknown-value")]
    [InlineData("/type", null, "/type required")]
    public void A_fault_is_named_with_its_place(string at, string? value, string fault) => Refused(at, value, fault);

    [Theory]
    [InlineData("181 0, 182 0, 182 1, 181 1")]
    [InlineData("-181 0, 0 0, 0 1, -181 1")]
    [InlineData("0 89, 1 89, 1 91, 0 91")]
    [InlineData("0 -91, 1 -91, 1 0, 0 0")]
    [InlineData("0 0, 1e400 0, 1 1, 0 1")]
    [InlineData("40 -74, 40 -73, 41 -73, 40 -190")]
    public void Coordinates_beyond_the_earth_are_refused(string ring) => RefusedShape(Polygon(ring), "not-degrees");

    [Fact]
    public void The_edges_of_the_earth_are_on_it() =>
        Assert.NotNull(Read(Collection(Feature("earth", "-180 -90, 180 -90, 180 90, -180 90"))).Find(90, -180));

    [Theory]
    [InlineData("0 0, 1 1, 1 0, 0 1")]
    [InlineData("0 0, 4 0, 4 4, 2 -1, 0 4")]
    public void A_bow_tie_is_refused(string ring) => RefusedShape(Polygon(ring), "self-crossing");

    [Fact]
    public void Where_a_ring_crosses_itself_is_said()
    {
        var fault = Assert.Single(FaultsIn(Collection(Feature("a", "0 0, 4 4, 4 0, 0 4"))));
        Assert.Equal((2.0, 2.0), (fault.Params["latitude"], fault.Params["longitude"]));
    }

    [Fact]
    public void Rings_lie_within_each_other_or_apart()
    {
        RefusedShape(Polygon(Square(0, 0, 1), Square(5, 5, 1)), "misplaced-ring");
        RefusedShape(Polygon(Square(0, 0, 9), Square(1, 1, 5), Square(2, 2, 1)), "misplaced-ring");
        RefusedShape(Polygon(Square(0, 0, 4), Square(3, 3, 4)), "self-crossing");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("[[]]")]
    [InlineData("[[[0,0],[1,0],[1,1],[0,1]]]")]
    [InlineData("[[[0,0],[1,0],[0,0]]]")]
    [InlineData("[[[0,0],[1,0],[0]]]")]
    [InlineData("[[[0,0],[1,0],[null,1],[0,0]]]")]
    [InlineData("[[[0,0],[1,0],[\"1\",1],[0,0]]]")]
    [InlineData("[[0,0],[1,0],[1,1],[0,0]]")]
    [InlineData("[[[[0,0],[1,0],[1,1],[0,0]]]]")]
    [InlineData("\"POLYGON((0 0, 1 0, 1 1, 0 0))\"")]
    [InlineData("{}")]
    [InlineData("[[[0,0],[1,0],[1,1],[0,1],[0,1e-9]]]")]
    [InlineData("[[[0,0],[1,0],[1,0],[0,0]]]")]
    [InlineData("[[[0,0],[1,0],[1,1],[0,0]],[]]")]
    public void Coordinates_that_make_no_polygon_are_refused(string coordinates) => RefusedShape(coordinates, "invalid-geometry");

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"Point","coordinates":[0,0]}""")]
    [InlineData("""{"type":"LineString","coordinates":[[0,0],[1,1]]}""")]
    [InlineData("""{"type":"Circle","coordinates":[0,0]}""")]
    [InlineData("""{"type":7,"coordinates":[0,0]}""")]
    [InlineData("""{"type":"Polygon"}""")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[]}""")]
    public void Only_polygons_are_areas(string? geometry) => Refused(Geometry, geometry, $"{Geometry} invalid-geometry");

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"FeatureCollection\"")]
    public void What_is_no_object_is_no_collection(string json)
    {
        var faults = new List<Fault>();
        Assert.Null(AreaSetReader.Read("set", JsonEdits.Parse(json), faults));
        Assert.Equal([" wrong-type"], JsonEdits.Listed(faults));
    }

    [Fact]
    public void A_double_after_something_unreadable_keeps_its_own_place()
    {
        var json = Collection("1", Feature("a", Square(0, 0, 1)), Feature("a", Square(1, 0, 1)));
        Assert.Equal(["/features/0 wrong-type", "/features/2/properties/code duplicate"], FaultsOf(json));
    }

    [Fact]
    public void Areas_without_a_code_are_no_doubles()
    {
        var json = Collection(Feature("a", Square(0, 0, 1)), Feature("b", Square(1, 0, 1)))
            .Replace("\"code\":\"a\",", "", StringComparison.Ordinal)
            .Replace("\"code\":\"b\",", "", StringComparison.Ordinal);
        Assert.Equal(["/features/0/properties/code required", "/features/1/properties/code required"], FaultsOf(json));
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var json = Collection(Feature("A", "0 0, 1 1, 1 0, 0 1"), "3", Feature("b", Square(0, 0, 1)), Feature("b", Square(1, 0, 400)));
        Assert.Equal(
            ["/features/0/geometry self-crossing", "/features/0/properties/code invalid-format", "/features/1 wrong-type"],
            FaultsOf(json).Take(3).Order());
        Assert.Contains("/features/3/geometry not-degrees", FaultsOf(json));
    }

    [Fact]
    public void Members_that_we_do_not_know_are_let_be()
    {
        var json = JsonEdits.With(Valid, "/features/1/properties/population", "7").GetRawText();
        json = JsonEdits.With(json, "/features/1/id", "\"b\"").GetRawText();
        Assert.Equal(2, Read(JsonEdits.With(json, "/bbox", "[]").GetRawText()).Areas.Count);
    }

    [Theory]
    [InlineData("null", true)]
    [InlineData("""{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}""", true)]
    [InlineData("""{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4326"}}""", true)]
    [InlineData("""{"type":"name","properties":{"name":"EPSG:4326"}}""", true)]
    [InlineData("""{"type":"name","properties":{"name":"epsg:2263"}}""", false)]
    [InlineData("""{"type":"name","properties":{"name":"EPSG:94326"}}""", false)]
    [InlineData("""{"type":"name","properties":{"name":7}}""", false)]
    [InlineData("""{"type":"link","properties":{"href":"https://example.org/crs"}}""", false)]
    [InlineData("\"CRS84\"", false)]
    [InlineData("{}", false)]
    public void The_reference_system_is_WGS_84(string crs, bool isTaken)
    {
        var json = JsonEdits.With(Valid, "/crs", crs).GetRawText();
        if (isTaken)
        {
            Assert.Equal(2, Read(json).Areas.Count);
        }
        else
        {
            Assert.Equal(["/crs reference-system"], FaultsOf(json));
        }
    }

    [Fact]
    public void A_stored_set_is_read_without_comparing_its_rings()
    {
        var json = JsonEdits.Parse(Collection(Feature("a", "0 0, 4 4, 4 0, 0 4")));
        Assert.Null(AreaSetReader.Read("set", json, []));
        Assert.Single(AreaSetReader.ReadStored("set", json, [])!.Areas);
    }

    [Fact]
    public void Whatever_stands_for_coordinates_is_a_fault_and_never_an_exception() =>
        Gen.Recursive<string>((depth, inner) => Gen.OneOf(
                Gen.OneOf("0", "1", "-1", "0.5", "200", "1e400", "null", "\"x\"", "{}", "[]", "[0,0]", "[1,0]", "[1,1]", "[0,0,5]", "[0]"),
                depth > 4 ? Gen.Const("[0,1]") : inner.Array[0, 5].Select(list => $"[{string.Join(',', list)}]")))
            .Select(Gen.OneOf("Polygon", "MultiPolygon", "GeometryCollection", "polygon"), (coordinates, type) => (coordinates, type))
            .Sample(
                shape =>
                {
                    var geometry = $$"""{"type":"{{shape.type}}","coordinates":{{shape.coordinates}}}""";
                    var json = Valid.Replace("\"Polygon\",\"coordinates\":", "\"Polygon\",\"x\":", StringComparison.Ordinal)
                        .Replace("\"geometry\":", $"\"geometry\":{geometry},\"y\":", StringComparison.Ordinal);
                    AreaSetReader.Read("set", JsonEdits.Parse(json), []);
                },
                iter: 1_000);

    private static string[] FaultsOf(string json) => JsonEdits.Listed(FaultsIn(json));

    private static List<Fault> FaultsIn(string json)
    {
        var faults = new List<Fault>();
        Assert.Null(AreaSetReader.Read("set", JsonEdits.Parse(json), faults));
        return faults;
    }

    private static void RefusedShape(string coordinates, string code) => Refused(Coordinates, coordinates, $"{Geometry} {code}");

    private static void Refused(string at, string? value, string fault)
    {
        var faults = new List<Fault>();

        // Text, because 1e400 is a number to JSON and none to a serializer.
        var json = value is null
            ? JsonEdits.With(Valid, at, null).GetRawText()
            : JsonEdits.With(Valid, at, "\"here\"").GetRawText().Replace("\"here\"", value, StringComparison.Ordinal);
        Assert.Null(AreaSetReader.Read("set", JsonEdits.Parse(json), faults));
        Assert.Equal([fault], JsonEdits.Listed(faults));
    }
}
