using Connect311.Routing.Areas;
using Connect311.Routing.Conditions;

namespace Connect311.Routing;

/// <summary>
/// A decision with everything that was looked at on the way to it: the same input under the same version explains
/// itself alike at any time. For staff: it repeats answers, though never the description.
/// </summary>
/// <param name="Decision">The winner, with the version.</param>
/// <param name="Input">What the decision could look at.</param>
/// <param name="Considered">The rules for this service type, in their order, as far as the one that ended the search.</param>
/// <param name="LooksAt">Of <see cref="RuleSubject"/> what these rules look at, and those that would have been considered at a possible place.</param>
/// <param name="PossiblePlaces">What would be decided wherever else the place may lie; empty for a certain place.</param>
public sealed record Explanation(
    Decision Decision,
    ExplainedInput Input,
    IReadOnlyList<ConsideredRule> Considered,
    IReadOnlySet<string> LooksAt,
    IReadOnlyList<ExplainedPlace> PossiblePlaces);

/// <summary>What a decision could look at.</summary>
/// <param name="LocalTime">When the report was received, on the clocks of <paramref name="TimeZone"/> (IANA).</param>
/// <param name="Areas">The area of each set that the place lies in; null for an unplaced report.</param>
/// <param name="Answers">The answers to questions that the rules considered ask about.</param>
/// <param name="HasDescription">Whether there was a description to look for words in.</param>
/// <param name="Phrases">The phrases of the rules considered that the description holds; nothing else is told of it.</param>
public sealed record ExplainedInput(
    string ServiceType,
    string? Group,
    string Channel,
    DateTimeOffset ReceivedAt,
    DateTime LocalTime,
    string TimeZone,
    IReadOnlyDictionary<string, string>? Areas,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Answers,
    bool HasDescription,
    IReadOnlyList<string> Phrases)
{
    /// <param name="input">The report.</param>
    /// <param name="zone">The time zone of the rule set.</param>
    /// <param name="asked">The conditions of the rules considered.</param>
    internal static ExplainedInput Of(RoutingInput input, TimeZoneInfo zone, IReadOnlyCollection<Condition> asked) => new(
        input.ServiceType,
        input.Group,
        input.Channel,
        input.ReceivedAt,
        new Situation(input, input.Areas, zone).LocalTime,
        zone.Id,
        input.Areas is null ? null : ExplainedPlace.CodesOf(input.Areas),
        asked.Select(QuestionOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)
            .Where(input.Answers.ContainsKey).ToDictionary(question => question, question => input.Answers[question]),
        input.Description is not null,
        input.Description is not { } description
            ? []
            : [.. asked.OfType<WordsCondition>().SelectMany(words => words.PhrasesIn(description)).Distinct().Order(StringComparer.Ordinal)]);

    private static string? QuestionOf(Condition condition) => condition switch
    {
        AnswerCondition answer => answer.Question,
        NeedsCondition needs => needs.Question,
        _ => null,
    };
}

/// <summary>How a rule that was considered fared.</summary>
public static class RuleOutcome
{
    public const string Won = "won";
    public const string Lost = "lost";

    /// <summary>It may hold, but the report has no coordinates: an operator decides.</summary>
    public const string NeedsPlace = "needs-place";

    /// <summary>It may hold, but a needed answer is missing: an operator decides.</summary>
    public const string NeedsAnswer = "needs-answer";

    internal static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Holds => Won,
        Verdict.Fails => Lost,
        Verdict.NeedsPlace => NeedsPlace,
        Verdict.NeedsAnswer => NeedsAnswer,
    };
}

/// <summary>Why a rule did not take a report.</summary>
/// <param name="Found">What the report has; its code is the reason.</param>
/// <param name="Asked">What the rule asks instead.</param>
public sealed record LostBecause(Clause Found, Clause Asked);

/// <summary>What in a report rules look at, apart from what is always there: type, channel and time.</summary>
public static class RuleSubject
{
    public const string Place = "place";
    public const string Answers = "answers";
    public const string Description = "description";
}

/// <summary>A rule that was considered.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Department">The department that it assigns.</param>
/// <param name="Outcome">One of <see cref="RuleOutcome"/>.</param>
/// <param name="Condition">The condition that made it lose or wait, as a JSON Pointer into the rule set; null for the winner.</param>
/// <param name="Because">Why; null for the winner.</param>
public sealed record ConsideredRule(string Rule, string Department, string Outcome, string? Condition, LostBecause? Because)
{
    internal static ConsideredRule Of(Decision decision, Verdict verdict, Condition? decisive, ref Situation report) =>
        new(decision.Rule, decision.Department, RuleOutcome.Of(verdict), decisive?.At, decisive is null ? null : new(decisive.Finds(ref report), decisive.Asks));
}

/// <summary>What would be decided if the place lay elsewhere in its accuracy circle.</summary>
/// <param name="Areas">The area of each set that would hold it.</param>
/// <param name="Share">The part of the accuracy circle, 0 to 1.</param>
public sealed record ExplainedPlace(IReadOnlyDictionary<string, string> Areas, double Share, string Department, string Rule)
{
    internal static ExplainedPlace Of(PossiblePlace place, Decision decision) =>
        new(CodesOf(place.Areas), place.Share, decision.Department, decision.Rule);

    internal static Dictionary<string, string> CodesOf(IEnumerable<AreaHit> areas) =>
        areas.ToDictionary(area => area.Set, area => area.Code);
}
