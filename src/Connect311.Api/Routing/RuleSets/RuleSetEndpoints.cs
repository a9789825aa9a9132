using System.Globalization;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>The versions of the rule set, for admins.</summary>
internal static class RuleSetEndpoints
{
    public const string Root = "/v1/admin/rule-sets";

    public static string PathOf(int version) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{version}");

    public static void MapRuleSets(this IEndpointRouteBuilder routes)
    {
        var ruleSets = routes.MapGroup(Root).WithTags("Rule sets").RequireAuthorization(Policies.Administer);
        ruleSets.MapGet("/", List).WithName("ListRuleSets").Sheds(LoadClass.List).Produces<RuleSetPage>().Refuses(400, 401, 403, 503);
        ruleSets.MapPost("/", Add)
            .WithName("AddRuleSet")
            .TakesRuleSets()
            .Accepts<NewRuleSet>("application/json")
            .Produces<RuleSetView>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 413, 415, 422, 503);
        ruleSets.MapGet("/{version}", Find).WithName("FindRuleSet").Produces<RuleSetView>().Refuses(401, 403, 404, 503);
        ruleSets.MapGet("/{version}/document", FindDocument)
            .WithName("FindRuleSetDocument")
            .Produces<WrittenRuleSet>()
            .Refuses(401, 403, 404, 503);
        ruleSets.MapPut("/{version}", Replace)
            .WithName("ReplaceRuleSet")
            .TakesRuleSets()
            .Accepts<WrittenRuleSet>("application/json")
            .Produces<RuleSetView>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
        ruleSets.MapDelete("/{version}", Discard)
            .WithName("DiscardRuleSet")
            .Produces<RuleSetEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 428, 503);
        ruleSets.MapPost("/{version}/publish", Publish)
            .WithName("PublishRuleSet")
            .Produces<RuleSetView>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
    }

    /// <summary>Lists the versions of the rule set, the newest first.</summary>
    /// <remarks>One is published and decides; every decision names the version that made it.</remarks>
    internal static async Task<Results<Ok<RuleSetPage>, ProblemResult>> List(
        HttpContext context, [AsParameters] RuleSetQuery query, RuleSetStore ruleSets)
    {
        var faults = new List<Fault>();
        var list = $"rule-sets\n{query.Status}";
        if (query.Status is not null && !RuleSetStatus.Shown.Contains(query.Status))
        {
            faults.Add(new("/status", FaultCodes.UnknownValue, "allowed", string.Join(", ", RuleSetStatus.Shown)));
        }

        var limit = PageLimit.Read(query.Limit, faults);
        var before = RuleSetStore.End;
        if (query.Cursor is not null
            && !int.TryParse(PageCursor.Read(query.Cursor, list), NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        // One more than the page: it tells whether there is a next one.
        var rows = await ruleSets.PageAsync(query.Status, before, limit + 1, context.RequestAborted);
        var shown = rows.Take(limit).ToList();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RuleSetPage(
            [.. shown.Select(RuleSetEntry.Of)],
            rows.Count > limit ? PageCursor.Write(list, shown[^1].Version.ToString(CultureInfo.InvariantCulture)) : null));
    }

    /// <summary>Makes a new draft, of a whole document or of another version.</summary>
    /// <remarks>
    /// The body is the rule set itself, or <c>{ "basedOn": 3 }</c> for a copy of version 3. A draft may have errors, which
    /// the answer names; what cannot be read as a rule set at all is refused. Send an <c>Idempotency-Key</c>, so that a
    /// call sent twice makes one draft.
    /// </remarks>
    internal static async Task<Results<Created<RuleSetView>, ProblemResult>> Add(
        HttpContext context, RuleSetDesk desk, RuleSetStore ruleSets, TimeProvider time)
    {
        var faults = new List<Fault>();
        var key = IdempotencyKey.Read(context.Request.Headers, faults);
        using var body = await RuleSetBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var basedOn = RuleSetBody.BasedOn(body.Root, faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var creation = Creation.Of(Caller.Of(context.User).Id, key, time, RuleSetText.MeaningOf(body.Root));
        if (basedOn is { } version)
        {
            return await desk.FindAsync(version.ToString(CultureInfo.InvariantCulture), context) is not null
                && await ruleSets.FindDocumentAsync(version, context.RequestAborted) is { } document
                ? await desk.AddAsync(document, version, creation, context)
                : new ProblemResult(ProblemCode.ValidationFailed, [new("/basedOn", FaultCodes.Undefined, "what", "a version of the rule set")]);
        }

        return RuleSetBody.Refusal(body.Root) is { } refusal
            ? refusal
            : await desk.AddAsync(RuleSetText.Of(body.Root), null, creation, context);
    }

    /// <summary>Reads one version with its document and what the checks find in it.</summary>
    /// <remarks>
    /// Archived ones too. The <c>ETag</c> is what a change must name; <c>/document</c> answers the rule set alone, as it was
    /// written.
    /// </remarks>
    /// <param name="version">The number of the version.</param>
    internal static Task<Results<Ok<RuleSetView>, ProblemResult>> Find(string version, HttpContext context, RuleSetDesk desk) =>
        desk.ReadAsync(version, context);

    /// <summary>Reads the document of one version as it was written.</summary>
    /// <remarks>The lines that findings name are lines of this text. Change it and send it back with the ETag of the answer.</remarks>
    /// <param name="version">The number of the version.</param>
    internal static async Task<Results<ContentHttpResult, ProblemResult>> FindDocument(
        string version, HttpContext context, RuleSetDesk desk, RuleSetStore ruleSets)
    {
        if (await desk.FindAsync(version, context) is not { } found
            || await ruleSets.FindDocumentAsync(found.Version, context.RequestAborted) is not { } document)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        context.Response.Headers.ETag = ETags.Of(found.Revision);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(document, "application/json");
    }

    /// <summary>Puts another document in the place of a draft's.</summary>
    /// <remarks>A published or archived version never changes: make a draft that is based on it.</remarks>
    /// <param name="version">The number of the version.</param>
    internal static async Task<Results<Ok<RuleSetView>, ProblemResult>> Replace(string version, HttpContext context, RuleSetDesk desk)
    {
        using var body = await RuleSetBody.ReadAsync(context);
        return (body.Problem ?? RuleSetBody.Refusal(body.Root)) is { } refusal
            ? refusal
            : await desk.ReplaceAsync(version, RuleSetText.Of(body.Root), context);
    }

    /// <summary>Throws a draft away.</summary>
    /// <remarks>Its number is not used again.</remarks>
    /// <param name="version">The number of the version.</param>
    internal static Task<Results<Ok<RuleSetEntry>, ProblemResult>> Discard(string version, HttpContext context, RuleSetDesk desk) =>
        desk.DiscardAsync(version, context);

    /// <summary>Puts a draft in force; or again an archived version, to roll back.</summary>
    /// <remarks>
    /// The version that was in force is archived in the same step. Every server takes the new one within seconds, and
    /// reports keep the version that decided them. Errors stand in the way; warnings do not, and the answer names them.
    /// </remarks>
    /// <param name="version">The number of the version.</param>
    internal static async Task<Results<Ok<RuleSetView>, ProblemResult>> Publish(string version, HttpContext context, RuleSetDesk desk) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal ? refusal : await desk.PublishAsync(version, context);
}
