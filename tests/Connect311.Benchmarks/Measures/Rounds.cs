namespace Connect311.Benchmarks.Measures;

/// <summary>One value, measured once a round.</summary>
internal sealed record Rounds(IReadOnlyList<double> Values)
{
    /// <summary>The middle one; of an even number the mean of the two middle ones.</summary>
    public double Median
    {
        get
        {
            var sorted = Values.Order().ToList();
            var middle = sorted.Count / 2;
            return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /// <summary>How far the farthest round lies from the median, as a part of it: the noise of this run.</summary>
    public double Spread => Values.Max(value => Math.Abs(value - Median)) / Median;

    /// <summary>Round by round, so that what changes between rounds falls on both alike.</summary>
    public Rounds Over(Rounds other) => new([.. Values.Zip(other.Values, (mine, its) => mine / its)]);
}
