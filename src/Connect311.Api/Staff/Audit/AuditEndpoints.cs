using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Staff.Audit;

/// <summary>Who did what, for admins.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/admin/audit", List)
            .WithName("ListAudit")
            .Sheds(LoadClass.List)
            .WithTags("Administration")
            .RequireAuthorization(Policies.Administer)
            .Produces<AuditPage>()
            .Refuses(400, 401, 403, 503);

    /// <summary>Lists administrative acts and readings of contacts, the newest first.</summary>
    /// <remarks>
    /// Nothing is ever taken out. An event holds codes and ids alone; <c>GET /v1/admin/staff/{id}</c> says who an id is.
    /// Positions grow in the order of commits: what was read once stays where it is.
    /// </remarks>
    internal static async Task<Results<Ok<AuditPage>, ProblemResult>> List(
        HttpContext context, [AsParameters] AuditQuery query, AuditLog audit)
    {
        var faults = new List<Fault>();
        var list = $"audit\n{query.Actor}\n{query.Target}";
        var limit = PageLimit.Read(query.Limit, faults);
        QueryTexts.Check("actor", query.Actor, faults);
        QueryTexts.Check("target", query.Target, faults);
        var before = AuditLog.End;
        if (query.Cursor is not null
            && !long.TryParse(PageCursor.Read(query.Cursor, list), NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        // One more than the page: it tells whether there is a next one.
        var rows = await audit.PageAsync(query.Actor, query.Target, before, limit + 1, context.RequestAborted);
        var shown = rows.Take(limit).ToList();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new AuditPage(
            [.. shown.Select(AuditEventView.Of)],
            rows.Count > limit ? PageCursor.Write(list, shown[^1].Position.ToString(CultureInfo.InvariantCulture)) : null));
    }
}

/// <summary>What the audit may be asked for.</summary>
internal sealed record AuditQuery
{
    [Description("Only what this one did: the id of a member of staff, or `command-line`.")]
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    [Description("Only what was done to this, as `kind:id`, such as `service-request:311-10000008` or `staff:` and an id.")]
    [FromQuery(Name = "target")]
    public string? Target { get; init; }

    [Description("Where to go on: `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [Description("How many at most, from 1 to 200; 50 by default.")]
    [FromQuery(Name = "limit"), Range(1, PageLimit.Max)]
    public string? Limit { get; init; }
}

/// <summary>One page of the audit.</summary>
/// <param name="Items">The events, the newest first.</param>
/// <param name="NextCursor">Where the next, older page begins; null at the end.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEventView> Items, string? NextCursor);

/// <summary>An administrative act, or a reading of a contact.</summary>
/// <param name="Position">The place in the order of commits.</param>
/// <param name="At">When it was done.</param>
/// <param name="Actor">Who did it: the id of a member of staff, <c>command-line</c>, or <c>issuer</c> for what the city's sign-in said.</param>
/// <param name="ActorRole">The role in which it was done.</param>
/// <param name="Action">What was done, as a code.</param>
/// <param name="Target">On what, as <c>kind:id</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Details">Codes that belong to it, such as the role that was given; empty where none do.</param>
internal sealed record AuditEventView(
    long Position,
    DateTimeOffset At,
    string Actor,
    [property: ExtensibleEnum(typeof(Actor), nameof(Staff.Audit.Actor.Roles))] string ActorRole,
    [property: ExtensibleEnum(typeof(AuditAction))] string Action,
    string Target,
    [property: ExtensibleEnum(typeof(AuditOutcome))] string Outcome,
    IReadOnlyDictionary<string, string> Details)
{
    public static AuditEventView Of(AuditEvent happened) => new(
        happened.Position,
        happened.At,
        happened.Actor,
        happened.ActorRole,
        happened.Action,
        happened.Target,
        happened.Outcome,
        happened.Details is null ? new() : JsonSerializer.Deserialize<Dictionary<string, string>>(happened.Details)!);
}
