using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
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
    /// <summary>When it was closed or cancelled; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Since when the resident disputes how it was closed; null where nobody does.</summary>
    public DateTimeOffset? DisputedAt { get; init; }

    /// <summary>The request that it repeats, where it is closed as a duplicate; else null.</summary>
    public long? DuplicateOf { get; init; }

    /// <summary>When with it the department says that it has the request; null where it says nothing of it.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Who closes it with that; null where it is no closing.</summary>
    public string? ClosedBy { get; init; }

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

        // What was closed and stays so ended when, and as, it did.
        var staysClosed = !RequestStatus.IsOpen(seen.Status) && !RequestStatus.IsOpen(transition.To);
        var after = new EventData(transition.To, seen.Department, staysClosed ? seen.Outcome : action.Outcome)
        {
            WaitingFor = action.Action == Lifecycle.Ask ? WaitingFor.Resident : action.WaitingFor,
            AnswerUntil = action.AnswerUntil,
            ExternalId = action.ExternalId,
            Clocks = clocks,
            VisitedAt = action.Facts?.VisitedAt,
            DuplicateOf = action.Facts?.DuplicateOf?.ToString(),
            Reason = action.Facts?.Reason,
            Photos = action.Facts is { Photos: { Count: > 0 } photos } ? photos : null,
            Follows = seen.Follows && RequestStatus.IsOpen(transition.To) ? true : null,
        };
        return new(
            after,
            new(transition.Event, at, NewEvent.Json(after), Details(action, actor)),
            seen.ReopenCount + (transition.Action is Lifecycle.Reopen or Lifecycle.UpholdDispute ? 1 : 0),
            action.ExternalId ?? seen.ExternalId)
        {
            ClosedAt = RequestStatus.IsOpen(transition.To) ? null : staysClosed ? seen.ClosedAt : at,
            DuplicateOf = staysClosed ? seen.DuplicateOf : action.Facts?.DuplicateOf?.Id,
            DisputedAt = transition.Action == Lifecycle.Dispute ? at : null,
            AcknowledgedAt = transition.Acknowledges ? at : null,
            ClosedBy = transition.Action == Lifecycle.Close ? actor : null,
        };
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

        if (action.Facts?.ReferredTo is { } referredTo)
        {
            details[StepMember.ReferredTo] = referredTo;
        }

        if (action.Reason is { } reason)
        {
            details[StepMember.Reason] = reason;
        }

        return details;
    }
}
