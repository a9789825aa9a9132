using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Routing.Explanations;

/// <summary>Explains a stored decision to staff, within their scope, by deciding again as it was decided then.</summary>
internal sealed class ExplanationDesk(ExplanationStore store, PastCities cities, RoutingReasons reasons)
{
    public async Task<Results<Ok<RoutingExplanation>, ProblemResult>> ReadAsync(TrackingNumber number, HttpContext context)
    {
        var row = await store.FindAsync(number, context.RequestAborted);
        var access = row is null ? Access.Hidden : Caller.Of(context.User).ToRead(row.Held);
        if (access.Refusal() is { } refusal)
        {
            return refusal;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await ExplainAsync(row!, Languages.Of(context), context.RequestAborted));
    }

    private async Task<RoutingExplanation> ExplainAsync(DecidedRow row, string language, CancellationToken cancellationToken)
    {
        var report = new DecidedReport(row);
        var again = await cities.FindAsync(report.Versions, cancellationToken) is { } city ? Redecision.Of(report, city) : null;
        var views = again is null ? null : new ExplanationViews(again.Explanation, again.City, again.Type, row.ServiceTypeText, language);
        return new()
        {
            TrackingNumber = new TrackingNumber(row.Id).ToString(),
            Decision = await reasons.DecisionOfAsync(report.Data, language, cancellationToken),
            RulePriority = again?.Explanation.Decision.Priority,
            Danger = report.Data.Danger,
            Versions = new(report.Data.RuleSetVersion, report.Data.CatalogVersion, report.Data.AreasVersion),
            Reproduced = again?.IsSame,
            Redecision = again?.IsSame == false ? views!.Decided(again.Priority) : null,
            NotKnown = [.. NotKnownOf(report, again).Select(code => new NotKnown(code, Texts.Clause($"not-known-{code}", language)))],
            Input = views?.Report(report.Submission),
            Considered = views?.Considered() ?? [],
            Uncertainty = views?.Uncertainty(),
            PossiblePlaces = views?.Elsewhere() ?? [],
        };
    }

    private static IEnumerable<string> NotKnownOf(DecidedReport report, Redecision? again)
    {
        if (again is null)
        {
            yield return NotKnownCode.VersionsGone;
        }

        if (report.IsErased)
        {
            yield return NotKnownCode.Erased;
        }

        if (report.IsImported)
        {
            yield return NotKnownCode.Imported;
        }

        if (report.Data.AreasVersion is null)
        {
            yield return NotKnownCode.AreasNotNoted;
        }
    }
}
