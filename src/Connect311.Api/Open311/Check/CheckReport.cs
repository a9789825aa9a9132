namespace Connect311.Api.Open311.Check;

/// <summary>How a whole check came out.</summary>
/// <param name="Endpoint">The base URL that was checked.</param>
/// <param name="At">When.</param>
/// <param name="Faces">The formats that were asked for.</param>
/// <param name="Submitted">Reports were posted.</param>
/// <param name="Calls">How many calls were made.</param>
/// <param name="Taken">How long they took.</param>
/// <param name="Findings">One a rule, in the order of the book.</param>
internal sealed record CheckReport(
    Uri Endpoint, DateTimeOffset At, IReadOnlyList<Face> Faces, bool Submitted, int Calls, TimeSpan Taken, IReadOnlyList<Finding> Findings)
{
    /// <summary>No rule is broken; recommendations may be.</summary>
    public bool IsConformant => Count(Verdict.Fail) == 0;

    public int Count(Verdict verdict) => Findings.Count(finding => finding.Verdict == verdict);
}
