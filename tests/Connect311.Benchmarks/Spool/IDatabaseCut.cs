using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Spool;

/// <summary>A database that can be cut off from all servers, and given back as it was.</summary>
internal interface IDatabaseCut : IAsyncDisposable
{
    /// <summary>The settings by which servers find it.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    ServerFolder Folder { get; }

    Task CutAsync();

    Task MendAsync();

    /// <summary>Id, description and time of receipt of every request, read beside the servers.</summary>
    Task<IReadOnlyList<StoredReport>> ReadAsync();
}

/// <summary>A request as it lies in the database.</summary>
internal sealed record StoredReport
{
    public required long Id { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
