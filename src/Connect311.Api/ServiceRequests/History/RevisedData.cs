using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Api.ServiceRequests.History;

/// <summary>
/// The data of an event after intake that corrected a request or sent it on: all that was decided about it, as it stands
/// behind the event. The newest of these, or else the first event's, is what its row says.
/// </summary>
internal sealed record RevisedData : SubmittedData
{
    /// <summary>How it ended; null while it is open.</summary>
    public string? Outcome { get; init; }

    /// <summary>public, limited or confidential.</summary>
    public required string Visibility { get; init; }

    /// <summary>What the resident was promised: no correction ever shows more of the request than that.</summary>
    public required string VisibilityAtIntake { get; init; }

    /// <summary>
    /// The number of the event with whose values, and by whose versions, the department was decided: this one, unless staff
    /// still hold it by an earlier decision.
    /// </summary>
    public required int DecidedAt { get; init; }

    /// <summary>The department that the rules named when they were asked last; another than the holder's where staff chose that one.</summary>
    public required string RulesSay { get; init; }

    /// <summary>The members that were corrected (<see cref="CorrectedMember"/>); null where none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Changed { get; init; }

    /// <summary>Where it was before it was sent on, or put into another queue; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Routed? From { get; init; }

    /// <summary>Where the rules would have it, while staff have not decided; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Routed? Proposed { get; init; }

    /// <summary>How staff sent it on; null where they did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TransferData? Transfer { get; init; }

    /// <summary>
    /// Whether staff, and not the rules, chose who holds it: they moved it, or dismissed where the rules would have it.
    /// </summary>
    [JsonIgnore]
    public bool IsHeldByStaff => Proposed is null && RulesSay != Department;

    /// <summary>What an event that decided says: a <see cref="RevisedData"/> for all but the first.</summary>
    /// <param name="kind"><see cref="EventKind.Submitted"/>, or one of <see cref="EventKind.Revisions"/>.</param>
    public static SubmittedData ReadDecision(string kind, string data) =>
        kind == EventKind.Submitted ? SubmittedData.Read(data) : Read(data);

    public static new RevisedData Read(string data) => JsonSerializer.Deserialize<RevisedData>(data, Json.Options)!;
}

/// <summary>How staff sent a request on.</summary>
/// <param name="Reason">A code.</param>
/// <param name="Count">How often departments did so since an operator last sent it, or since it came in; 0 where an operator did.</param>
/// <param name="Wanted">The department that was named, where the operators got it instead; else null.</param>
internal sealed record TransferData(
    string Reason, int Count, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Wanted = null)
{
    /// <summary>Whether it went along with its incident, for which another request counts; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? WithIncident { get; init; }
}

/// <summary>A place that routing gave a request: whose it is, and by which rule.</summary>
internal sealed record Routed
{
    public required string Department { get; init; }

    public string? Queue { get; init; }

    public required int Priority { get; init; }

    public required string Rule { get; init; }

    public required int RuleSetVersion { get; init; }

    /// <inheritdoc cref="SubmittedData.PossibleDepartments"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PossibleDepartments { get; init; }

    /// <inheritdoc cref="SubmittedData.NeedsAnswerTo"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NeedsAnswerTo { get; init; }

    public static Routed Of(SubmittedData data) => new()
    {
        Department = data.Department,
        Queue = data.Queue,
        Priority = data.Priority,
        Rule = data.Rule,
        RuleSetVersion = data.RuleSetVersion,
        PossibleDepartments = data.PossibleDepartments,
        NeedsAnswerTo = data.NeedsAnswerTo,
    };

    public static Routed Of(Assessment assessment) => new()
    {
        Department = assessment.Decision.Department,
        Queue = assessment.Decision.Queue,
        Priority = assessment.Priority,
        Rule = assessment.Decision.Rule,
        RuleSetVersion = assessment.Decision.RuleSetVersion,
        PossibleDepartments = Assessment.PossibleDepartmentsOf(assessment.Decision),
        NeedsAnswerTo = assessment.Decision.NeedsAnswerTo,
    };

    /// <summary>The data of a decision with this place in it, to say it in words.</summary>
    public SubmittedData Over(SubmittedData data) => data with
    {
        Department = Department,
        Queue = Queue,
        Priority = Priority,
        Rule = Rule,
        RuleSetVersion = RuleSetVersion,
        PossibleDepartments = PossibleDepartments,
        NeedsAnswerTo = NeedsAnswerTo,
    };

    /// <summary>Whether whoever works there would notice no difference.</summary>
    public bool IsSamePlaceAs(Routed other) => (Department, Queue, Priority) == (other.Department, other.Queue, other.Priority);
}

/// <summary>What of a request can be corrected, as events and answers name it.</summary>
internal static class CorrectedMember
{
    public const string ServiceType = "serviceType";
    public const string Location = "location";
    public const string Address = "address";
    public const string Unit = "unit";
    public const string Answers = "answers";
}
