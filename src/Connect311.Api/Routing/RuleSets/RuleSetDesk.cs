using System.Globalization;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Routing;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>What an admin does with one version of the rule set. A refused publishing stands in the audit too.</summary>
internal sealed class RuleSetDesk(RuleSetStore ruleSets, RuleSetPublishing publishing, CityRefresh refresh, AuditLog audit)
{
    /// <summary>A version by the number of a route; null where there is none.</summary>
    public async Task<RuleSetVersion?> FindAsync(string version, HttpContext context) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await ruleSets.FindAsync(number, context.RequestAborted)
            : null;

    public async Task<Results<Ok<RuleSetView>, ProblemResult>> ReadAsync(string version, HttpContext context) =>
        await FindAsync(version, context) is { } found ? await ShownAsync(found, context) : new ProblemResult(ProblemCode.NotFound);

    /// <param name="document">The text of a readable rule set.</param>
    public async Task<Results<Created<RuleSetView>, ProblemResult>> AddAsync(
        string document, int? basedOn, Creation creation, HttpContext context)
    {
        var (draft, isNew) = await ruleSets.AddAsync(document, basedOn, creation, Caller.Of(context.User).Actor, context.RequestAborted);
        if (draft is null)
        {
            return new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
        }

        if (!isNew)
        {
            if (draft.BodyHash != creation.BodyHash)
            {
                return new ProblemResult(ProblemCode.KeyReused, new { version = draft.Version });
            }

            context.Response.Headers["Idempotency-Replayed"] = "true";
        }

        return TypedResults.Created(RuleSetEndpoints.PathOf(draft.Version), await ViewOfAsync(draft, context));
    }

    /// <summary>Puts another document in the place of a draft's.</summary>
    public Task<Results<Ok<RuleSetView>, ProblemResult>> ReplaceAsync(string version, string document, HttpContext context) =>
        OnDraftAsync(version, context, seen => ChangeAsync(seen, document, rule: null, context));

    /// <summary>Puts a rule into a draft.</summary>
    /// <param name="rule">The rule; its id is that of the route.</param>
    /// <param name="before">The id of the rule that it comes before, or null.</param>
    public Task<Results<Ok<RuleSetView>, ProblemResult>> PutRuleAsync(
        string version, string id, JsonElement rule, string? before, HttpContext context) =>
        EditAsync(version, id, context, edit => before is null || edit.IndexOf(before) >= 0
            ? (edit.With(id, rule, before), null)
            : (null, new(ProblemCode.ValidationFailed, [new("/before", FaultCodes.Undefined, "what", $"the rule {before}")])));

    /// <summary>Takes a rule out of a draft.</summary>
    public Task<Results<Ok<RuleSetView>, ProblemResult>> RemoveRuleAsync(string version, string id, HttpContext context) =>
        EditAsync(version, id, context, edit => edit.IndexOf(id) >= 0
            ? (edit.Without(id), null)
            : (null, new(ProblemCode.NotFound)));

    public async Task<Results<Ok<RuleSetEntry>, ProblemResult>> DiscardAsync(string version, HttpContext context)
    {
        var (seen, refusal) = await SeenDraftAsync(version, context);
        if (seen is null)
        {
            return refusal!;
        }

        return await ruleSets.DiscardAsync(seen, Caller.Of(context.User).Actor, context.RequestAborted) is { } discarded
            ? TypedResults.Ok(RuleSetEntry.Of(discarded))
            : new ProblemResult(ProblemCode.VersionMismatch);
    }

    public async Task<Results<Ok<RuleSetView>, ProblemResult>> PublishAsync(string version, HttpContext context)
    {
        var (seen, refusal) = await SeenAsync(version, context);
        if (seen is null)
        {
            return refusal!;
        }

        // Checked against what is in force by now; and taken at once where it was published.
        var actor = Caller.Of(context.User).Actor;
        await refresh.RefreshAsync(context.RequestAborted);
        var (end, found) = await publishing.PublishAsync(seen, actor, context.RequestAborted);
        switch (end)
        {
            case Publication.Done or Publication.InForce:
                await refresh.RefreshAsync(context.RequestAborted);
                return await ReadAsync(version, context);
            case Publication.Faulty:
                await audit.RecordAsync(
                    audit.New(
                        actor,
                        AuditAction.PublishRuleSet,
                        AuditTarget.RuleSet(seen.Version),
                        new Dictionary<string, string> { ["code"] = ProblemCode.RuleSetFaulty.Code },
                        AuditOutcome.Refused),
                    context.RequestAborted);
                return Faulty(found);
            default:
                return new ProblemResult(ProblemCode.VersionMismatch);
        }
    }

    /// <summary>Edits the text of a draft, and keeps it if the whole can be read.</summary>
    private Task<Results<Ok<RuleSetView>, ProblemResult>> EditAsync(
        string version, string id, HttpContext context, Func<RuleEdit, (string? Text, ProblemResult? Refusal)> edit) =>
        OnDraftAsync(version, context, async seen =>
        {
            var document = await ruleSets.FindDocumentAsync(seen.Version, context.RequestAborted);
            var found = publishing.Check(document);
            if (found.Document is null)
            {
                return Faulty(found);
            }

            var (text, refusal) = edit(new(document!));
            if (text is null)
            {
                return refusal!;
            }

            var faults = new List<Fault>();
            RuleSetReader.Read(JsonText.Parse(text, out _, out _)!.Value, faults);
            return RuleSetBody.Refusal(RuleSetBody.OfRule(faults, new RuleEdit(text).IndexOf(id))) is { } unreadable
                ? unreadable
                : await ChangeAsync(seen, text, id, context);
        });

    private async Task<Results<Ok<RuleSetView>, ProblemResult>> ChangeAsync(
        RuleSetVersion seen, string document, string? rule, HttpContext context) =>
        await ruleSets.ChangeAsync(seen, document, rule, Caller.Of(context.User).Actor, context.RequestAborted)
            ? await ReadAsync(seen.Version.ToString(CultureInfo.InvariantCulture), context)
            : new ProblemResult(ProblemCode.VersionMismatch);

    private async Task<Results<Ok<RuleSetView>, ProblemResult>> OnDraftAsync(
        string version, HttpContext context, Func<RuleSetVersion, Task<Results<Ok<RuleSetView>, ProblemResult>>> act)
    {
        var (seen, refusal) = await SeenDraftAsync(version, context);
        return seen is null ? refusal! : await act(seen);
    }

    private async Task<(RuleSetVersion? Seen, ProblemResult? Refusal)> SeenDraftAsync(string version, HttpContext context) =>
        await SeenAsync(version, context) is var (seen, refusal) && seen is { IsDraft: false }
            ? (null, new(ProblemCode.NotADraft))
            : (seen, refusal);

    /// <summary>The version of a route, if it is as If-Match says; otherwise the refusal.</summary>
    private async Task<(RuleSetVersion? Seen, ProblemResult? Refusal)> SeenAsync(string version, HttpContext context)
    {
        if (ETags.ReadIfMatch(context.Request, out var refusal) is not { } revision)
        {
            return (null, refusal);
        }

        return await FindAsync(version, context) switch
        {
            null => (null, new(ProblemCode.NotFound)),
            var found when found.Revision != revision => (null, new(ProblemCode.VersionMismatch)),
            var found => (found, null),
        };
    }

    private async Task<Ok<RuleSetView>> ShownAsync(RuleSetVersion version, HttpContext context) =>
        TypedResults.Ok(await ViewOfAsync(version, context));

    /// <summary>The row was read before its document: who changes a document that is newer than its ETag is refused.</summary>
    private async Task<RuleSetView> ViewOfAsync(RuleSetVersion version, HttpContext context)
    {
        var document = await ruleSets.FindDocumentAsync(version.Version, context.RequestAborted);
        context.Response.Headers.ETag = ETags.Of(version.Revision);
        context.Response.Headers.CacheControl = "no-store";
        return RuleSetView.Of(version, document, publishing.Check(document), Languages.Of(context));
    }

    private static ProblemResult Faulty(CheckedRuleSet found) =>
        new(ProblemCode.RuleSetFaulty, [.. found.Findings.Where(finding => finding.IsError).Select(finding => finding.Fault)]);
}
