using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Api.Lookup;

/// <summary>What comes next, and by when.</summary>
/// <param name="What">In the caller's language.</param>
/// <param name="By">By when; null where nobody has promised a time.</param>
internal sealed record NextStep(string What, [property: Required] DateTimeOffset? By)
{
    /// <summary>What comes next of a request; null where nothing does.</summary>
    /// <param name="isOwn">Whether the caller reported it.</param>
    /// <param name="disputeDays">For how many days its owner may dispute the closing.</param>
    public static NextStep? Of(PublicRow row, bool isOwn, int disputeDays, string language) => row.Status switch
    {
        RequestStatus.Submitted => new(Texts.Next("release", language), null),
        RequestStatus.Waiting when row.WaitingFor == WaitingFor.Resident && isOwn => new(Texts.Next("answer", language), row.AnswerUntil),
        RequestStatus.Waiting => Texts.Event(RequestStatus.Waiting, row.WaitingFor ?? WaitingFor.OtherDepartment, null, language) is { } waits ? new(waits, null) : null,
        RequestStatus.Closed when isOwn && row.ClosedAt is { } closed => new(Texts.Next("rate", language), closed.AddDays(disputeDays)),
        RequestStatus.Closed or RequestStatus.Cancelled => null,
        _ => OfWork(row, language),
    };

    /// <summary>The next target that is open; what has no target is to be done some time.</summary>
    private static NextStep OfWork(PublicRow row, string language) =>
        row.Status == RequestStatus.Assigned && row.Clocks.ShownAcknowledgeDueAt is { } acknowledge ? new(Texts.Next("acknowledge", language), acknowledge)
        : row.Clocks.ShownInspectDueAt is { } inspect ? new(Texts.Next("inspect", language), inspect)
        : new(Texts.Next("resolve", language), row.DueAt == Databases.Clock.Never ? null : row.DueAt);
}
