using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Day;

/// <summary>Whether every missed target was marked, once, and not before.</summary>
/// <param name="end">When the day ended, and nothing was left to mark.</param>
internal sealed class MarkAudit(DayEvents events, IReadOnlyDictionary<long, RequestFold> requests, DateTimeOffset end, Anomalies anomalies)
{
    public const string Marks = "missed targets not marked, or twice, or too early";

    private readonly Dictionary<(string Kind, string Target), int> _counts = [];

    /// <summary>How long a target that was missed went unmarked at most, while the request stood in a queue.</summary>
    public TimeSpan Latest { get; private set; }

    /// <summary>How many marks there are of each kind and target.</summary>
    public IReadOnlyDictionary<(string Kind, string Target), int> Counts => _counts;

    public void Run()
    {
        foreach (var (id, history) in events.ByRequest)
        {
            CheckMarks(id, history);
        }

        foreach (var (id, request) in requests.Where(request => !FollowedToItsEnd(events.ByRequest[request.Key])))
        {
            CheckMissed(id, request);
        }
    }

    private void CheckMarks(long id, List<EventLine> history)
    {
        var marked = new HashSet<(string Kind, string Target)>();
        var (since, isHidden) = (0L, false);
        foreach (var line in history)
        {
            var data = EventData.Read(line.Data);
            if (EventKind.SendsOn(line.Kind))
            {
                // The next department has to acknowledge it too.
                marked.RemoveWhere(mark => mark.Target == Targets.Codes[(int)TargetKind.Acknowledge]);
            }

            if (line.Kind is EventKind.Breached or EventKind.NearBreach)
            {
                Check(id, line, data.Mark!, since, marked);
            }
            else if (data.Clocks is not null || isHidden)
            {
                since = line.At;
            }

            isHidden = data.Follows == true || !RequestStatus.IsOpen(data.Status);
        }
    }

    /// <summary>Whether another stood in the queue for it as long as it was open: of those, that one is marked.</summary>
    private static bool FollowedToItsEnd(List<EventLine> history) =>
        history.Select(line => EventData.Read(line.Data)).Last(data => RequestStatus.IsOpen(data.Status)).Follows == true;

    /// <param name="since">When its due times last changed, or it stood in a queue again: it could not be marked before that.</param>
    private void Check(long id, EventLine line, TargetMark mark, long since, HashSet<(string Kind, string Target)> marked)
    {
        _counts[(line.Kind, mark.Target)] = _counts.GetValueOrDefault((line.Kind, mark.Target)) + 1;
        if (!marked.Add((line.Kind, mark.Target)))
        {
            anomalies.Add(Marks, $"request {id}, event {line.Number}: {line.Kind} of {mark.Target} once more");
        }

        var late = DateTimeOffset.FromUnixTimeMilliseconds(line.At) - mark.DueAt;
        if (line.Kind == EventKind.Breached && late < TimeSpan.Zero)
        {
            anomalies.Add(Marks, $"request {id}, event {line.Number}: {mark.Target} is missed {-late} before its time");
        }

        var waited = TimeSpan.FromMilliseconds(line.At - Math.Max(since, mark.DueAt.ToUnixTimeMilliseconds()));
        Latest = line.Kind == EventKind.Breached && waited > Latest ? waited : Latest;
    }

    private void CheckMissed(long id, RequestFold request)
    {
        var clocks = request.Clocks;
        var stoppedAt = request.ClosedAt is { } closedAt ? DateTimeOffset.FromUnixTimeMilliseconds(closedAt) : clocks.PausedAt ?? end;
        foreach (var kind in Targets.Kinds)
        {
            if (clocks.DueOf(kind) <= (stoppedAt < end ? stoppedAt : end) && !clocks.Marks.Has(ClockMark.Breached(kind)))
            {
                anomalies.Add(Marks, $"request {id}: {Targets.Codes[(int)kind]} was due at {clocks.DueOf(kind):u}, and nobody says that it is missed");
            }
        }
    }
}
