using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Open311.Connector;

/// <summary>Finds our request by what a department's system calls it.</summary>
internal sealed class ExternalIds(Database database)
{
    private readonly ExternalSql _sql = ExternalSql.For(database.Engine);

    /// <returns>Null where it is none of ours.</returns>
    public async Task<TrackingNumber?> FindAsync(string department, string externalId, CancellationToken cancellationToken) =>
        await database.FindAsync<long?>(_sql.FindByExternalId, new ExternalSql.IdParameters(department, externalId), cancellationToken) is { } id
            ? new(id)
            : null;

    /// <summary>The ids of open requests that a department has, in the order of ours.</summary>
    /// <param name="after">The id of ours behind which.</param>
    public Task<List<OpenExternalRow>> OpenAsync(string department, long after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<OpenExternalRow>(_sql.Open, new ExternalSql.OpenParameters(department, after, take), cancellationToken);
}

/// <summary>An open request, and what its department's system calls it.</summary>
internal sealed record OpenExternalRow
{
    public required long RequestId { get; init; }

    public required string ExternalId { get; init; }
}
