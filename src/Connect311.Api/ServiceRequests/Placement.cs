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
    public static Placement? Of(double latitude, double longitude, ServiceType type, IReadOnlyList<AreaSet> areaSets)
    {
        if (areaSets[0].Find(latitude, longitude) is not { } inCity)
        {
            return null;
        }

        var areas = new List<AreaHit>(areaSets.Count) { inCity };
        areas.AddRange(areaSets.Skip(1).Select(set => set.Find(latitude, longitude)).OfType<AreaHit>());
        return Place(latitude, longitude, type, areas);
    }

    /// <summary>The placement of an imported point, which may lie outside every area.</summary>
    public static Placement Anywhere(double latitude, double longitude, ServiceType type, IReadOnlyList<AreaSet> areaSets) =>
        Place(latitude, longitude, type, [.. areaSets.Select(set => set.Find(latitude, longitude)).OfType<AreaHit>()]);

    private static Placement Place(double latitude, double longitude, ServiceType type, List<AreaHit> areas)
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
