using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Tests.Catalog;
using CsCheck;

namespace Connect311.Tests.Routing.Backtests;

/// <summary>A report as somebody sends it, and as routing is to see it.</summary>
/// <param name="Input">Made by the generator alone; possible places are added by whoever knows the rules.</param>
internal sealed record RandomReport(RoutingInput Input, SubmittedLocation? Location)
{
    public Submission ToSubmission() => new()
    {
        ServiceType = Input.ServiceType,
        Description = Input.Description,
        Location = Location,
        Answers = Input.Answers.Count == 0
            ? null
            : Input.Answers.ToDictionary(answer => answer.Key, answer => JsonSerializer.SerializeToElement(answer.Value)),
    };
}

/// <summary>A city of the service types of <see cref="RoutingGen"/>: boroughs side by side, precincts across, and room outside both.</summary>
internal static class SmallWorld
{
    private static readonly string?[] Boroughs = ["bronx", "queens", null];
    private static readonly string?[] Precincts = ["1", "2", "3", null];

    /// <summary>Degrees from the south-western corner of a square: its middle, or a few metres from its neighbours.</summary>
    private static readonly Gen<double> Within = Gen.OneOf(Gen.Const(0.5), Gen.Double[0.01, 0.99], Gen.Const(0.0001), Gen.Const(0.9999));

    private static readonly Gen<Spot?> Place = Gen.Select(
            Gen.Int[0, 2], Gen.Int[0, 3], Within, Within, Gen.OneOf<double?>(null, null, 0, 8, 60))
        .Select(place => new Spot(
            Boroughs[place.Item1],
            Precincts[place.Item2],
            new SubmittedLocation
            {
                Longitude = place.Item1 + place.Item3,
                Latitude = place.Item2 + place.Item4,
                AccuracyMetres = place.Item5,
            }))
        .Null(0.2);

    public static readonly Gen<RandomReport> Report = Gen.Select(RoutingGen.Input, Place, (input, place) => new RandomReport(
        input with
        {
            // The catalogue puts every type into a group.
            Group = input.Group ?? "rest",
            Description = string.IsNullOrWhiteSpace(input.Description) ? null : input.Description,
            ReceivedAt = Api.Databases.Clock.Truncated(input.ReceivedAt),
            Areas = place is { } at ? Hits(at.Borough, at.Precinct) : null,
        },
        place?.Location));

    /// <summary>Writes the city's files into a folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "areas"));
        foreach (var (name, text) in SmallCity.Files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        File.WriteAllText(Path.Combine(folder, "departments.json"), List(
            ["311", RuleSets.FallbackDepartment, "D1", "D2", "D3", "D4"], code => $$$"""{"code": "{{{code}}}", "name": {"en": "{{{code}}}"}}"""));
        File.WriteAllText(Path.Combine(folder, "groups.json"), List(["loud", "green", "rest"], code => $$$"""{"code": "{{{code}}}", "name": {"en": "{{{code}}}"}}"""));
        File.WriteAllText(Path.Combine(folder, "service-types.json"), List(
            [
                ("noise", "loud", true, "music talk"), ("noise-park", "green", false, "music"), ("tree", "green", true, "fallen"),
                ("other", "rest", true, ""), ("unlisted", "rest", true, ""),
            ],
            Family));
        File.WriteAllText(Path.Combine(folder, "rule-set.json"), RuleSets.Text(InForce));
        File.WriteAllText(Path.Combine(folder, "areas", "borough.geojson"), Squares([("bronx", 0, 0, 1, 4), ("queens", 1, 0, 2, 4)]));
        File.WriteAllText(Path.Combine(folder, "areas", "precinct.geojson"), Squares([("1", 0, 0, 3, 1), ("2", 0, 1, 3, 2), ("3", 0, 2, 3, 3)]));
    }

    /// <summary>The rules by which the reports are decided when they come in.</summary>
    public static readonly RuleModel[] InForce =
    [
        new("phones", new() { Channels = ["phone"], Groups = ["loud"] }, new("D1", Priority: 2)),
        new("bronx", new() { ServiceTypes = ["tree.*"], Areas = new() { ["borough"] = ["bronx"] } }, new("D2")),
        new("gas", new() { Words = ["gas leak"] }, new("D3", Priority: 1)),
        new("noise", new() { ServiceTypes = ["noise.*"] }, new("D4")),
    ];

    private static AreaHit[] Hits(string? borough, string? precinct) =>
        [.. new[] { ("borough", borough), ("precinct", precinct) }
            .Where(hit => hit.Item2 is not null)
            .Select(hit => new AreaHit(hit.Item1, hit.Item2!, hit.Item2!))];

    private static string Family((string Code, string Group, bool Bare, string Descriptors) family) => $$$"""
        {"code": "{{{family.Code}}}", "group": "{{{family.Group}}}", "bare": {{{(family.Bare ? "true" : "false")}}}, "name": {"en": "{{{family.Code}}}"},
         "outcomes": ["no-access"], "place": "optional", "descriptors": {{{List(
             family.Descriptors.Split(' ', StringSplitOptions.RemoveEmptyEntries),
             code => $$$"""{"code": "{{{code}}}", "descriptor": "{{{code}}}", "name": {"en": "{{{code}}}"}}""")}}}}
        """;

    private static string Squares(IEnumerable<(string Code, int West, int South, int East, int North)> squares) =>
        $$$"""{"type": "FeatureCollection", "features": {{{List(squares, square => $$$"""
            {"type": "Feature", "properties": {"code": "{{{square.Code}}}", "name": "{{{square.Code}}}"}, "geometry": {"type": "Polygon", "coordinates":
             [[[{{{square.West}}}, {{{square.South}}}], [{{{square.East}}}, {{{square.South}}}], [{{{square.East}}}, {{{square.North}}}],
               [{{{square.West}}}, {{{square.North}}}], [{{{square.West}}}, {{{square.South}}}]]]}}
            """)}}}}""";

    private static string List<T>(IEnumerable<T> items, Func<T, string> text) => $"[{string.Join(",\n", items.Select(text))}]";

    /// <param name="Location">Anywhere in the square of borough and precinct.</param>
    private sealed record Spot(string? Borough, string? Precinct, SubmittedLocation Location);
}
