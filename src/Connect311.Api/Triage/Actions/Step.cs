using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Triage.Actions;

/// <summary>
/// One step of a request along the <see cref="Lifecycle"/>: what its row then says, and the event that tells of it.
/// Pure; <see cref="StaffStore"/> writes it.
/// </summary>
/// <param name="After">What the event says, and the row with it.</param>
/// <param name="ReopenCount">How often the request was opened again, this time counted.</param>
/// <param name="ExternalId">How the department's own system calls the request, as far as it ever said so.</param>
internal sealed record Step(EventData After, NewEvent Event, int ReopenCount, string? ExternalId)
{
    /// <summary>Whether the department works in its own system, which must hear of it.</summary>
    public bool IsForwarded { get; init; }

    /// <param name="seen">The row, in a status that allows the action.</param>
    /// <param name="action">What is done.</param>
    /// <param name="actor">Who does it, by id; kept erasable.</param>
    /// <param name="at">Not before the request's last event.</param>
    /// <param name="clocks">What it makes of the clocks (<see cref="StaffClocks"/>); null leaves them as they are.</param>
    public static Step Of(StaffRow seen, StaffAction action, string actor, DateTimeOffset at, RequestClocks? clocks)
    {
        var transition = Lifecycle.Of(action.Action);
        var after = new EventData(transition.To, seen.Department, action.Outcome)
        {
            WaitingFor = action.Action == Lifecycle.Ask ? WaitingFor.Resident : action.WaitingFor,
            AnswerUntil = action.AnswerUntil,
            ExternalId = action.ExternalId,
            Clocks = clocks,
        };
        return new(
            after,
            new(transition.Event, at, NewEvent.Json(after), Details(action, actor)),
            seen.ReopenCount + (transition.Action == Lifecycle.Reopen ? 1 : 0),
            action.ExternalId ?? seen.ExternalId);
    }

    private static Dictionary<string, string> Details(StaffAction action, string actor)
    {
        var details = new Dictionary<string, string> { ["actor"] = actor };
        if (action.Note is { } note)
        {
            details[StepMember.Note] = note;
        }

        if (action.Text is { } text)
        {
            details[StepMember.Text] = text;
        }

        if (action.Reason is { } reason)
        {
            details[StepMember.Reason] = reason;
        }

        return details;
    }
}
