using Connect311.Routing.Areas;

namespace Connect311.Api.ServiceRequests;

/// <summary>The areas of a request in one column: <c>|borough:brooklyn|precinct:70|</c>.</summary>
internal static class AreaList
{
    public static string Of(IEnumerable<AreaHit> areas) =>
        string.Concat("|", string.Concat(areas.Select(area => $"{area.Set}:{area.Code}|")));

    /// <summary>A pattern that finds an area in the column; both codes hold no wildcard.</summary>
    public static string Pattern(string set, string code) => $"%|{set}:{code}|%";

    public static IEnumerable<(string Set, string Code)> Read(string areas) =>
        areas.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(area =>
        {
            var colon = area.IndexOf(':', StringComparison.Ordinal);
            return (area[..colon], area[(colon + 1)..]);
        });
}
