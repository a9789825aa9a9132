using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Routing;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Routing;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage;

/// <summary>Something that staff do to a request.</summary>
/// <param name="Action">An action of the <see cref="Lifecycle"/>.</param>
internal sealed record StaffAction(string Action, string? Outcome = null, string? Note = null);

/// <summary>What staff may see and do with one request. Department scope is enforced here and nowhere else.</summary>
internal sealed class StaffDesk(
    StaffStore store, CurrentCity city, RoutingReasons reasons, Contacts contacts, TimeProvider time)
{
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> ReadAsync(TrackingNumber number, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        if (await store.FindWithHistoryAsync(number, row => MaySee(row, caller), context.RequestAborted) is not { } found
            || IsHidden(found.Row, caller))
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (!MaySee(found.Row, caller))
        {
            return new ProblemResult(ProblemCode.Forbidden);
        }

        var language = Languages.Of(context);
        var row = found.Row with { Aside = contacts.OpenAside(found.Row.Aside) };
        var reason = await reasons.OfAsync(row.RuleSetVersion, row.RoutingRule, language, context.RequestAborted);
        context.Response.Headers.ETag = ETags.Of(row.Version);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StaffRequest.Of(row, found.History, city.Value.Catalog, reason, language));
    }

    /// <summary>Acts on the version that If-Match names, and answers with the request as it then is.</summary>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> ActAsync(
        string trackingNumber, StaffAction action, HttpContext context)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number
            || ETags.ReadIfMatch(context.Request, out refusal) is not { } version)
        {
            return refusal!;
        }

        var caller = Caller.Of(context.User);
        var seen = await store.FindAsync(number, context.RequestAborted);
        if ((refusal = Refuse(seen, version, action, caller)) is not null)
        {
            return refusal;
        }

        var after = new EventData(Lifecycle.Next(action.Action, seen!.Status)!, seen.Department, action.Outcome);
        return await store.ChangeAsync(seen, EventOf(action, seen, after, caller), after, context.RequestAborted)
            ? await ReadAsync(number, context)
            : new ProblemResult(ProblemCode.VersionMismatch);
    }

    private ProblemResult? Refuse(StaffRow? seen, int version, StaffAction action, Caller caller)
    {
        if (seen is null || IsHidden(seen, caller))
        {
            return new(ProblemCode.NotFound);
        }

        if (!caller.MayHandle(seen.Department))
        {
            return new(ProblemCode.Forbidden);
        }

        if (seen.Version != version)
        {
            return new(ProblemCode.VersionMismatch);
        }

        if (Lifecycle.Next(action.Action, seen.Status) is null)
        {
            return new(ProblemCode.TransitionNotAllowed, new { currentStatus = seen.Status, allowed = Lifecycle.Allowed(seen.Status) });
        }

        return action.Outcome is { } outcome && !OutcomesOf(seen.ServiceType).Contains(outcome)
            ? new(ProblemCode.ValidationFailed, [new("/outcome", FaultCodes.UnknownValue, "allowed", string.Join(", ", OutcomesOf(seen.ServiceType)))])
            : null;
    }

    /// <summary>Confidential requests answer like unknown ones to all but the department that holds them.</summary>
    private static bool IsHidden(StaffRow row, Caller caller) =>
        row.Visibility == CatalogWords.Confidential && !caller.SeesConfidentialOf(row.Department);

    /// <summary>Who has the operators' queue sees every department's reports of danger in it.</summary>
    private static bool MaySee(StaffRow row, Caller caller) =>
        !IsHidden(row, caller)
        && (caller.Role == Role.CallTaker
            || caller.MaySee(row.Department)
            || (row.IsDanger && caller.MaySee(RuleSet.OperatorDepartment)));

    /// <summary>
    /// The outcomes of the service type; of any type where a later catalogue no longer has this one. That nothing was
    /// recorded is for imported reports alone.
    /// </summary>
    private List<string> OutcomesOf(string serviceType)
    {
        var catalog = city.Value.Catalog;
        var outcomes = catalog.ServiceTypesByCode.GetValueOrDefault(serviceType)?.Outcomes ?? [.. catalog.Outcomes.Keys.Order(StringComparer.Ordinal)];
        return [.. outcomes.Where(outcome => outcome != CatalogWords.NotRecorded)];
    }

    private NewEvent EventOf(StaffAction action, StaffRow seen, EventData after, Caller caller)
    {
        var details = new Dictionary<string, string> { ["actor"] = caller.Id };
        if (action.Note is { } note)
        {
            details["note"] = note;
        }

        var kind = after.Status == RequestStatus.Closed ? EventKind.Closed : EventKind.Acknowledged;
        return new(kind, time.NowAfter(seen.UpdatedAt), NewEvent.Json(after), details);
    }
}
