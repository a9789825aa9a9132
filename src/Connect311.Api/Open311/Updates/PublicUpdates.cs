using System.Globalization;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.Open311.Requests;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;

namespace Connect311.Api.Open311.Updates;

/// <summary>Tells what happened to requests. What of it is public, and its words, are those of the lookup.</summary>
internal sealed class PublicUpdates(Database database, Open311Store store, PublicRequests requests)
{
    private const int Most = 1_000;

    /// <summary>What staff told the public, or closed it with; sentences that say no more than the status are left to whoever shows it.</summary>
    private static readonly string[] WithWords = [EventKind.Updated, EventKind.Closed, EventKind.Cancelled, EventKind.Withdrawn, EventKind.DisputeRejected];

    private readonly PublicUpdateSql _sql = PublicUpdateSql.For(database.Engine);

    /// <summary>What happened between two moments, the oldest first.</summary>
    public async Task<List<RequestUpdate>> BetweenAsync(Window window, Jurisdiction jurisdiction, HttpContext context)
    {
        var happened = await database.QueryAsync<HappenedRow>(
            _sql.Between, new PublicUpdateSql.BetweenParameters(window.Since, window.Until, jurisdiction.DepartmentsJson, jurisdiction.AreaPattern, Most), context.RequestAborted);
        var found = (await store.FindAsync([.. happened.Select(one => one.RequestId).Distinct()], context.RequestAborted))
            .Where(one => requests.IsShown(one.Row, own: null) && Jurisdictions.Shows(jurisdiction, one.Row));
        var updates = new Dictionary<(long, int), RequestUpdate>();
        foreach (var one in found)
        {
            var told = await requests.OfAsync(one, own: null, Languages.Of(context), context.RequestAborted);
            foreach (var (number, line, said) in Numbered(one.History, told.History))
            {
                updates[(one.Row.Id, number)] = Of(told.TrackingNumber, number, line, said);
            }
        }

        return [.. happened.Select(one => updates.GetValueOrDefault((one.RequestId, one.Number))).OfType<RequestUpdate>()];
    }

    /// <summary>The events that are public, by their numbers: of the whole history, some are left out.</summary>
    private static IEnumerable<(int Number, PublicEventRow Line, PublicEvent Said)> Numbered(List<PublicEventRow> history, IReadOnlyList<PublicEvent> told)
    {
        var next = 0;
        for (var i = 0; i < history.Count && next < told.Count; i++)
        {
            if (history[i].Kind == told[next].Event && history[i].At == told[next].At)
            {
                yield return (i + 1, history[i], told[next++]);
            }
        }
    }

    private static RequestUpdate Of(string trackingNumber, int number, PublicEventRow line, PublicEvent said)
    {
        var data = EventData.Read(line.Data);
        return new()
        {
            UpdateId = string.Create(CultureInfo.InvariantCulture, $"{trackingNumber}-{number}"),
            ServiceRequestId = trackingNumber,
            Status = StatusMeanings.Tell(data.Status, data.Outcome),
            UpdatedDatetime = line.At,
            Description = WithWords.Contains(line.Kind) ? said.Sentence : null,
            ExternalStatusCode = RequestStatus.IsOpen(data.Status) ? data.WaitingFor : data.Outcome,
            Extras = line.Kind == EventKind.Closed ? ExtrasOf(data, line.Content) : null,
        };
    }

    private static RequestUpdateExtras? ExtrasOf(EventData data, string? content)
    {
        var referredTo = content is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(content)!.GetValueOrDefault(StepMember.ReferredTo);
        return data is { VisitedAt: null, DuplicateOf: null, Reason: null } && referredTo is null
            ? null
            : new() { VisitedDatetime = data.VisitedAt, DuplicateOf = data.DuplicateOf, Reason = data.Reason, ReferredTo = referredTo };
    }

    private sealed record HappenedRow
    {
        public required long RequestId { get; init; }

        public required int Number { get; init; }
    }
}
