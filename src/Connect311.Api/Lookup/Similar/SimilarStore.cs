using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Incidents;

namespace Connect311.Api.Lookup.Similar;

/// <summary>Reads what stands open in some cells.</summary>
internal sealed class SimilarStore(Database database)
{
    private readonly SimilarSql _sql = SimilarSql.For(database.Engine);

    /// <summary>Public reports of a type that stand open in some cells, in no order.</summary>
    /// <param name="serviceType">The type's code.</param>
    /// <param name="cells">The ranges of the cells; no two overlap.</param>
    /// <param name="device">The caller's; null where there is none.</param>
    public Task<List<SimilarRow>> NearAsync(
        string serviceType, IEnumerable<CellRange> cells, string? device, CancellationToken cancellationToken) =>
        database.QueryAsync<SimilarRow>(
            _sql.Near, new SimilarSql.NearParameters(serviceType, device ?? "", JsonSerializer.Serialize(cells, Json.Options)), cancellationToken);
}
