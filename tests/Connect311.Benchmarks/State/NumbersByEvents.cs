using System.Globalization;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Numbers;

namespace Connect311.Benchmarks.State;

/// <summary>What of a request its events keep elsewhere: where it lies, and who may know of it.</summary>
internal sealed record NumberedPlace(string Areas, string Visibility);

/// <summary>
/// The numbers of a city as its events alone tell them, request by request and event by event: slow, and plain enough to be
/// believed. What the database counts must be the same.
/// </summary>
/// <param name="lines">Every event, in the order of positions.</param>
/// <param name="places">Of every request.</param>
/// <param name="zone">The city's.</param>
/// <param name="now">What should be done by then is overdue.</param>
internal sealed class NumbersByEvents(
    IEnumerable<EventLine> lines, IReadOnlyDictionary<long, NumberedPlace> places, TimeZoneInfo zone, DateTimeOffset now)
{
    private readonly List<Told> _requests = [.. lines.GroupBy(line => line.RequestId).Where(history => !history.Any(IsWholeErasure)).Select(history => Told.Of([.. history.OrderBy(line => line.Number)], places[history.Key]))];

    public Dictionary<string, NumbersOfGroup> Of(NumberQuestion question)
    {
        var asked = _requests.Where(request => IsIn(request, question)).ToList();
        var (requests, transfers, closings) = (
            asked.Where(request => question.Department is null || request.Department == question.Department).ToLookup(request => Key(question, request, request.Department, null)),
            asked.SelectMany(request => request.SentOnBy.Where(by => question.Department is null || by == question.Department).Select(by => Key(question, request, by, null))).ToLookup(key => key),
            asked.SelectMany(request => request.Closings.Select(closing => (request, closing)))
                .Where(one => question.Department is null || one.closing.Department == question.Department)
                .ToLookup(one => Key(question, one.request, one.closing.Department, one.closing.By)));
        var ofAgents = question.By == NumbersBy.Agent;
        var keys = ofAgents ? closings.Select(group => group.Key) : requests.Select(group => group.Key).Concat(transfers.Select(group => group.Key)).Concat(closings.Select(group => group.Key));
        return keys.Distinct().ToDictionary(key => key ?? "", key => new NumbersOfGroup(
            key, ofAgents ? null : RequestsOf(requests[key]), ClosingsOf(closings[key]), ofAgents ? null : transfers[key].Count()));
    }

    /// <summary>What is erased whole answers like what never was.</summary>
    private static bool IsWholeErasure(EventLine line) =>
        line.Kind == EventKind.Erased && EventData.Read(line.Data).Erased!.Contains(ErasureScope.Request);

    private bool IsIn(Told request, NumberQuestion question)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(request.ReceivedAt, zone).DateTime);
        return day >= question.From && day <= question.To
            && (question.ServiceType is null || request.ServiceType == question.ServiceType)
            && (request.Place.Visibility != CatalogWords.Confidential || request.Department == question.ConfidentialOf);
    }

    private string? Key(NumberQuestion question, Told request, string department, string? agent) => question.By switch
    {
        NumbersBy.Department => department,
        NumbersBy.ServiceType => request.ServiceType,
        NumbersBy.Area => AreaList.Read(request.Place.Areas).Where(area => area.Set == question.AreaSet).Select(area => area.Code).SingleOrDefault(),
        NumbersBy.Month => TimeZoneInfo.ConvertTime(request.ReceivedAt, zone).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => agent,
    };

    private RequestNumbersRow RequestsOf(IEnumerable<Told> group)
    {
        var requests = group.ToList();
        var acknowledged = Times(requests.Where(request => request.AcknowledgedAt is not null).Select(request => request.AcknowledgedAt!.Value - request.ReceivedAt));
        var resolved = Times(requests.Where(request => request.Status == RequestStatus.Closed && request.ClosedAt >= request.ReceivedAt).Select(request => request.ClosedAt!.Value - request.ReceivedAt));
        return new()
        {
            Received = requests.Count,
            StillOpen = requests.Count(request => RequestStatus.IsOpen(request.Status)),
            Overdue = requests.Count(request => RequestStatus.IsOpen(request.Status) && request.DueAt < now),
            Closed = requests.Count(request => request.Status == RequestStatus.Closed),
            Acknowledged = acknowledged.Count,
            AcknowledgeMedian = Rank(acknowledged, 0.5),
            AcknowledgeP90 = Rank(acknowledged, 0.9),
            Resolved = resolved.Count,
            ResolveMedian = Rank(resolved, 0.5),
            ResolveP90 = Rank(resolved, 0.9),
        };
    }

    private static ClosingNumbersRow ClosingsOf(IEnumerable<(Told Request, ToldClosing Closing)> group)
    {
        var closings = group.ToList();
        var resolved = Times(closings.Where(one => !one.Closing.IsReopened).Select(one => one.Closing.At - one.Request.ReceivedAt));
        return new()
        {
            Closings = closings.Count,
            Disputed = closings.Count(one => one.Closing.IsDisputed),
            Upheld = closings.Count(one => one.Closing.IsUpheld),
            Reopened = closings.Count(one => one.Closing.IsReopened),
            Resolved = resolved.Count,
            ResolveMedian = Rank(resolved, 0.5),
            ResolveP90 = Rank(resolved, 0.9),
        };
    }

    private static List<long> Times(IEnumerable<TimeSpan> times) => [.. times.Select(time => (long)Math.Floor(time.TotalSeconds)).Order()];

    /// <summary>The least time within which so many of them were done.</summary>
    private static long? Rank(List<long> sorted, double share) => sorted.Count == 0 ? null : sorted[(int)Math.Ceiling((decimal)sorted.Count * (decimal)share) - 1];

    private sealed record ToldClosing(DateTimeOffset At, string Department, string? By)
    {
        public bool IsDisputed { get; set; }

        public bool IsUpheld { get; set; }

        public bool IsReopened { get; set; }
    }

    private sealed record Told(DateTimeOffset ReceivedAt, NumberedPlace Place)
    {
        private static readonly string[] Acknowledging = [EventKind.Acknowledged, EventKind.Started, EventKind.ClarificationAsked, EventKind.Closed];

        public string Status { get; private set; } = "";

        public string Department { get; private set; } = "";

        public string ServiceType { get; private set; } = "";

        /// <summary><see cref="Clock.Never"/> while the clock stands still.</summary>
        public DateTimeOffset DueAt { get; private set; }

        public DateTimeOffset? AcknowledgedAt { get; private set; }

        public DateTimeOffset? ClosedAt { get; private set; }

        public List<string> SentOnBy { get; } = [];

        public List<ToldClosing> Closings { get; } = [];

        public static Told Of(IReadOnlyList<EventLine> history, NumberedPlace place)
        {
            var told = new Told(At(history[0]), place);
            foreach (var line in history)
            {
                told.Take(line);
            }

            return told;
        }

        private static DateTimeOffset At(EventLine line) => DateTimeOffset.FromUnixTimeMilliseconds(line.At);

        private void Take(EventLine line)
        {
            var data = EventData.Read(line.Data);

            // What was imported closed was closed by nobody here.
            var isHere = line.Kind != EventKind.Closed || data.Outcome != CatalogWords.NotRecorded;
            if (line.Kind == EventKind.Transferred && RevisedData.Read(line.Data).Transfer is not { WithIncident: true })
            {
                SentOnBy.Add(Department);
            }

            if (EventKind.Decides(line.Kind))
            {
                var decided = RevisedData.ReadDecision(line.Kind, line.Data);
                (ServiceType, DueAt) = (decided.ServiceType, decided.AllClocks.ShownDueAt ?? Clock.Never);
            }
            else if (data.Clocks is { } clocks)
            {
                DueAt = clocks.ShownDueAt ?? Clock.Never;
            }

            if (Acknowledging.Contains(line.Kind) && isHere)
            {
                AcknowledgedAt ??= At(line);
            }

            (Status, Department) = (data.Status, data.Department);
            if (line.Kind == EventKind.Closed)
            {
                ClosedAt = At(line);
            }

            TakeClosing(line, isHere);
        }

        private void TakeClosing(EventLine line, bool isHere)
        {
            if (line.Kind == EventKind.Closed && isHere)
            {
                Closings.Add(new(At(line), Department, line.Content is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(line.Content)!["actor"]));
            }
            else if (Closings.LastOrDefault() is { IsReopened: false } last)
            {
                last.IsDisputed |= line.Kind == EventKind.Disputed;
                last.IsUpheld |= line.Kind == EventKind.DisputeUpheld;
                last.IsReopened |= line.Kind is EventKind.DisputeUpheld or EventKind.Reopened;
            }
        }
    }
}
