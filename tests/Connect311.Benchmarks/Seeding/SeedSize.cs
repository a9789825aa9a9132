namespace Connect311.Benchmarks.Seeding;

/// <summary>How much is seeded.</summary>
/// <param name="Requests">All of them, in the large database.</param>
/// <param name="Open">Those that are open, spread evenly among the others.</param>
/// <param name="Set">How many are made at once.</param>
internal sealed record SeedSize(long Requests, int Open = 50_000, int Set = 20_000)
{
    /// <summary>Every so many requests one is open.</summary>
    public long Stride => Requests / Open;

    public long Sets => Requests / Set;

    /// <summary>Whether sets and open requests come out even.</summary>
    public bool IsEven => Stride > 1 && Requests % Open == 0 && Set % Stride == 0 && Requests % Set == 0;
}
