using Connect311.Api.Catalog;
using Connect311.Routing.Areas;

namespace Connect311.Api.ServiceRequests;

/// <summary>Where a report lies: its areas, its grid cell and the place that is published. Computed once, at intake.</summary>
/// <param name="Areas">The areas that hold the point; null for an unplaced report.</param>
/// <param name="Cell">Its grid cell, or null.</param>
/// <param name="PublicLatitude">Degrees, rounded as the service type demands; null where only areas are published.</param>
internal sealed record Placement(
    IReadOnlyList<AreaHit>? Areas, long? Cell, double? PublicLatitude, double? PublicLongitude, string? PublicPlace)
{
    /// <summary>A report that has an address at most.</summary>
    public static readonly Placement Unplaced = new(null, null, null, null, null);

    private const int ExactDecimals = 5;

    /// <summary>The placement of a point, or null when it lies outside the city.</summary>
    /// <param name="areaSets">Every set; the first is the city's own.</param>
    public static Placement? Of(double latitude, double longitude, ServiceType type, AreaSets areaSets)
    {
        var placement = Anywhere(latitude, longitude, type, areaSets);
        return placement.IsIn(areaSets) ? placement : null;
    }

    /// <summary>The placement of an imported point, which may lie outside every area.</summary>
    public static Placement Anywhere(double latitude, double longitude, ServiceType type, AreaSets areaSets) =>
        Place(latitude, longitude, type, areaSets.Find(latitude, longitude));

    /// <summary>Whether it lies in the city; an area of another set may reach farther.</summary>
    public bool IsIn(AreaSets areaSets) => Areas is [var first, ..] && first.Set == areaSets[0].Name;

    private static Placement Place(double latitude, double longitude, ServiceType type, IReadOnlyList<AreaHit> areas)
    {
        var cell = GridCell.Of(latitude, longitude);
        switch (type.PublicPlace)
        {
            case CatalogWords.Exact:
                return new(areas, cell, Math.Round(latitude, ExactDecimals), Math.Round(longitude, ExactDecimals), type.PublicPlace);
            case CatalogWords.Block:
                var centre = GridCell.CentreOf(latitude, longitude);
                return new(areas, cell, centre.Latitude, centre.Longitude, type.PublicPlace);
            default:
                return new(areas, cell, null, null, CatalogWords.Area);
        }
    }
}
