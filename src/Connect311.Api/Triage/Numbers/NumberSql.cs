using System.Diagnostics.CodeAnalysis;
using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Numbers;

/// <summary>
/// Counts and times of the requests that came in within a period, by what they are asked for: one group a value, null for what
/// has none. Medians and 90th percentiles are nearest-rank: the least time within which so many were done.
/// </summary>
internal sealed partial record NumberSql
{
    /// <summary>Requests by whose they are now: how many are open, overdue, closed, and how long that took, in whole seconds.</summary>
    [Parameters(typeof(RequestNumberParameters))]
    public required string Requests { get; init; }

    /// <summary>How often staff sent one on, by who had it before.</summary>
    [Parameters(typeof(NumberParameters))]
    public required string Transfers { get; init; }

    /// <summary>Closings by who closed, and what became of them; the times are of those that hold.</summary>
    [Parameters(typeof(NumberParameters))]
    public required string Closings { get; init; }

    public static NumberSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };
}

/// <summary>What is counted. A filter that is null narrows nothing.</summary>
internal record NumberParameters
{
    /// <summary>One of <see cref="NumbersBy"/>; for another value all are one group.</summary>
    public required string By { get; init; }

    /// <summary>How an area of the set begins in the column of areas, such as <c>|borough:</c>.</summary>
    public required string AreaPrefix { get; init; }

    /// <summary>Only what came in then or later.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Only what came in before.</summary>
    public required DateTimeOffset Until { get; init; }

    public string? Department { get; init; }

    public string? ServiceType { get; init; }

    /// <summary>The department whose confidential requests count; null for none.</summary>
    public string? ConfidentialOf { get; init; }
}

internal sealed record RequestNumberParameters : NumberParameters
{
    [SetsRequiredMembers]
    public RequestNumberParameters(NumberParameters asked, DateTimeOffset now)
        : base(asked) => Now = now;

    /// <summary>What should be done by then is overdue.</summary>
    public DateTimeOffset Now { get; }
}

internal sealed record RequestNumbersRow
{
    public static RequestNumbersRow None { get; } = new() { Received = 0, StillOpen = 0, Overdue = 0, Closed = 0, Acknowledged = 0, Resolved = 0 };

    public string? Bucket { get; init; }

    public required int Received { get; init; }

    public required int StillOpen { get; init; }

    public required int Overdue { get; init; }

    public required int Closed { get; init; }

    public required int Acknowledged { get; init; }

    public long? AcknowledgeMedian { get; init; }

    public long? AcknowledgeP90 { get; init; }

    /// <summary>How many closed ones have a time; what was imported as closed before it came in has none.</summary>
    public required int Resolved { get; init; }

    public long? ResolveMedian { get; init; }

    public long? ResolveP90 { get; init; }
}

internal sealed record TransferNumbersRow
{
    public string? Bucket { get; init; }

    public required int Transfers { get; init; }
}

internal sealed record ClosingNumbersRow
{
    public static ClosingNumbersRow None { get; } = new() { Closings = 0, Disputed = 0, Upheld = 0, Reopened = 0, Resolved = 0 };

    public string? Bucket { get; init; }

    /// <summary>Of the member of staff, where that is what is asked for.</summary>
    public string? Name { get; init; }

    public required int Closings { get; init; }

    public required int Disputed { get; init; }

    public required int Upheld { get; init; }

    public required int Reopened { get; init; }

    /// <summary>How many of them hold.</summary>
    public required int Resolved { get; init; }

    public long? ResolveMedian { get; init; }

    public long? ResolveP90 { get; init; }
}
