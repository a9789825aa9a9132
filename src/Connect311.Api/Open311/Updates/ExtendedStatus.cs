namespace Connect311.Api.Open311.Updates;

/// <summary>The statuses of updates, as FixMyStreet and its adapters send them.</summary>
internal static class ExtendedStatus
{
    public const string Open = "open";
    public const string Closed = "closed";
    public const string Fixed = "fixed";
    public const string InProgress = "in_progress";
    public const string Planned = "planned";
    public const string ActionScheduled = "action_scheduled";
    public const string Investigating = "investigating";
    public const string Duplicate = "duplicate";
    public const string NotCouncilsResponsibility = "not_councils_responsibility";
    public const string NoFurtherAction = "no_further_action";
    public const string InternalReferral = "internal_referral";
    public const string Cancelled = "cancelled";
    public const string Reopen = "reopen";
    public const string ForTriage = "for_triage";
    public const string Unchanged = "unchanged";

    public static readonly string[] All =
    [
        Open, Closed, Fixed, InProgress, Planned, ActionScheduled, Investigating, Duplicate, NotCouncilsResponsibility, NoFurtherAction,
        InternalReferral, Cancelled, Reopen, ForTriage, Unchanged,
    ];

    /// <summary>A status however it is written (<c>IN_PROGRESS</c>, <c>in progress</c>), or null where there is no such status.</summary>
    public static string? Read(string? text)
    {
        var plain = text?.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        return All.Contains(plain) ? plain : null;
    }
}
