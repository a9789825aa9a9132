namespace Connect311.Api.ServiceRequests.Import;

/// <summary>Counts what an import did, and where our routing sends reports against where the city did.</summary>
internal sealed class ImportTally
{
    private readonly List<(long Created, bool Agrees)> _decisions = [];
    private readonly Dictionary<string, (int Rows, int Agreeing)> _byAgency = [];
    private readonly List<(long Created, Disagreement What)> _disagreements = [];

    public long Read { get; set; }

    public int Stored { get; set; }

    public int AlreadyStored { get; set; }

    public int Changed { get; set; }

    public int Rejected { get; set; }

    public int Doubled { get; private set; }

    public int Missing { get; private set; }

    public int Unplaced { get; private set; }

    public int Outside { get; private set; }

    /// <summary>Rows by the words of the complaint types and descriptors that the catalogue lacks.</summary>
    public Dictionary<string, int> Unlisted { get; } = [];

    public IEnumerable<(string Agency, int Rows, int Agreeing)> ByAgency =>
        _byAgency.Select(agency => (agency.Key, agency.Value.Rows, agency.Value.Agreeing)).OrderByDescending(agency => agency.Rows);

    /// <param name="agency">Where the city sent it; a retired agency counts as its successor.</param>
    public void Decided(NycRow row, string agency, string department, bool isPlaced, bool isInside)
    {
        var agrees = agency == department;
        var (rows, agreeing) = _byAgency.GetValueOrDefault(agency);
        _byAgency[agency] = (rows + 1, agreeing + (agrees ? 1 : 0));
        _decisions.Add((row.CreatedAt.Ticks, agrees));
        if (!agrees)
        {
            _disagreements.Add((row.CreatedAt.Ticks, new(row.ComplaintType, agency, department)));
        }

        Doubled += row.Doubled;
        Missing += row.Missing;
        Unplaced += isPlaced ? 0 : 1;
        Outside += isPlaced && !isInside ? 1 : 0;
    }

    /// <summary>Agreement over the newest part of the rows, by creation time.</summary>
    /// <param name="newest">The share of the rows, from the newest: 1 for all, 0.3 for the last 30 %.</param>
    public (int Rows, int Agreeing, IReadOnlyList<(Disagreement What, int Rows)> Others) Agreement(double newest)
    {
        var ordered = _decisions.OrderBy(decision => decision.Created).ToList();
        var last = ordered[(int)Math.Round(ordered.Count * (1 - newest))..];
        var from = last.Count == 0 ? long.MaxValue : last[0].Created;
        var others = _disagreements.Where(one => one.Created >= from)
            .GroupBy(one => one.What)
            .Select(group => (group.Key, group.Count()))
            .OrderByDescending(group => group.Item2)
            .ToList();
        return (last.Count, last.Count(decision => decision.Agrees), others);
    }

    /// <summary>Reports of a complaint type that the city sent elsewhere than our rules do.</summary>
    internal sealed record Disagreement(string ComplaintType, string Agency, string Department);
}
