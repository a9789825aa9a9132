using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Open311.Requests;

/// <summary>Finds requests as the public may see them: which ones is said here, what is public of them by <see cref="PublicStore"/>.</summary>
internal sealed class Open311Store(Database database, PublicStore requests)
{
    /// <summary>How many are read in one statement.</summary>
    private const int Batch = 300;

    private readonly Open311Sql _sql = Open311Sql.For(database.Engine);

    /// <summary>The ids of a page, the newest first; or what changed last.</summary>
    public Task<List<long>> FindPageAsync(Open311Sql.ListParameters wanted, CancellationToken cancellationToken) =>
        database.QueryAsync<long>(wanted is Open311Sql.ChangedParameters ? _sql.Changed : _sql.Newest, wanted, cancellationToken);

    /// <summary>A page, the oldest first.</summary>
    public Task<List<OldestRow>> FindOldestAsync(Open311Sql.OldestParameters wanted, CancellationToken cancellationToken) =>
        database.QueryAsync<OldestRow>(_sql.Oldest, wanted, cancellationToken);

    /// <summary>Those of some requests that are public, the newest first.</summary>
    public async Task<List<FoundRequest>> FindNewestAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        [.. (await FindAsync(ids, cancellationToken)).OrderByDescending(one => one.Row.ReceivedAt).ThenByDescending(one => one.Row.Id)];

    /// <summary>Those of some requests that are public, in the order in which they are named.</summary>
    public async Task<List<FoundRequest>> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var found = new List<FoundRequest>(ids.Count);
        foreach (var some in ids.Chunk(Batch))
        {
            found.AddRange(await requests.FindManyAsync([.. some.Select(id => new TrackingNumber(id))], own: null, cancellationToken));
        }

        var byId = found.ToDictionary(one => one.Row.Id);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    /// <summary>What was written with some requests, by id.</summary>
    public async Task<Dictionary<long, string>> DescriptionsAsync(IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, string>();
        foreach (var some in ids.Chunk(Batch))
        {
            var rows = await database.QueryAsync<DescriptionRow>(
                _sql.Descriptions, new Open311Sql.DescriptionsParameters(JsonSerializer.Serialize(some)), cancellationToken);
            rows.ForEach(row => found[row.Id] = row.Description);
        }

        return found;
    }

    internal sealed record OldestRow
    {
        public required long Id { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }
    }

    internal sealed record DescriptionRow
    {
        public required long Id { get; init; }

        public required string Description { get; init; }
    }
}
