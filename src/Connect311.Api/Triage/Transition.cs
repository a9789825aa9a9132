using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Triage;

/// <summary>One line of the <see cref="Lifecycle"/>.</summary>
/// <param name="Action">What is done.</param>
/// <param name="From">The statuses in which it may be done.</param>
/// <param name="To">The status after it.</param>
/// <param name="Event">The kind of the event that tells of it; no two lines have the same.</param>
internal sealed record Transition(string Action, IReadOnlyList<string> From, string To, string Event)
{
    /// <summary>Who may: roles (<see cref="Staff.Role"/>) or <see cref="Actors"/>.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>What must be said with it: <see cref="StepMember"/>.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What may be said with it.</summary>
    public IReadOnlyList<string> Takes { get; init; } = [];

    /// <summary>The outcomes that it may have, where the service type does not say so; else empty.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>What it does to the clocks of the service level.</summary>
    public IReadOnlyList<ClockEffect> Clocks { get; init; } = [];

    /// <summary>Whether its department says with it that it has the request; who cancels or withdraws one says nothing of that.</summary>
    public bool Acknowledges => To != RequestStatus.Cancelled && Clocks.Contains(new(ClockName.Acknowledge, Effect.Stops));
}

/// <summary>Who acts without being staff.</summary>
internal static class Actors
{
    /// <summary>Whoever reported it, by the reporter key.</summary>
    public const string Resident = "resident";

    /// <summary>This program, by its rules.</summary>
    public const string Program = "program";
}

/// <summary>What is said with an action: the members of its body.</summary>
internal static class StepMember
{
    public const string Outcome = "outcome";
    public const string WaitingFor = "waitingFor";
    public const string Reason = "reason";
    public const string Note = "note";
    public const string Text = EventText.Member;
    public const string Sentence = "sentence";
    public const string Department = "department";
    public const string Queue = "queue";
    public const string ExternalId = "externalId";
    public const string VisitedAt = Evidence.VisitedAt;
    public const string DuplicateOf = Evidence.DuplicateOf;
    public const string ReferredTo = Evidence.ReferredTo;
    public const string Photos = Evidence.Photos;
}

/// <summary>What a request can wait for.</summary>
internal static class WaitingFor
{
    public const string Resident = "resident";
    public const string OtherDepartment = "other-department";
    public const string Weather = "weather";
    public const string Parts = "parts";

    public static readonly string[] All = [Resident, OtherDepartment, Weather, Parts];
}

/// <summary>The outcomes of what was cancelled: they tell a withdrawal from a refusal.</summary>
internal static class Cancellation
{
    public const string Test = "test";
    public const string Spam = "spam";
    public const string Abuse = "abuse";
    public const string Withdrawn = "withdrawn";
}

/// <summary>What an action does to one clock.</summary>
/// <param name="Clock">A <see cref="ClockName"/>.</param>
/// <param name="Effect">An <see cref="Triage.Effect"/>.</param>
internal sealed record ClockEffect(string Clock, string Effect)
{
    public static IReadOnlyList<ClockEffect> Each(string effect, params string[] clocks) =>
        [.. clocks.Select(clock => new ClockEffect(clock, effect))];
}

/// <summary>The clocks of a service level: each runs from when a department has the request until ...</summary>
internal static class ClockName
{
    /// <summary>... it says that it has seen it.</summary>
    public const string Acknowledge = "acknowledge";

    /// <summary>... somebody begins to work on it.</summary>
    public const string Inspect = "inspect";

    /// <summary>... it is closed.</summary>
    public const string Resolve = "resolve";
}

/// <summary>
/// What can happen to a clock. One that stands or was stopped stays so, but for what starts it or, after a reopening, resumes
/// it; one that runs is not started again. <see cref="StaffClocks"/> does it; a test compares the two.
/// </summary>
internal static class Effect
{
    public const string Starts = "starts";
    public const string Stops = "stops";
    public const string Pauses = "pauses";
    public const string Resumes = "resumes";
}
