using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Numbers;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Day;

/// <summary>What was counted, against the events: by those who acted, and by the numbers of the city.</summary>
internal static class CountAudit
{
    public const string Counts = "counts unlike the events";
    public const string Numbered = "numbers unlike the events";

    /// <summary>What the program does by itself (machines' reports join without staff), and claims: those that are renewed leave no event.</summary>
    private static readonly string[] Untold =
    [
        EventKind.Claimed, EventKind.NearBreach, EventKind.Breached, EventKind.ClarificationExpired, EventKind.IncidentJoined, EventKind.IncidentListed,
    ];

    /// <summary>As many events are stored of each kind as those who acted were told.</summary>
    public static void Check(DayEvents events, DayWorld world)
    {
        var stored = events.Lines.CountBy(line => line.Kind).ToDictionary();
        foreach (var kind in stored.Keys.Union(world.Told.Keys).Except(Untold))
        {
            var (found, told) = (stored.GetValueOrDefault(kind), world.Told.GetValueOrDefault(kind));
            if (found != told)
            {
                world.Anomalies.Add(Counts, $"{kind}: {found} events, and {told} were acknowledged");
            }
        }
    }

    /// <summary>Every number that the server gave is that of the events.</summary>
    /// <param name="answers">Of <c>/v1/numbers</c>, when nobody acted any more.</param>
    public static void Check(DayEvents events, IEnumerable<JsonElement> answers, DayWorld world)
    {
        NumbersByEvents? told = null;
        foreach (var answer in answers)
        {
            var list = answer.Deserialize<NumberList>(Json.Options)!;
            told ??= new(events.Lines, events.Placed, world.City.Catalog.City.TimeZone, list.At);
            var question = new NumberQuestion { By = list.By, AreaSet = list.AreaSet ?? world.City.Catalog.City.AreaSet, From = list.From, To = list.To };
            var expected = told.Of(question).Values.Select(group => Numbers.Of(group, null)).ToHashSet();
            var found = list.Items.Select(item => item with { Name = null }).Where(IsSomething).ToHashSet();
            foreach (var item in found.Except(expected).Concat(expected.Except(found)))
            {
                world.Anomalies.Add(Numbered, $"by {list.By}, {item.Code ?? "none"}: {(found.Contains(item) ? "answered" : "by the events")} {item}");
            }
        }
    }

    private static bool IsSomething(Numbers item) => (item.Received ?? 0) + (item.Transfers ?? 0) + item.Closings > 0;
}
