using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Dapper;

namespace Connect311.Api.Lookup;

/// <summary>Reads what is public of requests.</summary>
internal sealed class PublicStore(Database database)
{
    private readonly PublicSql _sql = PublicSql.For(database.Engine);

    /// <param name="own">The request that the caller's reporter key fits: it is found even when confidential.</param>
    public Task<(PublicRow Row, IReadOnlyList<PublicEventRow> History)?> FindAsync(
        TrackingNumber number, TrackingNumber? own, CancellationToken cancellationToken) =>
        database.ReadAsync<(PublicRow, IReadOnlyList<PublicEventRow>)?>(
            async (connection, token) =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<PublicRow>(new(
                    _sql.Find, new PublicSql.FindParameters(number.Id, own?.Id ?? 0), cancellationToken: token));
                if (row is null)
                {
                    return null;
                }

                var history = await connection.QueryAsync<PublicEventRow>(new(
                    _sql.History, new PublicSql.HistoryParameters(number.Id), cancellationToken: token));
                return (row, history.AsList());
            },
            cancellationToken);

    public Task<(List<PublicRow> Rows, ILookup<long, PublicEventRow> History)> FindManyAsync(
        IReadOnlyList<TrackingNumber> numbers, TrackingNumber? own, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                var rows = await connection.QueryAsync<PublicRow>(new(
                    _sql.FindMany,
                    new PublicSql.FindManyParameters(IdsOf(numbers.Select(number => number.Id)), own?.Id ?? 0),
                    cancellationToken: token));
                var found = rows.AsList();
                var history = await connection.QueryAsync<PublicEventRow>(new(
                    _sql.HistoryOfMany,
                    new PublicSql.HistoryOfManyParameters(IdsOf(found.Select(row => row.Id))),
                    cancellationToken: token));
                return (found, history.ToLookup(line => line.RequestId));
            },
            cancellationToken);

    private static string IdsOf(IEnumerable<long> ids) => JsonSerializer.Serialize(ids.Distinct());
}
