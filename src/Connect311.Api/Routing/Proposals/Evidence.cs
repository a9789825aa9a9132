using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Routing.Proposals;

/// <summary>What became of the reports of one type that one rule sent to one department, as far as they were sent on to one other.</summary>
/// <param name="SentOn">By the areas that hold their places, as <see cref="AreaList"/> writes them.</param>
/// <param name="Stayed">Those that were not sent on there, likewise.</param>
internal sealed record Evidence(
    string ServiceType,
    string Rule,
    string From,
    string To,
    IReadOnlyDictionary<string, int> SentOn,
    IReadOnlyDictionary<string, int> Stayed)
{
    /// <summary>Fewer are no evidence.</summary>
    public const int LeastSupport = 5;

    /// <summary>At least so sure must it be that most of the reports belong elsewhere.</summary>
    private const double LeastBound = 0.5;

    /// <summary>
    /// The widest place where most of the reports were sent on: everywhere, or single areas of the one set whose areas tell the
    /// reports best apart.
    /// </summary>
    public IEnumerable<Finding> Findings()
    {
        var everywhere = new Finding(this, null, SentOn.Values.Sum(), SentOn.Values.Sum() + Stayed.Values.Sum());
        return IsSure(everywhere)
            ? [everywhere]
            : ByArea().Where(IsSure)
                .GroupBy(finding => finding.Area!.Value.Set)
                .OrderByDescending(set => set.Sum(finding => finding.Support))
                .ThenBy(set => set.Count())
                .ThenBy(set => set.Key, StringComparer.Ordinal)
                .Take(1)
                .SelectMany(set => set);
    }

    private IEnumerable<Finding> ByArea()
    {
        var (sentOn, stayed) = (CountByArea(SentOn), CountByArea(Stayed));
        return sentOn.Select(area => new Finding(this, area.Key, area.Value, area.Value + stayed.GetValueOrDefault(area.Key)));
    }

    private static Dictionary<(string Set, string Code), int> CountByArea(IReadOnlyDictionary<string, int> byAreas)
    {
        var counts = new Dictionary<(string, string), int>();
        foreach (var (areas, requests) in byAreas)
        {
            foreach (var area in AreaList.Read(areas))
            {
                counts[area] = counts.GetValueOrDefault(area) + requests;
            }
        }

        return counts;
    }

    private static bool IsSure(Finding finding) => finding.Support >= LeastSupport && finding.Bound >= LeastBound;
}

/// <summary>A rule that the evidence suggests.</summary>
/// <param name="Area">Where; null for everywhere.</param>
/// <param name="Support">How many were sent on.</param>
/// <param name="Of">Of how many.</param>
internal sealed record Finding(Evidence Evidence, (string Set, string Code)? Area, int Support, int Of)
{
    /// <summary>The normal quantile of a one-sided bound that holds in 95 of 100 cases.</summary>
    private const double Z = 1.645;

    public double Share => (double)Support / Of;

    /// <summary>
    /// What share of all such reports belong elsewhere at least, by what was seen: the lower end of Wilson's score interval
    /// (E. B. Wilson, Journal of the American Statistical Association 22, 1927).
    /// </summary>
    public double Bound
    {
        get
        {
            var square = Z * Z;
            var centre = Share + (square / (2 * Of));
            var spread = Z * Math.Sqrt(((Share * (1 - Share)) + (square / (4 * Of))) / Of);
            return (centre - spread) / (1 + (square / Of));
        }
    }
}
