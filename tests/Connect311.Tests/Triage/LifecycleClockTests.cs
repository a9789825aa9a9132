using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Tests.Triage;

/// <summary>What the lifecycle publishes of clocks is what becomes of them.</summary>
public sealed class LifecycleClockTests
{
    private static readonly ServiceCalendar Always = ServiceCalendar.Always(TimeZoneInfo.Utc);
    private static readonly DateTimeOffset Start = TestApplication.Noon;

    public static TheoryData<string> Actions => [.. Lifecycle.Transitions.Select(line => line.Action)];

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_action_does_to_the_clocks_what_the_table_says(string action)
    {
        var transition = Lifecycle.Of(action);
        var seen = new HashSet<string>();
        foreach (var (status, before) in Ways.Where(way => transition.From.Contains(way.Status)))
        {
            var at = Start.AddHours(7);
            var closedAt = RequestStatus.IsOpen(status) ? (DateTimeOffset?)null : Start.AddHours(6);
            var handed = action is Lifecycle.Reroute or Lifecycle.Transfer ? before.Transferred(Start, at, Always, ServiceCalendar.Always(TimeZoneInfo.Utc)) : before;
            var after = handed.After(status, transition.To, at, closedAt, Always);
            foreach (var kind in Targets.Kinds)
            {
                var (was, now) = (StateOf(kind, status, before), StateOf(kind, transition.To, after));
                if (was != now)
                {
                    seen.Add($"{Targets.Codes[(int)kind]} {EffectOf(kind, was, now, after)}");
                }
            }
        }

        Assert.Equal(transition.Clocks.Select(effect => $"{effect.Clock} {effect.Effect}").Order(), seen.Order());
    }

    /// <summary>Each status, with the clocks of every way that leads there.</summary>
    private static IEnumerable<(string Status, RequestClocks Clocks)> Ways
    {
        get
        {
            var assigned = RequestClocks.Start(Targets.Read("9h/18h/24h"), 1, Start, Always);
            yield return (RequestStatus.Submitted, assigned);
            yield return (RequestStatus.Assigned, assigned);
            var acknowledged = To(RequestStatus.Assigned, assigned, RequestStatus.Acknowledged);
            var working = To(RequestStatus.Acknowledged, acknowledged, RequestStatus.InProgress);
            yield return (RequestStatus.Acknowledged, acknowledged);
            yield return (RequestStatus.InProgress, working);
            yield return (RequestStatus.Waiting, To(RequestStatus.Acknowledged, acknowledged, RequestStatus.Waiting));
            yield return (RequestStatus.Waiting, To(RequestStatus.InProgress, working, RequestStatus.Waiting));
            yield return (RequestStatus.Closed, To(RequestStatus.Assigned, assigned, RequestStatus.Closed));
            yield return (RequestStatus.Cancelled, To(RequestStatus.InProgress, working, RequestStatus.Cancelled));
        }
    }

    private static RequestClocks To(string from, RequestClocks clocks, string to) => clocks.After(from, to, Start.AddHours(6), null, Always);

    private static string StateOf(TargetKind kind, string status, RequestClocks clocks) =>
        !RequestStatus.IsOpen(status) || (ClockMark.Done(kind) is var done && clocks.Marks.Has(done)) ? "over"
        : kind != TargetKind.Acknowledge && clocks.DueOf(kind) > clocks.PausedAt ? "still"
        : "running";

    private static string EffectOf(TargetKind kind, string was, string now, RequestClocks after) => (was, now) switch
    {
        (_, "over") => Effect.Stops,
        ("running", "still") => Effect.Pauses,
        ("over", "running") when after.DueOf(kind) == Start.AddHours(7 + 9) => Effect.Starts,
        (_, "running") => Effect.Resumes,
        _ => $"{was} to {now}",
    };
}
