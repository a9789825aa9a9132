namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>A stored event as whoever verifies it reads it, with its details where they are not erased.</summary>
internal sealed record HistoryLine
{
    public required long Position { get; init; }

    public required long RequestId { get; init; }

    public required int Number { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Data { get; init; }

    public required string Digests { get; init; }

    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }

    public string? Salt { get; init; }

    /// <summary>The details as JSON, by name.</summary>
    public string? Content { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>The hash that its columns make, were it the event of that number.</summary>
    public string HashAs(int number) => EventChain.Hash(RequestId, number, Kind, At, Data, Digests, PreviousHash);
}
