using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage;

/// <summary>Which actions a status allows. One table; every change of status asks it.</summary>
internal static class Lifecycle
{
    public const string Acknowledge = "acknowledge";
    public const string Close = "close";

    private static readonly (string Action, string[] From, string To)[] Transitions =
    [
        (Acknowledge, [RequestStatus.Assigned], RequestStatus.Acknowledged),
        (Close, [RequestStatus.Assigned, RequestStatus.Acknowledged, RequestStatus.InProgress, RequestStatus.Waiting], RequestStatus.Closed),
    ];

    /// <summary>The status that an action leads to, or null where it is not allowed.</summary>
    public static string? Next(string action, string status) =>
        Transitions.FirstOrDefault(transition => transition.Action == action && transition.From.Contains(status)).To;

    /// <summary>The actions that a status allows.</summary>
    public static IReadOnlyList<string> Allowed(string status) =>
        [.. Transitions.Where(transition => transition.From.Contains(status)).Select(transition => transition.Action)];
}
