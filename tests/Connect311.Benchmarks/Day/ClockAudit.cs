using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Day;

/// <summary>Whether due times are those of a clock that runs minute by minute, at intake and after all that happened since.</summary>
internal sealed class ClockAudit(DayEvents events, IReadOnlyDictionary<long, RequestFold> requests, Func<string, PlainCalendar> calendarOf, Anomalies anomalies)
{
    public const string Clocks = "due times unlike the reference clock";

    /// <summary>How many due times were compared at intake.</summary>
    public int AtIntake { get; private set; }

    /// <summary>How many due times were compared at the end of the day, of requests with which more happened.</summary>
    public int AtEnd { get; private set; }

    /// <param name="most">How many requests are looked at, half of them those with the longest histories.</param>
    public void Run(int most)
    {
        var longest = events.ByRequest.OrderByDescending(history => history.Value.Count).Take(most / 2).ToList();
        var step = Math.Max(1, events.ByRequest.Count / Math.Max(1, most / 2));
        var evenly = events.ByRequest.OrderBy(history => history.Key).Where((_, i) => i % step == 0);
        foreach (var (id, history) in longest.Concat(evenly).DistinctBy(history => history.Key))
        {
            CheckIntake(id, history[0]);
            CheckEnd(id, history);
        }
    }

    private void CheckIntake(long id, EventLine first)
    {
        var (data, receivedAt) = (SubmittedData.Read(first.Data), DateTimeOffset.FromUnixTimeMilliseconds(first.At));
        var (clocks, calendar) = (data.AllClocks, calendarOf(data.Department));
        foreach (var kind in Targets.Kinds)
        {
            if (Targets.Read(clocks.Targets).Of(kind) is { } target)
            {
                AtIntake++;
                Expect(id, kind, "at intake", DueFrom(receivedAt, target, calendar), clocks.DueOf(kind));
            }
        }
    }

    /// <summary>The target to resolve, which runs from the beginning to the end.</summary>
    private void CheckEnd(long id, List<EventLine> history)
    {
        if (requests.GetValueOrDefault(id) is not { } request || Targets.Read(request.Clocks.Targets).Resolve is not { } target || history.Count == 1)
        {
            return;
        }

        // A share of days is left over to other hours: that is not what minutes can tell.
        var calendars = history.Select(line => calendarOf(EventData.Read(line.Data).Department)).Distinct().Count();
        if (target.Days is not null && calendars > 1)
        {
            return;
        }

        AtEnd++;
        Expect(id, TargetKind.Resolve, "at the end", DueAfter(history, target), request.Clocks.DueAt);
    }

    private DateTimeOffset DueAfter(List<EventLine> history, Target target)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(history[0].At);
        var calendar = calendarOf(EventData.Read(history[0].Data).Department);
        var left = target.Hours is { } hours ? TimeSpan.FromHours(hours) : calendar.Open(at, DueFrom(at, target, calendar));
        for (var i = 1; i < history.Count; i++)
        {
            var next = DateTimeOffset.FromUnixTimeMilliseconds(history[i].At);
            if (Runs(history, i - 1))
            {
                var used = calendar.Open(at, next);
                if (used >= left)
                {
                    return calendar.After(at, left);
                }

                left -= used;
            }

            (at, calendar) = (next, calendarOf(EventData.Read(history[i].Data).Department));
        }

        return calendar.After(SinceWhen(history), left);
    }

    /// <summary>Whether time counts behind an event: not while it waits, and not while it is closed, unless that did not hold.</summary>
    private static bool Runs(List<EventLine> history, int behind)
    {
        var status = EventData.Read(history[behind].Data).Status;
        return RequestStatus.IsOpen(status)
            ? status != RequestStatus.Waiting
            : history.Skip(behind + 1).Select(line => line.Kind).FirstOrDefault(kind => kind is EventKind.Reopened or EventKind.DisputeUpheld) == EventKind.DisputeUpheld;
    }

    /// <summary>Of what stands still, when it began to; else when anything last happened.</summary>
    private static DateTimeOffset SinceWhen(List<EventLine> history)
    {
        var i = history.Count - 1;
        while (i > 0 && !Runs(history, i) && !Runs(history, i - 1) && IsOpenBehind(history, i - 1) == IsOpenBehind(history, i))
        {
            i--;
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(history[i].At);
    }

    private static bool IsOpenBehind(List<EventLine> history, int behind) => RequestStatus.IsOpen(EventData.Read(history[behind].Data).Status);

    private static DateTimeOffset DueFrom(DateTimeOffset at, Target target, PlainCalendar calendar) =>
        target.Hours is { } hours ? calendar.After(at, TimeSpan.FromHours(hours)) : calendar.AfterDays(at, target.Days!.Value);

    private void Expect(long id, TargetKind kind, string when, DateTimeOffset expected, DateTimeOffset? found)
    {
        if (found != expected)
        {
            anomalies.Add(Clocks, $"request {id}, {Targets.Codes[(int)kind]} {when}: {found:O}, and {expected:O} by the reference");
        }
    }
}
