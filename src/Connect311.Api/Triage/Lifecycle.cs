using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;

namespace Connect311.Api.Triage;

/// <summary>
/// How a request goes from status to status. One table: every change of status asks it, <c>/v1/lifecycle</c> publishes it
/// and the README draws it.
/// </summary>
internal static class Lifecycle
{
    public const string Release = "release";
    public const string Acknowledge = "acknowledge";
    public const string Start = "start";
    public const string Wait = "wait";
    public const string Resume = "resume";
    public const string Ask = "ask";
    public const string Answer = "answer";
    public const string Expire = "expire";
    public const string Close = "close";
    public const string Cancel = "cancel";
    public const string Withdraw = "withdraw";
    public const string Reopen = "reopen";
    public const string Dispute = "dispute";
    public const string UpholdDispute = "uphold-dispute";
    public const string RejectDispute = "reject-dispute";
    public const string Transfer = "transfer";
    public const string Reroute = "reroute";

    /// <summary>In a department's hands, and not done.</summary>
    private static readonly string[] InHand =
        [RequestStatus.Assigned, RequestStatus.Acknowledged, RequestStatus.InProgress, RequestStatus.Waiting];

    private static readonly string[] Handlers = [Role.Agent, Role.Supervisor, Role.Operator, Role.Department];

    private static readonly string[] AllClocks = [ClockName.Acknowledge, ClockName.Inspect, ClockName.Resolve];

    private static readonly ClockEffect[] AnotherBegins =
        [.. ClockEffect.Each(Effect.Starts, ClockName.Acknowledge), .. ClockEffect.Each(Effect.Resumes, ClockName.Inspect, ClockName.Resolve)];

    public static IReadOnlyList<Transition> Transitions { get; } =
    [
        // A report that was held back goes to its department. Its clocks run since it came in.
        new(Release, [RequestStatus.Submitted], RequestStatus.Assigned, EventKind.Released)
        {
            By = [Role.Operator],
            Takes = [StepMember.Note],
        },
        new(Acknowledge, [RequestStatus.Assigned], RequestStatus.Acknowledged, EventKind.Acknowledged)
        {
            By = Handlers,
            Takes = [StepMember.Note, StepMember.ExternalId],
            Clocks = ClockEffect.Each(Effect.Stops, ClockName.Acknowledge),
        },
        new(Start, [RequestStatus.Assigned, RequestStatus.Acknowledged], RequestStatus.InProgress, EventKind.Started)
        {
            By = Handlers,
            Takes = [StepMember.Note, StepMember.ExternalId],
            Clocks = ClockEffect.Each(Effect.Stops, ClockName.Acknowledge, ClockName.Inspect),
        },
        new(Wait, [RequestStatus.Acknowledged, RequestStatus.InProgress], RequestStatus.Waiting, EventKind.Waiting)
        {
            By = Handlers,
            Needs = [StepMember.WaitingFor],
            Takes = [StepMember.Note, StepMember.ExternalId],
            Clocks = ClockEffect.Each(Effect.Pauses, ClockName.Inspect, ClockName.Resolve),
        },
        new(Resume, [RequestStatus.Waiting], RequestStatus.InProgress, EventKind.Resumed)
        {
            By = Handlers,
            Takes = [StepMember.Note, StepMember.ExternalId],
            Clocks = [.. ClockEffect.Each(Effect.Stops, ClockName.Inspect), .. ClockEffect.Each(Effect.Resumes, ClockName.Resolve)],
        },
        new(Ask, [RequestStatus.Assigned, RequestStatus.Acknowledged, RequestStatus.InProgress], RequestStatus.Waiting, EventKind.ClarificationAsked)
        {
            By = [Role.Agent, Role.Supervisor, Role.Operator],
            Needs = [StepMember.Text],
            Clocks = [.. ClockEffect.Each(Effect.Stops, ClockName.Acknowledge), .. ClockEffect.Each(Effect.Pauses, ClockName.Inspect, ClockName.Resolve)],
        },
        // The department has the answer; that somebody works on it is for staff to say.
        new(Answer, [RequestStatus.Waiting], RequestStatus.Acknowledged, EventKind.ClarificationAnswered)
        {
            By = [Actors.Resident],
            Needs = [StepMember.Text],
            Clocks = ClockEffect.Each(Effect.Resumes, ClockName.Inspect, ClockName.Resolve),
        },
        new(Expire, [RequestStatus.Waiting], RequestStatus.Acknowledged, EventKind.ClarificationExpired)
        {
            By = [Actors.Program],
            Clocks = ClockEffect.Each(Effect.Resumes, ClockName.Inspect, ClockName.Resolve),
        },
        new(Close, InHand, RequestStatus.Closed, EventKind.Closed)
        {
            By = Handlers,
            Needs = [StepMember.Outcome],
            Takes = [StepMember.Note, StepMember.VisitedAt, StepMember.DuplicateOf, StepMember.Reason, StepMember.ReferredTo, StepMember.Photos, StepMember.ExternalId],
            Clocks = ClockEffect.Each(Effect.Stops, AllClocks),
        },
        new(Cancel, [RequestStatus.Submitted, .. InHand], RequestStatus.Cancelled, EventKind.Cancelled)
        {
            By = [Role.Agent, Role.Supervisor, Role.Operator],
            Needs = [StepMember.Outcome, StepMember.Note],
            Outcomes = [Cancellation.Test, Cancellation.Spam, Cancellation.Abuse],
            Clocks = ClockEffect.Each(Effect.Stops, AllClocks),
        },
        new(Withdraw, [RequestStatus.Submitted, .. InHand], RequestStatus.Cancelled, EventKind.Withdrawn)
        {
            By = [Actors.Resident],
            Takes = [StepMember.Reason],
            Outcomes = [Cancellation.Withdrawn],
            Clocks = ClockEffect.Each(Effect.Stops, AllClocks),
        },
        new(Reopen, [RequestStatus.Closed, RequestStatus.Cancelled], RequestStatus.Assigned, EventKind.Reopened)
        {
            By = [Role.Supervisor, Role.Operator],
            Needs = [StepMember.Reason],
            Clocks = ClockEffect.Each(Effect.Resumes, ClockName.Resolve),
        },
        new(Dispute, [RequestStatus.Closed], RequestStatus.Closed, EventKind.Disputed)
        {
            By = [Actors.Resident],
            Needs = [StepMember.Reason, StepMember.Text],
        },

        // The original clock goes on, as after any reopening.
        new(UpholdDispute, [RequestStatus.Closed], RequestStatus.Assigned, EventKind.DisputeUpheld)
        {
            By = [Role.Supervisor, Role.Operator],
            Takes = [StepMember.Note],
            Clocks = ClockEffect.Each(Effect.Resumes, ClockName.Resolve),
        },
        new(RejectDispute, [RequestStatus.Closed], RequestStatus.Closed, EventKind.DisputeRejected)
        {
            By = [Role.Supervisor, Role.Operator],
            Needs = [StepMember.Sentence],
            Takes = [StepMember.Note],
        },

        // Staff name another department: it has to acknowledge too, and has the time that is left.
        new(Transfer, InHand, RequestStatus.Assigned, EventKind.Transferred)
        {
            By = Handlers,
            Needs = [StepMember.Department, StepMember.Reason],
            Takes = [StepMember.Queue, StepMember.Note],
            Clocks = AnotherBegins,
        },

        // A correction, or a change of the rules, names another department: it has to acknowledge too, and has the time that is left.
        new(Reroute, InHand, RequestStatus.Assigned, EventKind.Rerouted)
        {
            By = [Actors.Program],
            Clocks = AnotherBegins,
        },
    ];

    /// <summary>The transition of an action.</summary>
    /// <exception cref="ArgumentException">There is no such action.</exception>
    public static Transition Of(string action) =>
        Transitions.FirstOrDefault(transition => transition.Action == action)
        ?? throw new ArgumentException($"The lifecycle has no action {action}.", nameof(action));

    /// <summary>The status that an action leads to, or null where it is not allowed.</summary>
    public static string? Next(string action, string status) =>
        Transitions.FirstOrDefault(transition => transition.Action == action && transition.From.Contains(status))?.To;

    /// <summary>The actions that a status allows to somebody.</summary>
    /// <param name="by">A <see cref="Role"/> or one of <see cref="Actors"/>.</param>
    public static IReadOnlyList<string> Allowed(string status, string by) =>
        [.. Transitions.Where(transition => transition.From.Contains(status) && transition.By.Contains(by)).Select(transition => transition.Action)];

    /// <summary>Whether an event of a kind may lead from one status to another; what is in no transition changes no status.</summary>
    public static bool Leads(string kind, string before, string after) =>
        Transitions.Any(transition => transition.Event == kind)
            ? Transitions.Any(transition => transition.Event == kind && transition.From.Contains(before) && transition.To == after)
            : before == after;
}
