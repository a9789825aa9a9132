using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Triage.Clarifications;

/// <summary>How long residents have to answer.</summary>
internal sealed class ClarificationOptions
{
    public const string Section = "Clarifications";

    /// <summary>After how many days without an answer the work goes on. Default 7.</summary>
    [Range(1, 365)]
    public int Days { get; init; } = 7;
}
