using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;

namespace Connect311.Api.Routing.Explanations;

/// <summary>Why a request went to its department: what was looked at, what each rule said to it, and whether it comes out alike again.</summary>
internal sealed record RoutingExplanation
{
    /// <summary>The number of the report: <c>311-</c> and digits.</summary>
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>The decision as it was stored when the report came in.</summary>
    [Required]
    public required ExplainedDecision Decision { get; init; }

    /// <summary>The priority that the winner gives by itself; danger or staleness may have changed it. Null where it is not known.</summary>
    [Required, Range(1, 4)]
    public required int? RulePriority { get; init; }

    /// <summary>The code of the danger that the words speak of, which makes any report urgent; as a rule null.</summary>
    [Required]
    public required string? Danger { get; init; }

    /// <summary>What decided; each is kept for ever.</summary>
    [Required]
    public required DecidingVersions Versions { get; init; }

    /// <summary>Whether the same versions decide alike from what is stored; null where something is missing that may have decided.</summary>
    [Required]
    public required bool? Reproduced { get; init; }

    /// <summary>What is decided now from what is stored; null where that is the stored decision, or nothing could be decided.</summary>
    [Required]
    public required ExplainedDecision? Redecision { get; init; }

    /// <summary>What can no longer be known, or never could; as a rule empty.</summary>
    [Required]
    public required IReadOnlyList<NotKnown> NotKnown { get; init; }

    /// <summary>What the rules could look at; null where the versions that decided cannot be read.</summary>
    [Required]
    public required ExplainedReport? Input { get; init; }

    /// <summary>The rules for this service type, in their order, as far as the one that ended the search.</summary>
    [Required]
    public required IReadOnlyList<ExplainedRule> Considered { get; init; }

    /// <summary>The departments that may be responsible, the likeliest first, where the place is too close to a boundary to tell; else null.</summary>
    [Required]
    public required ExplainedUncertainty? Uncertainty { get; init; }

    /// <summary>What would be decided wherever else the place may lie; empty for a place that is exact enough.</summary>
    [Required]
    public required IReadOnlyList<ExplainedElsewhere> PossiblePlaces { get; init; }
}

/// <summary>A decision about a report.</summary>
/// <param name="Department">Who gets it.</param>
/// <param name="Queue">The department's named queue; null for its general one.</param>
/// <param name="Priority">1 (urgent) to 4; danger makes any report urgent, and a stale report is never urgent by its rule alone.</param>
/// <param name="Rule">The rule that won: its id, or fallback, unplaced, unanswered or uncertain where none could.</param>
/// <param name="Reason">The rule's sentence for the resident.</param>
/// <param name="Note">What the rule tells staff; null where it tells nothing.</param>
/// <param name="NeedsAnswerTo">The question whose answer would have decided; as a rule null.</param>
internal sealed record ExplainedDecision(
    Named Department,
    [property: Required] string? Queue,
    [property: Range(1, 4)] int Priority,
    string Rule,
    string Reason,
    [property: Required] string? Note,
    [property: Required] Named? NeedsAnswerTo);

/// <summary>Which versions decided.</summary>
/// <param name="RuleSet">The version of the rule set.</param>
/// <param name="Catalog">The version of the catalogue.</param>
/// <param name="Areas">The newest version of the imported area sets, 0 where there was none; null for reports from before this was noted.</param>
internal sealed record DecidingVersions(int RuleSet, int Catalog, [property: Required] int? Areas);

/// <summary>Something that an explanation cannot say.</summary>
/// <param name="Code">What is missing.</param>
/// <param name="Sentence">The same in words.</param>
internal sealed record NotKnown([property: ExtensibleEnum(typeof(NotKnownCode))] string Code, string Sentence);

/// <summary>What an explanation may be unable to say.</summary>
internal static class NotKnownCode
{
    public const string Erased = "erased";
    public const string Imported = "imported";
    public const string AreasNotNoted = "areas-not-noted";
    public const string VersionsGone = "versions-gone";
}

/// <summary>What the rules could look at.</summary>
/// <param name="ServiceType">What the report is about.</param>
/// <param name="Group">The group of the service type.</param>
/// <param name="Channel">How it came in.</param>
/// <param name="ReceivedAt">When the city got it.</param>
/// <param name="LocalTime">The same on the clocks of the rule set's time zone, such as 2026-06-01T12:00:00-04:00.</param>
/// <param name="TimeZone">The rule set's time zone, such as America/New_York.</param>
/// <param name="Answers">The answers that the rules considered ask about.</param>
/// <param name="Description">What the rules considered found in the description; the description itself is not repeated.</param>
/// <param name="Place">Where it is, by coordinates; null for an unplaced report, or once erased.</param>
/// <param name="Areas">The areas that hold the place; null for an unplaced report.</param>
internal sealed record ExplainedReport(
    Named ServiceType,
    [property: Required] Named? Group,
    [property: ExtensibleEnum(typeof(Channel))] string Channel,
    DateTimeOffset ReceivedAt,
    string LocalTime,
    string TimeZone,
    IReadOnlyList<ExplainedAnswer> Answers,
    ExplainedWords Description,
    [property: Required] ExplainedPoint? Place,
    [property: Required] IReadOnlyList<PublicArea>? Areas);

/// <summary>An answer that rules ask about.</summary>
/// <param name="Question">The question, by code and in words.</param>
/// <param name="Answers">What was answered, one entry a choice.</param>
internal sealed record ExplainedAnswer(Named Question, IReadOnlyList<Named> Answers);

/// <summary>What was found in a description.</summary>
/// <param name="Given">Whether there is a description at all.</param>
/// <param name="Found">The phrases of the rules considered that it holds.</param>
internal sealed record ExplainedWords(bool Given, IReadOnlyList<string> Found);

/// <summary>A point, WGS 84.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="AccuracyMetres">The radius within which the true place lies; null where nobody said.</param>
internal sealed record ExplainedPoint(double Latitude, double Longitude, [property: Required] double? AccuracyMetres);

/// <summary>A rule that was considered.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Department">Whom it would send the report to.</param>
/// <param name="Outcome">How it fared: won, lost, or it waits for a place or an answer, and so for an operator.</param>
/// <param name="Condition">The condition that decided against it, as a JSON Pointer into the rule set; null for the winner.</param>
/// <param name="Because">Why, as a code; null for the winner.</param>
/// <param name="Sentence">Why, in words; null for the winner.</param>
internal sealed record ExplainedRule(
    string Rule,
    Named Department,
    [property: ExtensibleEnum(typeof(RuleOutcome))] string Outcome,
    [property: Required] string? Condition,
    [property: Required, ExtensibleEnum(typeof(LostCodes))] string? Because,
    [property: Required] string? Sentence);

/// <summary>Why a rule can lose; those for other service types are not considered at all.</summary>
internal static class LostCodes
{
    public static readonly string[] All =
    [
        ClauseCode.OtherArea, ClauseCode.NoArea, ClauseCode.NoPlace, ClauseCode.OtherAnswer, ClauseCode.NoAnswer,
        ClauseCode.OtherChannel, ClauseCode.OtherTime, ClauseCode.NoWords, ClauseCode.NoDescription, ClauseCode.NoneOf, ClauseCode.Excluded,
    ];
}

/// <summary>A boundary that decides lies within the accuracy of the place.</summary>
/// <param name="Policy">What the rule set does then: likelier (the likelier department gets it) or operator.</param>
/// <param name="Departments">At least two, the likeliest first.</param>
internal sealed record ExplainedUncertainty(
    [property: ExtensibleEnum(typeof(UncertainPlacePolicy))] string Policy, IReadOnlyList<LikelyDepartment> Departments);

/// <summary>A department that may be responsible.</summary>
/// <param name="Department">The department.</param>
/// <param name="Rule">The rule that would send the report there.</param>
/// <param name="Share">The part of the accuracy circle that speaks for it, 0 to 1.</param>
internal sealed record LikelyDepartment(Named Department, string Rule, double Share);

/// <summary>What would be decided if the place lay elsewhere in its accuracy circle.</summary>
/// <param name="Areas">The areas that would hold it.</param>
/// <param name="Share">The part of the accuracy circle, 0 to 1.</param>
/// <param name="Department">Who would get it.</param>
/// <param name="Rule">The rule that would decide.</param>
internal sealed record ExplainedElsewhere(IReadOnlyList<PublicArea> Areas, double Share, Named Department, string Rule);
