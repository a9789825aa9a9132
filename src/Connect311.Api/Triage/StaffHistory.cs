using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff;

namespace Connect311.Api.Triage;

/// <summary>Something that happened to a request.</summary>
/// <param name="Number">1 for the first event of a request.</param>
/// <param name="At">When it happened.</param>
/// <param name="Event">What happened, as a code.</param>
/// <param name="Status">The status after it.</param>
/// <param name="Department">The code of the department that held the request then.</param>
/// <param name="EnteredBy">The role of the member of staff who entered the report for a caller, or null.</param>
/// <param name="Actor">Who did it; null once erased.</param>
/// <param name="Assignee">Whom it was assigned to; null where it was not, or once erased.</param>
/// <param name="Note">What was noted; null where nothing was, or once erased.</param>
/// <param name="From">The code of the department that it was sent on from; else null.</param>
/// <param name="Wanted">The code of the department that it was sent on to, where that was once too often and the operators got it instead; else null.</param>
/// <param name="Rule">The id of the rule by which the department had it then; null where nothing was decided.</param>
/// <param name="RuleSetVersion">The version of the rule set of that rule; null where nothing was decided.</param>
/// <param name="Correction">What was corrected; else null.</param>
/// <param name="Outcome">How the request ended with it; else null.</param>
/// <param name="WaitingFor">What the request waited for from then on; else null.</param>
/// <param name="Reason">Why it was done, a transfer's or a closing's as a code; null where nobody said, or once erased.</param>
/// <param name="VisitedAt">When staff were there, where they said so as they closed it; else null.</param>
/// <param name="DuplicateOf">The number of the report that it repeats, where it was closed for that; else null.</param>
/// <param name="ReferredTo">Who was told instead; null where nobody was, or once erased.</param>
/// <param name="Text">What was asked, answered, noted or told; null where nothing was, or once erased.</param>
/// <param name="ExternalId">How the department's own system called the request, where it said so then; else null.</param>
/// <param name="Incident">The number of the incident that it joined, left or came to stand for with it; else null.</param>
/// <param name="Mark">Which target was missed, or nearly, and what became of the request because of it; else null.</param>
/// <param name="Photos">The ids of the photos that staff showed as they closed it; else null.</param>
/// <param name="Photo">The photo that the public may see from then on; else null.</param>
internal sealed record StaffEvent(
    int Number,
    DateTimeOffset At,
    [property: ExtensibleEnum(typeof(EventKind))] string Event,
    [property: ExtensibleEnum(typeof(RequestStatus))] string Status,
    string Department,
    [property: ExtensibleEnum(typeof(Role))] string? EnteredBy,
    string? Actor,
    string? Assignee,
    string? Note,
    string? From,
    string? Wanted,
    string? Rule,
    int? RuleSetVersion,
    StaffCorrection? Correction,
    string? Outcome,
    [property: ExtensibleEnum(typeof(WaitingFor))] string? WaitingFor,
    string? Reason,
    string? ExternalId,
    DateTimeOffset? VisitedAt,
    string? DuplicateOf,
    string? ReferredTo,
    string? Text,
    long? Incident,
    StaffMark? Mark,
    IReadOnlyList<string>? Photos,
    string? Photo);

/// <summary>A target that was missed, or nearly.</summary>
/// <param name="Target">What was to be done by then.</param>
/// <param name="DueAt">By when.</param>
/// <param name="Escalation">What became of the request by a rule of the city; null where none says so.</param>
internal sealed record StaffMark(
    [property: ExtensibleEnum(typeof(Targets), nameof(Targets.Codes))] string Target, DateTimeOffset DueAt, [property: Required] StaffEscalation? Escalation);

/// <summary>What became of a request by an escalation rule of the city.</summary>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Priority">The priority that it had then.</param>
/// <param name="Queue">The named queue that it was in then; null for the general one.</param>
/// <param name="Operator">Whether the operators see it too.</param>
internal sealed record StaffEscalation(string Rule, [property: Range(1, 4)] int Priority, [property: Required] string? Queue, bool Operator);

/// <summary>What a correction changed.</summary>
/// <param name="Changed">Which of them: serviceType, location, address, unit, answers.</param>
/// <param name="Before">What the report said before; null once erased.</param>
/// <param name="After">What it said then; null once erased.</param>
internal sealed record StaffCorrection(
    [property: ExtensibleEnum(typeof(CorrectedMember))] IReadOnlyList<string> Changed, ReportedFacts? Before, ReportedFacts? After);

/// <summary>What a report says, as far as it can be corrected.</summary>
/// <param name="ServiceType">The code of its service type.</param>
/// <param name="Location">Where it is, by coordinates.</param>
/// <param name="Address">The address in words, without the apartment.</param>
/// <param name="Answers">Answers by question code.</param>
internal sealed record ReportedFacts(
    string ServiceType, StaffLocation? Location, string? Address, IReadOnlyDictionary<string, JsonElement>? Answers);

/// <summary>Makes a history for staff: what a correction changed is known from what the events before it said.</summary>
internal static class StaffHistory
{
    /// <param name="rows">From the first event on, in their order.</param>
    public static IReadOnlyList<StaffEvent> Of(IReadOnlyList<StaffEventRow> rows)
    {
        var facts = (ReportedFacts?)null;
        var history = new List<StaffEvent>(rows.Count);
        foreach (var row in rows)
        {
            var details = row.Content is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Content)!;
            var revised = EventKind.Revisions.Contains(row.Kind) ? RevisedData.Read(row.Data) : null;
            var before = facts;
            if (row.Kind == EventKind.Submitted)
            {
                facts = details is null ? null : FirstOf(SubmittedData.Read(row.Data).ServiceType, details);
            }
            else if (revised?.Changed is { } changed)
            {
                facts = details is null || before is null ? null : Changed(before, revised.ServiceType, changed, details);
            }

            history.Add(EventOf(row, details, revised, revised?.Changed is { } members ? new(members, before, facts) : null));
        }

        return history;
    }

    private static StaffEvent EventOf(
        StaffEventRow row, Dictionary<string, string>? details, RevisedData? revised, StaffCorrection? correction)
    {
        var data = EventData.Read(row.Data);
        var decided = revised ?? (row.Kind == EventKind.Submitted ? SubmittedData.Read(row.Data) : null);
        return new(
            row.Number,
            row.At,
            row.Kind,
            data.Status,
            data.Department,
            data.EnteredBy,
            details?.GetValueOrDefault("actor"),
            details?.GetValueOrDefault("assignee"),
            details?.GetValueOrDefault("note"),
            EventKind.SendsOn(row.Kind) ? revised?.From?.Department : null,
            revised?.Transfer?.Wanted,
            decided?.Rule,
            decided?.RuleSetVersion,
            correction,
            data.Outcome,
            data.WaitingFor,
            revised?.Transfer?.Reason ?? data.Reason ?? details?.GetValueOrDefault(StepMember.Reason),
            data.ExternalId,
            data.VisitedAt,
            data.DuplicateOf,
            details?.GetValueOrDefault(StepMember.ReferredTo),
            details?.GetValueOrDefault(StepMember.Text),
            data.Incident,
            MarkOf(data.Mark),
            data.Photos,
            data.Photo);
    }

    private static StaffMark? MarkOf(TargetMark? mark) => mark is null
        ? null
        : new(mark.Target, mark.DueAt, mark.Escalation is { } made ? new(made.Rule, made.Priority, made.Queue, made.Operator) : null);

    private static ReportedFacts FirstOf(string serviceType, Dictionary<string, string> details) => new(
        serviceType, LocationOf(details), details.GetValueOrDefault(CorrectedMember.Address), AnswersOf(details));

    private static ReportedFacts Changed(
        ReportedFacts before, string serviceType, IReadOnlyList<string> changed, Dictionary<string, string> details) => new(
            serviceType,
            changed.Contains(CorrectedMember.Location) ? LocationOf(details) : before.Location,
            changed.Contains(CorrectedMember.Address) ? details.GetValueOrDefault(CorrectedMember.Address) : before.Address,
            changed.Contains(CorrectedMember.Answers) ? AnswersOf(details) : before.Answers);

    private static StaffLocation? LocationOf(Dictionary<string, string> details) =>
        details.TryGetValue(CorrectedMember.Location, out var json) ? JsonSerializer.Deserialize<StaffLocation>(json, Json.Options) : null;

    private static Dictionary<string, JsonElement>? AnswersOf(Dictionary<string, string> details) =>
        details.TryGetValue(CorrectedMember.Answers, out var json) ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) : null;
}
