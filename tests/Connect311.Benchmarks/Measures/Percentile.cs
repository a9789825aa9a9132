namespace Connect311.Benchmarks.Measures;

internal static class Percentile
{
    /// <summary>The smallest value that at least so many percent of the values do not exceed (nearest rank).</summary>
    public static double Of(IReadOnlyCollection<double> values, double percent)
    {
        var rank = (int)Math.Ceiling(percent / 100 * values.Count);
        return values.Order().ElementAt(Math.Max(rank, 1) - 1);
    }
}
