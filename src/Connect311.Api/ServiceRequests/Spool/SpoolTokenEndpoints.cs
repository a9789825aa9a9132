using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.Intake;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.ServiceRequests.Spool;

internal static class SpoolTokenEndpoints
{
    public static void MapSpoolTokens(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/tokens/{token}", FindToken)
            .WithName("FindToken")
            .WithTags("Service requests")
            .AllowAnonymous()
            .Produces<SubmissionAnswer>()
            .Produces<SpooledAnswer>(StatusCodes.Status202Accepted)
            .Refuses(404, 422, 503);

    /// <summary>Finds what became of a report that was answered 202.</summary>
    /// <remarks>
    /// 200 is the answer that the report would have had at once, with its number; 202 says that it still waits, and
    /// <c>Retry-After</c> when to ask again. Every node knows every token; who has it has the report's <c>reporterKey</c>.
    /// </remarks>
    /// <param name="token">The token of the 202 answer.</param>
    internal static async Task<Results<Ok<SubmissionAnswer>, Accepted<SpooledAnswer>, ProblemResult>> FindToken(
        string token, HttpContext context, SpoolTokens tokens, SpooledReports reports, SubmissionAnswers answers)
    {
        if (tokens.Read(token) is not { } named)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        context.Response.Headers.CacheControl = "no-store";
        return await reports.FindAsync(named, context.RequestAborted) switch
        {
            IntakeResult.Replayed stored => TypedResults.Ok(
                await answers.OfAsync(stored.Receipt, SubmissionDevice.None, Languages.Of(context), context.RequestAborted)),
            IntakeResult.KeyReused reused => SubmitEndpoints.RefusalOf(reused),
            _ => SpooledAnswers.Accept(SpooledAnswers.Of(token, null), context),
        };
    }
}

/// <summary>Finds what became of spooled reports.</summary>
internal sealed class SpooledReports(IntakeStore store, SpoolTokens tokens, IntakeCircuit circuit)
{
    /// <summary>What is stored under the token's key; null where nothing is yet, or nobody can say now.</summary>
    public async Task<IntakeResult?> FindAsync(SpoolToken token, CancellationToken cancellationToken)
    {
        try
        {
            return await circuit.HurryAsync(
                cancel => store.FindAsync(token.KeyHash, stored => tokens.Means(token, stored), cancel), cancellationToken);
        }
        catch (Exception e) when (circuit.IsOutage(e))
        {
            return null;
        }
    }
}
