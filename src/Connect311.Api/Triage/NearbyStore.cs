using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage;

/// <summary>
/// Reads a queue by distance from a point: what lies in ever larger circles, until one holds a page. Whatever lies nearer
/// than a circle's radius is in it, so its nearest are the nearest of all; at last everything that has a place is read.
/// </summary>
internal sealed class NearbyStore(Database database, LeaseClock clock)
{
    /// <summary>How much each circle is larger than the one before.</summary>
    private const int Growth = 4;

    private const double FirstMetres = 250;

    /// <summary>Beyond it all open work is read at once.</summary>
    private const double MostMetres = 5_000;

    private readonly QueuePlaceSql _sql = QueuePlaceSql.For(database.Engine);

    private int ClockOffset => (int)clock.Offset.TotalMilliseconds;

    /// <summary>The next page, and where the one behind it begins; null at the end.</summary>
    public async Task<(List<QueueRow> Rows, QueueCursor? Next)> PageAsync(
        QueueFilter filter, QueueCursor from, int limit, CancellationToken cancellationToken)
    {
        var places = await NearestAsync(filter, from, limit + 1, cancellationToken);
        var page = places.Take(limit).ToList();
        var rows = await RowsAsync(filter, page, cancellationToken);
        return (rows, places.Count > limit ? new() { Metres = page[^1].Metres, Id = page[^1].Id } : null);
    }

    /// <summary>The nearest behind a cursor, in their order.</summary>
    private async Task<List<Place>> NearestAsync(QueueFilter filter, QueueCursor from, int take, CancellationToken cancellationToken)
    {
        var metres = FirstMetres;
        while (metres < MostMetres && metres <= from.Metres)
        {
            metres *= Growth;
        }

        for (; metres < MostMetres; metres *= Growth)
        {
            var within = (await PlacesAsync(filter, RangesOf(filter.Near!.Value, metres), cancellationToken)).Where(place => place.Metres <= metres);
            if (Behind(from, within, take) is { } found && found.Count == take)
            {
                return found;
            }
        }

        return Behind(from, await PlacesAsync(filter, [new(0, long.MaxValue)], cancellationToken), take);
    }

    private static List<Place> Behind(QueueCursor from, IEnumerable<Place> places, int take) =>
    [
        .. places.Where(place => place.Metres > from.Metres || (place.Metres == from.Metres && place.Id > from.Id))
            .OrderBy(place => place.Metres)
            .ThenBy(place => place.Id)
            .Take(take),
    ];

    /// <summary>What lies in some cells, each once, with its distance.</summary>
    private async Task<IEnumerable<Place>> PlacesAsync(
        QueueFilter filter, IReadOnlyList<CellRange> ranges, CancellationToken cancellationToken)
    {
        var (latitude, longitude) = filter.Near!.Value;
        var cells = JsonSerializer.Serialize(ranges, Http.Json.Options);
        var found = new List<PlacedRow>();
        foreach (var one in QueueStore.PartsOf(filter))
        {
            found.AddRange(await database.QueryAsync<PlacedRow>(
                _sql.Near, new QueuePlaceSql.NearParameters(one, ClockOffset) { Ranges = cells }, cancellationToken));
            foreach (var watched in one.IsOperator ? new[] { _sql.DangerNear, _sql.EscalatedNear } : [])
            {
                found.AddRange(await database.QueryAsync<PlacedRow>(
                    watched, new QueuePlaceSql.WatchedNearParameters(one, ClockOffset) { Ranges = cells }, cancellationToken));
            }
        }

        return found.DistinctBy(row => row.Id)
            .Select(row => new Place(row.Id, GridCell.Metres(latitude, longitude, row.Latitude, row.Longitude)));
    }

    private static CellRange[] RangesOf((double Latitude, double Longitude) near, double metres) =>
        [.. GridCell.CoverCircle(near.Latitude, near.Longitude, metres).Select(range => new CellRange(range.First, range.Last))];

    /// <summary>The rows of a page in its order. One that went out of the queue since its place was read is left out.</summary>
    private async Task<List<QueueRow>> RowsAsync(QueueFilter filter, List<Place> page, CancellationToken cancellationToken)
    {
        var departments = QueueStore.PartsOf(filter).Select(one => one.Department).ToHashSet();
        var parameters = new QueuePlaceSql.RowsParameters(
            JsonSerializer.Serialize(page.Select(place => place.Id)), filter.Department, filter.WithConfidential, ClockOffset);
        var rows = (await database.QueryAsync<QueueRow>(_sql.ByIds, parameters, cancellationToken))
            .Where(row => departments.Contains(row.Department) || (filter.IsOperator && (row.IsDanger || row.IsEscalated)))
            .ToDictionary(row => row.Id);
        return [.. page.Where(place => rows.ContainsKey(place.Id)).Select(place => rows[place.Id] with { Metres = place.Metres })];
    }

    private sealed record CellRange(long From, long To);

    private sealed record Place(long Id, double Metres);

    private sealed record PlacedRow
    {
        public required long Id { get; init; }

        public required double Latitude { get; init; }

        public required double Longitude { get; init; }
    }
}
