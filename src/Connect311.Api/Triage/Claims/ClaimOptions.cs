using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Triage.Claims;

/// <summary>How long work stays in one hand, and how long an external department may be silent.</summary>
internal sealed class ClaimOptions
{
    public const string Section = "Claims";

    /// <summary>How long a claim lasts without a renewal, in minutes. Default 30.</summary>
    [Range(1, 1_440)]
    public int Minutes { get; init; } = 30;

    /// <summary>How long what a supervisor assigned stays assigned without a renewal, in hours. Default 72.</summary>
    [Range(1, 500)]
    public int AssignedHours { get; init; } = 72;

    /// <summary>
    /// After how many hours without a word of an external department its request is shown to the operators. Default 24.
    /// </summary>
    [Range(1, 1_000)]
    public int SilenceHours { get; init; } = 24;
}
