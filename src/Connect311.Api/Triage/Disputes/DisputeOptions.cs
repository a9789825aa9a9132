using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Triage.Disputes;

/// <summary>How long residents may dispute how their report was closed.</summary>
internal sealed class DisputeOptions
{
    public const string Section = "Disputes";

    /// <summary>For how many days after the closing. Default 14.</summary>
    [Range(1, 365)]
    public int Days { get; init; } = 14;
}
