using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Triage.Surveys;

/// <summary>How residents say how it went.</summary>
internal sealed class SurveyOptions
{
    public const string Section = "Surveys";

    /// <summary>For how many days after the closing it may be said, and said otherwise. Default 30.</summary>
    [Range(1, 365)]
    public int Days { get; init; } = 30;

    /// <summary>From how many answers on a department's results are told; fewer might show who answered what. Default 5.</summary>
    [Range(1, 1_000)]
    public int LeastAnswers { get; init; } = 5;
}
