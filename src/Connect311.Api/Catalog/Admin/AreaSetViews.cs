using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Catalog.Admin;

/// <summary>Where the features of a document say what they are called.</summary>
internal sealed record AreaSetQuery
{
    [Description("The property that tells the areas apart; its values become codes: `Staten Island` becomes `staten-island`.")]
    [FromQuery(Name = "code"), Required]
    public string? Code { get; init; }

    [Description("The property with the areas' names. Default: the values of `code` as they are.")]
    [FromQuery(Name = "name")]
    public string? Name { get; init; }

    [Description("`true` to take features with the same code as parts of one area, instead of refusing them.")]
    [FromQuery(Name = "merge")]
    public string? Merge { get; init; }

    [Description("Where it comes from, for people, such as the name of a data set.")]
    [FromQuery(Name = "source")]
    public string? Source { get; init; }
}

/// <summary>The area sets in force.</summary>
/// <param name="AreasVersion">The version of all area sets; its quoted form is the ETag that a change names.</param>
/// <param name="Items">The sets, the city's own first.</param>
/// <param name="NextCursor">Always null: all are in one answer.</param>
internal sealed record AreaSetList(int AreasVersion, IReadOnlyList<AreaSetSummary> Items, string? NextCursor);

/// <summary>An area set.</summary>
/// <param name="Set">Its name; rules and queues use it.</param>
/// <param name="AreaCount">How many areas it has.</param>
/// <param name="Corners">How many corners its boundaries have.</param>
/// <param name="Version">The version with which it came; null for one of the city's files.</param>
/// <param name="Source">Where it came from; null for one of the city's files.</param>
/// <param name="ImportedAt">When it came; null for one of the city's files.</param>
internal sealed record AreaSetSummary(string Set, int AreaCount, int Corners, int? Version, string? Source, DateTimeOffset? ImportedAt);

/// <summary>An area set with its areas.</summary>
/// <param name="Set">Its name; rules and queues use it.</param>
/// <param name="Areas">Its areas by code; empty where there is no such set any more.</param>
/// <param name="Corners">How many corners its boundaries have.</param>
/// <param name="Version">The version with which it came; null for one of the city's files.</param>
/// <param name="Source">Where it came from; null for one of the city's files.</param>
/// <param name="ImportedAt">When it came; null for one of the city's files.</param>
internal sealed record AreaSetView(
    string Set, IReadOnlyList<ServiceRequests.Named> Areas, int Corners, int? Version, string? Source, DateTimeOffset? ImportedAt);

/// <summary>GeoJSON (RFC 7946): polygons in WGS 84, longitude first. What it has beside these members is passed over.</summary>
/// <param name="Type"><c>FeatureCollection</c>.</param>
/// <param name="Features">The areas, at least one.</param>
internal sealed record FeatureCollectionBody(string Type, IReadOnlyList<FeatureBody> Features);

/// <summary>One feature.</summary>
/// <param name="Type"><c>Feature</c>.</param>
/// <param name="Properties">Code and name, among others.</param>
/// <param name="Geometry">Its boundary.</param>
internal sealed record FeatureBody(string Type, IReadOnlyDictionary<string, JsonElement> Properties, GeometryBody Geometry);

/// <summary>A boundary.</summary>
/// <param name="Type"><c>Polygon</c> or <c>MultiPolygon</c>.</param>
/// <param name="Coordinates">Rings of [longitude, latitude].</param>
internal sealed record GeometryBody(string Type, IReadOnlyList<JsonElement> Coordinates);
