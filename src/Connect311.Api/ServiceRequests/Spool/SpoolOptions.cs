using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>Where reports wait while the database cannot be used.</summary>
internal sealed class SpoolOptions
{
    public const string Section = "Spool";

    /// <summary>Whether reports are spooled at all; otherwise they are answered 503 while the database cannot be used. Default true.</summary>
    public bool Use { get; init; } = true;

    /// <summary>A folder on a volume that outlives the server, this node's own. By default beside the data, for which readiness is degraded outside Development.</summary>
    public string? Folder { get; init; }

    /// <summary>How many reports may wait; beyond that the answer is 503. Default 100,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxReports { get; init; } = 100_000;

    /// <summary>How many megabytes of reports may wait; beyond that the answer is 503. Default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int MaxMegabytes { get; init; } = 1_024;

    /// <summary>How long a report waits for the database before it is spooled, in seconds. Default 5.</summary>
    [Range(1, 600)]
    public int PatienceSeconds { get; init; } = 5;

    /// <summary>How long an app key that this node has seen is believed while the database cannot be asked, in hours. Default 24.</summary>
    [Range(0, 8_760)]
    public int KeyHours { get; init; } = 24;
}
