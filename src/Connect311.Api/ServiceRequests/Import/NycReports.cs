using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Routing;

namespace Connect311.Api.ServiceRequests.Import;

/// <summary>Makes requests of New York's rows: the same stages as a report of today, place, route, due.</summary>
internal sealed class NycReports(City city, string headingsHash)
{
    private const string Source = "import:nyc";

    /// <summary>The outcome of imported closings: the city's data does not say what was done.</summary>
    private const string NotRecorded = "not-recorded";

    private readonly NycTypes _types = new(city.Catalog);

    public NewRequest Of(NycRow row, IReadOnlyList<string> cells, TrackingNumber number, out Facts facts)
    {
        var (type, words) = _types.Find(row.ComplaintType, row.Descriptor);
        var placement = row is { Latitude: { } latitude, Longitude: { } longitude }
            ? Placement.Anywhere(latitude, longitude, type, city.AreaSets)
            : Placement.Unplaced;
        var decision = city.Rules.Decide(new RoutingInput
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = Channel.Import,
            ReceivedAt = row.CreatedAt,
            Areas = placement.Areas,
        });
        facts = new(decision.Department, words, placement.Areas is not null, placement.IsIn(city.AreaSets));
        var clocks = DueTimes.Of(type, decision.Priority, decision.Department, row.CreatedAt, city.Catalog);
        var data = DataOf(type, decision, clocks);
        var details = DetailsOf(row);
        var first = EventChain.Append(number.Id, 1, EventChain.Start, new(EventKind.Submitted, row.CreatedAt, NewEvent.Json(data), details));
        var closing = row.ClosedAt is { } closedAt ? Close(first, closedAt, data, clocks, out clocks) : null;
        var json = JsonSerializer.Serialize(cells);
        return new(RowOf(row, type, words, placement, data, number, (closing ?? first).Hash, HashOf(json)).With(clocks), first, data, null, [], HasKey: true)
        {
            Closing = closing,
            Imported = new(number.Id, row.UniqueKey, headingsHash, json),
        };
    }

    /// <summary>The closing of a request that was closed long ago: whether that was late is kept, and nobody is warned of it.</summary>
    private EventRow Close(EventRow first, DateTimeOffset closedAt, SubmittedData data, RequestClocks before, out RequestClocks clocks)
    {
        clocks = before.After(data.Status, RequestStatus.Closed, closedAt, closedAt: null, city.Catalog.CalendarOf(data.Department));
        var after = new EventData(RequestStatus.Closed, data.Department, NotRecorded) { Clocks = clocks == before ? null : clocks };
        clocks = clocks with { NextMarkAt = null };
        var actor = new Dictionary<string, string> { ["actor"] = Source };
        return EventChain.Append(first.RequestId, 2, first.Hash, new(EventKind.Closed, closedAt, NewEvent.Json(after), actor));
    }

    /// <summary>What the first event digests of a published row: who brought it, and where it lies.</summary>
    private static Dictionary<string, string> DetailsOf(NycRow row)
    {
        var details = new Dictionary<string, string> { ["actor"] = Source };
        if (row is { Latitude: { } latitude, Longitude: { } longitude })
        {
            details["location"] = NewEvent.Json(new { latitude, longitude });
        }

        if (row.Address is { } address)
        {
            details["address"] = address;
        }

        return details;
    }

    private SubmittedData DataOf(ServiceType type, Decision decision, RequestClocks clocks) => new()
    {
        ServiceType = type.Code,
        Channel = Channel.Import,
        Status = RequestStatus.Assigned,
        Department = decision.Department,
        Queue = decision.Queue,
        Priority = decision.Priority,
        Rule = decision.Rule,
        RuleSetVersion = decision.RuleSetVersion,
        CatalogVersion = city.Catalog.Version,
        AreasVersion = city.AreasVersion,
        DueAt = clocks.DueAt,
        Clocks = SubmittedData.Short(clocks),
    };

    private static RequestRow RowOf(
        NycRow row, ServiceType type, string? words, Placement placement, SubmittedData data, TrackingNumber number, string headHash, string bodyHash) => new()
        {
            Id = number.Id,
            KeyHash = IdempotencyKey.HashOf(Source, row.UniqueKey),
            BodyHash = bodyHash,
            ServiceType = type.Code,
            ServiceTypeText = words,
            Visibility = type.Visibility,
            CatalogVersion = data.CatalogVersion,
            Channel = Channel.Import,
            Department = data.Department,
            Queue = data.Queue,
            RoutingRule = data.Rule,
            RuleSetVersion = data.RuleSetVersion,
            Status = row.ClosedAt is null ? data.Status : RequestStatus.Closed,
            Priority = data.Priority,
            ReceivedAt = row.CreatedAt,
            ClosedAt = row.ClosedAt,
            Outcome = row.ClosedAt is null ? null : NotRecorded,
            Latitude = row.Latitude,
            Longitude = row.Longitude,
            AddressText = row.Address,
            Areas = AreaList.Of(placement.Areas ?? []),
            Cell = placement.Cell,
            PublicLatitude = placement.PublicLatitude,
            PublicLongitude = placement.PublicLongitude,
            PublicPlace = placement.PublicPlace,
            EventCount = row.ClosedAt is null ? 1 : 2,
            HeadHash = headHash,
        };

    private static string HashOf(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What the tally wants to know.</summary>
    /// <param name="Words">The city's words where the catalogue lacks the type; null otherwise.</param>
    internal sealed record Facts(string Department, string? Words, bool IsPlaced, bool IsInside);
}
