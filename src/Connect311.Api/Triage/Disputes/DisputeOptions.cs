using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Triage.Disputes;

/// <summary>How long, and how often, residents may dispute how their report was closed.</summary>
internal sealed class DisputeOptions
{
    public const string Section = "Disputes";

    /// <summary>For how many days after the closing. Default 14.</summary>
    [Range(1, 365)]
    public int Days { get; init; } = 14;

    /// <summary>How many disputes a closing bears; each new closing may be disputed anew. Default 1.</summary>
    [Range(1, 100)]
    public int PerClosing { get; init; } = 1;
}
