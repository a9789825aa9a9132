using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Routing.Proposals;

internal static class ProposalEndpoints
{
    private const int DefaultDays = 90;
    private const int MostDays = 366;

    public static void MapProposals(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/routing/proposals", List)
            .WithName("ListRoutingProposals")
            .Sheds(LoadClass.List)
            .WithTags("Routing")
            .RequireAuthorization(Policies.TryRules)
            .Produces<ProposalList>()
            .Refuses(400, 401, 403, 503);

    /// <summary>Lists the rules that the evidence of transfers suggests.</summary>
    /// <remarks>
    /// Where departments sent on most reports of a service type, everywhere or in single areas, because a rule had sent them to
    /// the wrong one. At least five must have been sent on, and it must be 95 % sure that they are more than half. Imported and
    /// confidential requests do not count. Nothing changes by itself: put the <c>rule</c> into a draft, and backtest it.
    /// </remarks>
    /// <param name="days">How many days back transfers count, from 1 to 366; 90 by default.</param>
    internal static async Task<Results<Ok<ProposalList>, ProblemResult>> List(
        HttpContext context, [FromQuery(Name = "days"), Range(1, MostDays)] string? days, ProposalStore store, CurrentCity city, TimeProvider time)
    {
        var back = DefaultDays;
        if (days is not null && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out back) || back is < 1 or > MostDays))
        {
            return new ProblemResult(ProblemCode.ValidationFailed, [new("/days", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = 1, ["maximum"] = MostDays })]);
        }

        var evidence = await store.FindAsync(time.Now().AddDays(-back), context.RequestAborted);
        var words = new ProposalWords(city.Value, Languages.Of(context), back);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new ProposalList(
            back, [.. evidence.SelectMany(one => one.Findings()).OrderByDescending(finding => finding.Support).ThenBy(finding => finding.Evidence.Rule, StringComparer.Ordinal).Select(words.Of)]));
    }
}
