using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Connect311.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>The answer to a report that waits for the database: it is kept safe, has a token, and no number yet.</summary>
/// <param name="TrackingNumber">Always null; ask <c>GET /v1/tokens/{token}</c> until there is one.</param>
/// <param name="Token">What to ask with. Whoever has it gets the report's <c>reporterKey</c>: keep it like one.</param>
/// <param name="Status">Always <c>submitted</c>.</param>
/// <param name="Open">Whether work is still to be done; always true.</param>
/// <param name="Notice">What the resident should do now, such as calling 911; null as a rule.</param>
/// <param name="Links">Where to ask for the number.</param>
internal sealed record SpooledAnswer(
    string? TrackingNumber,
    string Token,
    [property: ExtensibleEnum(typeof(RequestStatus))] string Status,
    bool Open,
    [property: Required] string? Notice,
    SubmissionLinks Links);

internal static class SpooledAnswers
{
    /// <summary>When to ask for the number again.</summary>
    public const int RetryAfterSeconds = 15;

    public static SpooledAnswer Of(string token, string? notice) =>
        new(null, token, RequestStatus.Submitted, Open: true, notice, new($"/v1/tokens/{token}"));

    public static Accepted<SpooledAnswer> Accept(SpooledAnswer answer, HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Accepted(answer.Links.Status, answer);
    }
}
