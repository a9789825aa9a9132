using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Closings;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Actions;

/// <summary>Something that is done to a request, with what is said about it.</summary>
/// <param name="Action">An action of the <see cref="Lifecycle"/>.</param>
/// <param name="Outcome">How the request ended.</param>
/// <param name="Note">For staff.</param>
internal sealed record StaffAction(string Action, string? Outcome = null, string? Note = null)
{
    private const int MaxNote = 4000;
    private const int MaxExternalId = 100;

    /// <summary>One of <see cref="Triage.WaitingFor.All"/>.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Why; told to staff.</summary>
    public string? Reason { get; init; }

    /// <summary>What is asked, answered, disputed, or told the resident about that.</summary>
    public string? Text { get; init; }

    /// <summary>Until when the resident may answer; null where nothing is asked.</summary>
    public DateTimeOffset? AnswerUntil { get; init; }

    /// <summary>How the department's own system calls the request.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What was said for its outcome; null for all but a closing.</summary>
    public ClosingFacts? Facts { get; init; }

    /// <summary>Reads what an action needs and takes; faults are noted by the reader.</summary>
    public static StaffAction Read(ObjectReader root, Transition transition, Caller caller)
    {
        var read = new StaffAction(transition.Action, OutcomeIn(root, transition), TextIn(root, transition, StepMember.Note))
        {
            WaitingFor = transition.Needs.Contains(StepMember.WaitingFor) ? WaitingIn(root) : null,
            Text = TextIn(root, transition, StepMember.Text) ?? TextIn(root, transition, StepMember.Sentence),
            Reason = transition.Action == Lifecycle.Close ? null : TextIn(root, transition, StepMember.Reason),
            Facts = transition.Action == Lifecycle.Close ? ClosingFacts.Read(root) : null,
            ExternalId = transition.Takes.Contains(StepMember.ExternalId) && caller.Role == Role.Department
                ? SubmissionReader.NullIfEmpty(root.Text(StepMember.ExternalId, MaxExternalId))
                : null,
        };
        root.End();
        return read;
    }

    /// <summary>Whether an outcome fits the service type is for the desk to say: it depends on the request.</summary>
    private static string? OutcomeIn(ObjectReader root, Transition transition)
    {
        if (!transition.Needs.Contains(StepMember.Outcome))
        {
            return null;
        }

        var outcome = root.RequiredText(StepMember.Outcome, 50);
        return outcome.Length == 0 || transition.Outcomes.Count == 0 ? outcome : root.OneOf(StepMember.Outcome, transition.Outcomes);
    }

    private static string? WaitingIn(ObjectReader root)
    {
        root.Require(StepMember.WaitingFor);
        return root.OneOf(StepMember.WaitingFor, Triage.WaitingFor.All);
    }

    private static string? TextIn(ObjectReader root, Transition transition, string member) =>
        transition.Needs.Contains(member) ? root.RequiredText(member, MaxNote, lines: true)
        : transition.Takes.Contains(member) ? SubmissionReader.NullIfEmpty(root.Text(member, MaxNote, lines: true))
        : null;
}
