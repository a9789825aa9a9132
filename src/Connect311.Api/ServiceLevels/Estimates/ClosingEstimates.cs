using System.Collections.Frozen;
using System.Xml;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.ServiceLevels.Estimates;

/// <summary>What this node knows of how long requests take; read from the database now and then, so that no answer waits for it.</summary>
internal sealed class ClosingEstimates(CurrentCity city)
{
    private volatile FrozenDictionary<(string ServiceType, string Area), ClosingEstimate> _known =
        FrozenDictionary<(string ServiceType, string Area), ClosingEstimate>.Empty;

    public void Set(IEnumerable<ClosingEstimate> estimates) => _known = estimates.ToFrozenDictionary(estimate => (estimate.ServiceType, estimate.Area));

    /// <summary>The estimate for a type in the area of the city's own set, or else anywhere; null where too few were closed.</summary>
    /// <param name="areas">The areas of a request, as <see cref="AreaList"/> writes them.</param>
    public Estimate? Find(string serviceType, string areas)
    {
        var known = _known;
        if (known.Count == 0)
        {
            return null;
        }

        var set = city.Value.Catalog.City.AreaSet;
        var area = AreaList.Codes(areas).FirstOrDefault(code => code.StartsWith($"{set}:", StringComparison.Ordinal)) ?? "";
        return known.TryGetValue((serviceType, area), out var here) || known.TryGetValue((serviceType, ""), out here) ? Estimate.Of(here) : null;
    }
}

/// <summary>How long requests of this kind really take, as was observed; a target says how long they should.</summary>
/// <param name="P50">Half of them were closed within this time: an ISO 8601 duration such as <c>P2DT4H</c>.</param>
/// <param name="P80">Four in five of them were closed within this time.</param>
/// <param name="Basis">What it rests on.</param>
internal sealed record Estimate(string P50, string P80, EstimateBasis Basis)
{
    public static Estimate Of(ClosingEstimate row) => new(
        Duration(row.HalfWithin),
        Duration(row.MostWithin),
        new(row.Closings, row.Area.Length == 0 ? null : row.Area, row.SinceAt, row.ComputedAt));

    /// <summary>In whole minutes, upwards: nobody is told a shorter time than was observed.</summary>
    private static string Duration(long seconds) => XmlConvert.ToString(TimeSpan.FromMinutes(Math.Max(1, (seconds + 59) / 60)));
}

/// <summary>What an estimate rests on.</summary>
/// <param name="Closings">How many requests of the service type.</param>
/// <param name="Area">Where they were, as <c>set:code</c>; null for anywhere.</param>
/// <param name="Since">They were closed since then.</param>
/// <param name="ComputedAt">When they were counted.</param>
internal sealed record EstimateBasis(
    int Closings, [property: System.ComponentModel.DataAnnotations.Required] string? Area, DateTimeOffset Since, DateTimeOffset ComputedAt);
