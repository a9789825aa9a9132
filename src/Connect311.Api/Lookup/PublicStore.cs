using System.Globalization;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests;
using Dapper;

namespace Connect311.Api.Lookup;

/// <summary>
/// Reads what is public of requests. A request comes with its history in one statement, so both are of one moment
/// and of one round trip.
/// </summary>
internal sealed class PublicStore(Database database, PhotoStore photos)
{
    private readonly PublicSql _sql = PublicSql.For(database.Engine);

    /// <param name="own">The request that the caller's reporter key fits: it is found even when confidential.</param>
    public async Task<FoundRequest?> FindAsync(TrackingNumber number, TrackingNumber? own, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(_sql.Find, new PublicSql.FindParameters(number.Id, own?.Id ?? 0), cancellationToken);
        return found.SingleOrDefault();
    }

    /// <returns>Those that were found, by id.</returns>
    public Task<List<FoundRequest>> FindManyAsync(
        IReadOnlyList<TrackingNumber> numbers, TrackingNumber? own, CancellationToken cancellationToken)
    {
        var ids = JsonSerializer.Serialize(numbers.Select(number => number.Id).Distinct());
        return ReadAsync(_sql.FindMany, new PublicSql.FindManyParameters(ids, own?.Id ?? 0), cancellationToken);
    }

    /// <summary>Each row of the statement holds one event with the request beside it.</summary>
    private async Task<List<FoundRequest>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        var found = await ReadRowsAsync(sql, parameters, cancellationToken);
        if (found.Where(request => request.Row.HasPhotos == 1).Select(request => request.Row.Id).ToList() is not { Count: > 0 } withPhotos)
        {
            return found;
        }

        var named = await photos.OfRequestsAsync(withPhotos, cancellationToken);
        return [.. found.Select(request => request with { Photos = [.. named[request.Row.Id]] })];
    }

    private Task<List<FoundRequest>> ReadRowsAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                var found = new List<FoundRequest>();
                await connection.QueryAsync<PublicRow, PublicEventRow, bool>(
                    new(sql, parameters, cancellationToken: token),
                    (row, line) => Add(found, row, line),
                    splitOn: nameof(PublicEventRow.RequestId));
                return found;
            },
            cancellationToken);

    private static bool Add(List<FoundRequest> found, PublicRow row, PublicEventRow line)
    {
        if (found.Count == 0 || found[^1].Row.Id != row.Id)
        {
            found.Add(new(row, []));
        }

        found[^1].History.Add(line);
        return true;
    }
}

/// <summary>A public request with its history, oldest first.</summary>
internal sealed record FoundRequest(PublicRow Row, List<PublicEventRow> History)
{
    /// <summary>The photos that it names.</summary>
    public IReadOnlyList<NamedPhotoRow> Photos { get; init; } = [];

    /// <summary>What tells it from an older or newer one: a photo comes without an event of the request's.</summary>
    public string Version => string.Concat([
        Row.Version.ToString(CultureInfo.InvariantCulture),
        .. Photos.Select(photo => $".{photo.Status ?? PhotoStatus.Awaited}{(photo.IsReleased ? "+" : "")}"),
    ]);
}
