using System.Globalization;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;
using Connect311.Tests.Documents;

namespace Connect311.Tests.Areas;

/// <summary>Area sets as GeoJSON: rings are given as "longitude latitude, ..." and close themselves.</summary>
internal static class GeoJson
{
    public static string Collection(params string[] features) =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    public static string Feature(string code, params string[] rings) =>
        $$$"""{"type":"Feature","properties":{"code":"{{{code}}}","name":"The {{{code}}}"},"geometry":{"type":"Polygon","coordinates":{{{Polygon(rings)}}}}}""";

    public static string Polygon(params string[] rings) => $"[{string.Join(',', rings.Select(Ring))}]";

    public static string Square(double west, double south, double side) => string.Create(
        CultureInfo.InvariantCulture,
        $"{west} {south}, {west + side} {south}, {west + side} {south + side}, {west} {south + side}");

    public static AreaSet Read(string json, string name = "squares")
    {
        var faults = new List<Fault>();
        var set = AreaSetReader.Read(name, JsonEdits.Parse(json), faults);
        Assert.Empty(faults);
        return set!;
    }

    private static string Ring(string points)
    {
        var corners = points.Split(", ").Select(point => $"[{point.Replace(' ', ',')}]").ToList();
        return $"[{string.Join(',', corners.Append(corners[0]))}]";
    }
}
