using Connect311.Api.ServiceRequests;

namespace Connect311.Benchmarks.Crash;

/// <summary>One report as its client knows it: what was sent, and what the server gave its word on.</summary>
/// <param name="Mark">The report's description; no two reports have the same.</param>
/// <param name="Key">Its idempotency key, or null when it is sent without one.</param>
/// <param name="Body">The body as it is sent each time.</param>
internal sealed record LedgerEntry(string Mark, string? Key, string Body)
{
    /// <summary>Null until a 201 was read.</summary>
    public TrackingNumber? Number { get; set; }

    public string? Department { get; set; }

    /// <summary>The highest version that an answer showed.</summary>
    public int Version { get; set; }

    /// <summary>The kinds of events that were acknowledged, by version.</summary>
    public Dictionary<int, string> Acknowledged { get; } = [];

    /// <summary>The outcome that an answered closing named.</summary>
    public string? Outcome { get; set; }

    public string Status { get; set; } = RequestStatus.Assigned;

    public bool IsClosed => !RequestStatus.IsOpen(Status);

    /// <summary>Whether the resident disputes how it was closed.</summary>
    public bool IsDisputed { get; set; }

    /// <summary>Whether the resident may have asked to be forgotten.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>By which the resident acts; null until a 201 was read.</summary>
    public string? ReporterKey { get; set; }

    /// <summary>Something was sent and the answer never came.</summary>
    public bool IsUncertain { get; set; }
}
