namespace Connect311.Routing.Checks;

/// <summary>How many looks at a claim may still be taken, since the worst of cases takes longer than anybody waits.</summary>
/// <param name="looks">How many all searches together may take.</param>
internal sealed class Patience(long looks)
{
    /// <summary>How many looks one search may take.</summary>
    private const long LooksOfOne = 2_000_000;

    /// <summary>Making the claims of a rule takes about as long as so many looks at them.</summary>
    public const int LooksOfMaking = 50;

    private long _left = looks;
    private long _leftOfOne;

    /// <summary>Whether the search that has begun must end.</summary>
    public bool IsOver => _leftOfOne <= 0;

    /// <summary>Whether there is none left for any search.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Begins a search.</summary>
    public void Begin() => _leftOfOne = Math.Min(LooksOfOne, _left);

    public void Look(int times = 1)
    {
        _left -= times;
        _leftOfOne -= times;
    }

    public void LookAt(Candidate[] candidates) => Look(LooksOfMaking * candidates.Sum(candidate => 1 + candidate.Rest.Length));
}
