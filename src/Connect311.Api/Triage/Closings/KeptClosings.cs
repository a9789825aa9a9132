using Connect311.Api.Databases;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Triage.Closings;

/// <summary>Keeps the table of closings as the events tell of them, in the write of the event itself.</summary>
internal static class KeptClosings
{
    /// <param name="seen">The row before the step.</param>
    /// <param name="eventNumber">The number of the step's event.</param>
    public static Write Keep(this Write write, Step step, StaffRow seen, int eventNumber) => step switch
    {
        { ClosedBy: { } actor } => Shown(
            write.Run(ClosingSql.Instance.Add, new ClosingSql.AddParameters(seen.Id, eventNumber, step.Event.At, seen.Department, actor)),
            step,
            seen.Id,
            eventNumber),
        _ when seen.Status == RequestStatus.Closed => Marked(write, step, seen.Id),
        _ => write,
    };

    /// <summary>The photos that whoever closed it showed of it.</summary>
    private static Write Shown(Write write, Step step, long id, int eventNumber)
    {
        foreach (var (photo, i) in (step.After.Photos ?? []).Select((photo, i) => (photo, i)))
        {
            write.Run(ClosingSql.Instance.AddPhoto, new ClosingSql.PhotoParameters(
                id, photo, step.ClosedBy!, i + 1, eventNumber, step.Event.At.AddDays(PhotoOptions.Days)));
        }

        return write;
    }

    private static Write Marked(Write write, Step step, long id)
    {
        var (isDisputed, isUpheld) = (step.Event.Kind == EventKind.Disputed, step.Event.Kind == EventKind.DisputeUpheld);
        var isReopened = RequestStatus.IsOpen(step.After.Status);
        return isDisputed || isReopened
            ? write.Run(ClosingSql.Instance.Mark, new ClosingSql.MarkParameters(id, isDisputed, isUpheld, isReopened))
            : write;
    }
}
