using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>The rules of a draft, one by one, for admins.</summary>
internal static class RuleEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup(RuleSetEndpoints.Root + "/{version}/rules/{id}").WithTags("Rule sets").RequireAuthorization(Policies.Administer);
        rules.MapPut("/", Put)
            .WithName("PutRule")
            .Accepts<WrittenRule>("application/json")
            .Produces<RuleSetView>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
        rules.MapDelete("/", Remove)
            .WithName("RemoveRule")
            .Produces<RuleSetView>()
            .Refuses(400, 401, 403, 404, 409, 412, 428, 503);
    }

    /// <summary>Puts a rule into a draft: in the place of the one with its id, or as a new one.</summary>
    /// <remarks>
    /// A new rule stands last, where every rule before it decides first, unless <c>before</c> names the one that it comes
    /// before. With <c>before</c> a rule that is there moves. The rest of the document stays as it is written.
    /// </remarks>
    /// <param name="version">The number of the version.</param>
    /// <param name="id">The id of the rule.</param>
    /// <param name="before">The id of the rule before which it shall stand.</param>
    internal static async Task<Results<Ok<RuleSetView>, ProblemResult>> Put(
        string version, string id, [FromQuery] string? before, HttpContext context, RuleSetDesk desk)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var faults = new List<Fault>();
        RuleSetBody.CheckRule(body.Root, id, faults);
        return RuleSetBody.Refusal(faults) is { } refusal
            ? refusal
            : await desk.PutRuleAsync(version, id, body.Root, before, context);
    }

    /// <summary>Takes a rule out of a draft.</summary>
    /// <remarks>The answer is the draft with what the checks find in it now. What is in force or archived does not change any more.</remarks>
    /// <param name="version">The number of the version.</param>
    /// <param name="id">The id of the rule.</param>
    internal static Task<Results<Ok<RuleSetView>, ProblemResult>> Remove(
        string version, string id, HttpContext context, RuleSetDesk desk) => desk.RemoveRuleAsync(version, id, context);
}
