using System.Globalization;
using Connect311.Benchmarks.Crash;

namespace Connect311.Benchmarks.Faults;

/// <summary>How a fault went: one row of the table.</summary>
/// <param name="SkippedBecause">Why it was not tried; null when it was.</param>
/// <param name="Acknowledged">Changes acknowledged, by the phase in which they were sent.</param>
/// <param name="Lost">Acknowledged changes that are not stored.</param>
/// <param name="Recovered">How long after its end a report was stored and the server ready; null when not in time.</param>
/// <param name="Misses">What was not as it is defined, in words.</param>
internal sealed record FaultResult(
    Fault Fault,
    string? SkippedBecause,
    string Seen,
    IReadOnlyList<int> Acknowledged,
    long Lost,
    TimeSpan? Recovered,
    IReadOnlyList<string> Misses)
{
    private const int NotARequest = 422;

    /// <summary>A count may take a second, and is then given up.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private static readonly string[] Refusals = ["database-unavailable", "busy"];

    public bool IsMet => SkippedBecause is null && Misses.Count == 0;

    public static FaultResult Skipped(Fault fault, string because) => new(fault, because, "", [], 0, null, []);

    public static FaultResult Broken(Fault fault, string how) => new(fault, null, "", [], 0, null, [how]);

    public static FaultResult Of(Fault fault, FaultStage stage, bool isWarm, TimeSpan? recovered)
    {
        var answers = stage.Book.Answers;
        var during = answers.Where(answer => answer.SentIn == Phase.During).ToList();
        var phases = Enum.GetValues<Phase>();
        return new(
            fault,
            null,
            string.Join("; ", [.. SeenOf(during), .. fault.Seen(stage)]),
            [.. phases.Select(phase => answers.Count(answer => answer.SentIn == phase && answer.IsAcknowledgement))],
            stage.Anomalies.Of(LedgerCheck.Missing),
            recovered,
            [
                .. MissedAround(isWarm, recovered),
                .. MissedIn(fault, stage, during),
                .. Undefined(answers),
                .. fault.Missed(stage),
                .. stage.Anomalies.Examples.Select(found => $"{found.Kind}: {found.Example}"),
            ]);
    }

    private static IEnumerable<string> MissedAround(bool isWarm, TimeSpan? recovered)
    {
        if (!isWarm)
        {
            yield return "the server was too slow before it";
        }

        if (recovered is null)
        {
            yield return "it did not recover";
        }
    }

    private static IEnumerable<string> MissedIn(Fault fault, FaultStage stage, List<Answer> during)
    {
        var refused = during.Where(answer => answer.IsRefusal && answer.What is AnswerBook.Submissions).ToList();
        if (fault.MustRefuse && refused.Count == 0)
        {
            yield return "no submission was refused";
        }

        if (!fault.MayRefuse && during.Any(answer => answer.IsRefusal))
        {
            yield return $"{during.Count(answer => answer.IsRefusal)} were refused";
        }

        // What was sent while it lasted may be answered when it has passed.
        var answered = during.Where(answer => answer.At < stage.EndingAt).ToList();
        var acknowledged = answered.Count(answer => answer.IsAcknowledgement);
        if (fault.AcknowledgesNothing && acknowledged > 0)
        {
            yield return $"{acknowledged} were acknowledged while it lasted";
        }

        if (fault.ReadsGoOn && during.FirstOrDefault(answer => answer.What == AnswerBook.Reads && answer.IsRefusal) is { } read)
        {
            yield return $"a read was refused: {read.Code}";
        }

        if (during.FirstOrDefault(answer => answer.What == AnswerBook.Diversions && (answer.Status != NotARequest || answer.Took > Soon)) is { } diversion)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"who must call 911 was told {diversion.Status} {diversion.Code} after {diversion.Took.TotalSeconds:N1} s");
        }

        if (fault.IsUnready && answered.LastOrDefault(answer => answer.What == AnswerBook.Ready)?.IsRefusal != true)
        {
            yield return "the server called itself ready";
        }
    }

    /// <summary>Whatever lasts: never a failure of ours, and a refusal says when to send the same again.</summary>
    private static IEnumerable<string> Undefined(IEnumerable<Answer> answers) => answers
        .Where(answer => answer.Status >= 500 && answer.What != AnswerBook.Ready
            && !(answer.IsRefusal && answer.SaysWhenAgain && Refusals.Contains(answer.Code)))
        .GroupBy(answer => $"{answer.What}: {answer.Status} {answer.Code}")
        .Select(group => $"{group.Count()} answers that are not defined: {group.Key}");

    private static IEnumerable<string> SeenOf(List<Answer> during) => during
        .GroupBy(answer => answer.What)
        .OrderByDescending(what => what.Key, StringComparer.Ordinal)
        .Select(what => $"{what.Key} {string.Join(", ", what.GroupBy(answer => $"{answer.Status} {answer.Code}".Trim()).OrderBy(group => group.Key, StringComparer.Ordinal).Select(Said))}");

    private static string Said(IGrouping<string, Answer> group) => string.Create(
        CultureInfo.InvariantCulture, $"{group.Key} ×{group.Count()} (p99 {Percentile(group, 0.99).TotalMilliseconds:N0} ms)");

    public static TimeSpan Percentile(IEnumerable<Answer> answers, double share)
    {
        var sorted = answers.Select(answer => answer.Took).Order().ToList();
        return sorted.Count == 0 ? TimeSpan.Zero : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
    }
}
