namespace Connect311.Api.Triage.Actions;

/// <summary>The columns of a request's row that belong to its clocks.</summary>
/// <param name="DueAt">When it should be done; <see cref="Databases.Clock.Never"/> without a target.</param>
internal readonly record struct ClockColumns(DateTimeOffset DueAt)
{
    /// <summary>What a step makes of them. The one place where the lifecycle meets the service levels.</summary>
    /// <param name="seen">The row before the step.</param>
    /// <param name="transition">The step; its <see cref="Transition.Clocks"/> say what starts, stops, pauses, resumes.</param>
    /// <param name="waitingFor">What the request then waits for (<see cref="WaitingFor"/>); null unless it waits.</param>
    /// <param name="now">When the step is taken.</param>
    public static ClockColumns After(StaffRow seen, Transition transition, string? waitingFor, DateTimeOffset now) => new(seen.DueAt);
}
