using Connect311.Api.Catalog;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>The areas of a request in one column: <c>|borough:brooklyn|precinct:70|</c>.</summary>
internal static class AreaList
{
    /// <summary>The longest <c>set:code</c>.</summary>
    public const int MaxArea = 200;

    /// <summary>Whether it is written as an area is: <c>set:code</c>.</summary>
    public static bool IsArea(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && colon < text.Length - 1 && TextRules.IsCode(text.AsSpan(0, colon)) && !text.Contains('|', StringComparison.Ordinal);

    public static string Of(IEnumerable<AreaHit> areas) =>
        string.Concat("|", string.Concat(areas.Select(area => $"{area.Set}:{area.Code}|")));

    /// <summary>A pattern that finds an area (<c>set:code</c>) in the column; codes hold no wildcards.</summary>
    public static string Pattern(string area) => $"%|{area}|%";

    /// <summary>The areas as <c>set:code</c>.</summary>
    public static string[] Codes(string areas) => areas.Split('|', StringSplitOptions.RemoveEmptyEntries);

    public static IEnumerable<(string Set, string Code)> Read(string areas) => Codes(areas).Select(area =>
    {
        var colon = area.IndexOf(':', StringComparison.Ordinal);
        return (area[..colon], area[(colon + 1)..]);
    });

    /// <summary>The areas as rules look at them, with the names that a city has for them.</summary>
    public static IReadOnlyList<AreaHit> Hits(string areas, City city) =>
        [.. Read(areas).Select(area => new AreaHit(area.Set, area.Code, city.AreaNames.GetValueOrDefault(area, area.Code)))];
}
