using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>The columns of what a corrected report says, as intake would have filled them.</summary>
internal static class CorrectedRow
{
    public static StaffRow Of(DecidedRequest request, CorrectedReport report, City now)
    {
        var row = request.Row;
        var (said, type, placement) = (report.Said, report.Type, report.Placement);
        return row with
        {
            ServiceType = type.Code,
            ServiceTypeText = report.IsOtherType ? null : row.ServiceTypeText,
            Visibility = Stricter(type.Visibility, report.IsOtherType ? request.VisibilityAtIntake : row.Visibility),
            CatalogVersion = now.Catalog.Version,
            Answers = Reception.JsonOrNull(said.Answers),
            Latitude = said.Location?.Latitude,
            Longitude = said.Location?.Longitude,
            AccuracyMetres = said.Location?.AccuracyMetres,
            LocationSource = said.Location?.Source,
            AddressText = said.Address?.Text,
            Areas = AreaList.Of(placement.Areas ?? []),
            Cell = placement.Cell,
            PublicLatitude = placement.PublicLatitude,
            PublicLongitude = placement.PublicLongitude,
            PublicPlace = placement.PublicPlace,
        };
    }

    /// <summary>
    /// A report that came in as confidential was promised to stay so: another service type may hide more of it than intake
    /// did, and never less.
    /// </summary>
    private static string Stricter(string one, string other) =>
        Array.IndexOf(CatalogWords.Visibilities, one) > Array.IndexOf(CatalogWords.Visibilities, other) ? one : other;
}
