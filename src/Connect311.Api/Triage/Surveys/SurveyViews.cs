using System.ComponentModel.DataAnnotations;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Surveys;

/// <summary>What residents said of how their reports were closed.</summary>
/// <param name="From">The first day of the closings.</param>
/// <param name="To">The last day.</param>
/// <param name="Items">By department; those of which nobody said anything are left out.</param>
/// <param name="NextCursor">Always null: all are in one answer.</param>
internal sealed record SurveyResults(DateOnly From, DateOnly To, IReadOnlyList<SurveyResult> Items, [property: Required] string? NextCursor);

/// <summary>What residents said of a department's closings.</summary>
/// <param name="Department">The department that closed.</param>
/// <param name="Answers">How many answered.</param>
/// <param name="Mean">The mean of their scores, from 1 to 5; null where too few answered.</param>
/// <param name="Distribution">How often each score was given, from 1 to 5; null where too few answered.</param>
internal sealed record SurveyResult(
    Named Department, int Answers, [property: Required] double? Mean, [property: Required] IReadOnlyList<int>? Distribution)
{
    /// <param name="least">From how many answers on more than their number is told.</param>
    public static SurveyResult Of(Named department, IReadOnlyCollection<ScoreRow> scores, int least)
    {
        var answers = scores.Sum(row => row.Answers);
        return answers < least
            ? new(department, answers, null, null)
            : new(
                department,
                answers,
                Math.Round(scores.Sum(row => (double)row.Score * row.Answers) / answers, 2),
                [.. Enumerable.Range(1, 5).Select(score => scores.Where(row => row.Score == score).Sum(row => row.Answers))]);
    }
}

/// <summary>What was said of how one request was closed.</summary>
/// <param name="Items">Closing by closing, the oldest first.</param>
/// <param name="NextCursor">Always null: all are in one answer.</param>
internal sealed record SaidList(IReadOnlyList<Said> Items, [property: Required] string? NextCursor);

/// <summary>What was said of one closing.</summary>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="Department">The code of the department that closed it.</param>
/// <param name="Score">From 1 (bad) to 5 (good).</param>
/// <param name="Comment">What was said with it; null where nothing was, or once erased.</param>
/// <param name="AnsweredAt">When it was said last.</param>
internal sealed record Said(DateTimeOffset ClosedAt, string Department, int Score, [property: Required] string? Comment, DateTimeOffset AnsweredAt)
{
    public static Said Of(SurveyRow row) => new(row.At, row.Department, row.SurveyScore, row.SurveyComment, row.SurveyedAt);
}
