using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Surveys;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>Whoever reported something says how it went.</summary>
internal static class SurveyEndpoints
{
    private const int MaxComment = 2000;

    public static void MapSurvey(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/survey", Answer)
            .WithName("AnswerSurvey")
            .WithTags("Public")
            .AllowAnonymous()
            .Accepts<SurveyAnswer>("application/json")
            .Produces<SurveyState>()
            .Refuses(400, 401, 408, 409, 413, 415, 503);

    /// <summary>Says how it went with a report that is closed.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is), for 30 days after the closing unless the
    /// city says otherwise. Of each closing once: what is sent later takes the place of it. The score counts for the department that closed
    /// it; the comment is for staff alone, and goes when the resident's words are erased.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<SurveyState>, ProblemResult>> Answer(
        string trackingNumber, HttpContext context, SurveyDesk desk, Ownership ownership)
    {
        var (own, said, refusal) = await ownership.EnterAsync(trackingNumber, context, Read);
        if (refusal is not null)
        {
            return refusal;
        }

        context.Response.Headers.CacheControl = "no-store";
        return await desk.AnswerAsync(own, said.Score, said.Comment, context.RequestAborted) is { } until
            ? TypedResults.Ok(new SurveyState(own.ToString(), said.Score, until))
            : new ProblemResult(ProblemCode.NotSurveyed);
    }

    private static (int Score, string? Comment) Read(ObjectReader root)
    {
        root.Require("score");
        var score = root.Whole("score", 1, 5) ?? 0;
        var comment = SubmissionReader.NullIfEmpty(root.Text("comment", MaxComment, lines: true));
        root.End();
        return (score, comment);
    }
}

/// <summary>How it went with a report.</summary>
internal sealed record SurveyAnswer
{
    /// <summary>From 1 (bad) to 5 (good).</summary>
    [Required, Range(1, 5)]
    public required int Score { get; init; }

    /// <summary>More, in the resident's own words; for staff.</summary>
    [MaxLength(2000)]
    public string? Comment { get; init; }
}

/// <summary>What is kept of how it went.</summary>
/// <param name="TrackingNumber">The number of the report: <c>311-</c> and digits.</param>
/// <param name="Score">From 1 (bad) to 5 (good).</param>
/// <param name="ChangeableUntil">Until when something else may be said of this closing.</param>
internal sealed record SurveyState(string TrackingNumber, int Score, DateTimeOffset ChangeableUntil);
