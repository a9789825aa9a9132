using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Claims;
using Connect311.Api.Triage.Clarifications;
using Connect311.Api.Triage.Closings;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage;

/// <summary>What staff see and do with one request, within their scope.</summary>
internal sealed class StaffDesk(
    StaffStore store,
    CurrentCity city,
    StaffAnswers answers,
    ClaimGate claims,
    ClosingCheck closings,
    IOptions<ClarificationOptions> clarifications,
    TimeProvider time)
{
    public Task<Results<Ok<StaffRequest>, ProblemResult>> ReadAsync(TrackingNumber number, HttpContext context) =>
        AnswerAsync(number, ownHash: null, context);

    /// <summary>A request as it is, within the caller's scope.</summary>
    /// <param name="ownHash">
    /// The hash of an event of the caller's own: while it is the last, the request is answered though it went out of the scope.
    /// </param>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> AnswerAsync(TrackingNumber number, string? ownHash, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        var found = await store.FindWithHistoryAsync(number, row => AccessTo(row) == Access.Allowed, context.RequestAborted);
        var access = found is { } there ? AccessTo(there.Row) : Access.Hidden;
        if (access.Refusal() is { } refusal)
        {
            return refusal;
        }

        context.Response.Headers.ETag = ETags.Of(found!.Value.Row.Version);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await answers.OfAsync(found.Value.Row, found.Value.History, caller, Languages.Of(context), context.RequestAborted));

        Access AccessTo(StaffRow row) => row.HeadHash == ownHash ? Access.Allowed : caller.ToRead(row.Held);
    }

    /// <summary>Acts on the version that If-Match names, and answers with the request as it then is.</summary>
    /// <param name="faults">What is wrong with the body; what else is wrong with it is told together with that.</param>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> ActAsync(
        string trackingNumber, StaffAction action, List<Fault> faults, HttpContext context) =>
        Sighting.Read(trackingNumber, context.Request, out var refusal) is not { } sighting
            ? refusal!
            : await DoAsync(sighting.Number, await PlanAsync(sighting, action, faults, Caller.Of(context.User), context.RequestAborted), context);

    /// <summary>A command on one request: what the body says, the version that If-Match names, what they make, and the request as it then is.</summary>
    /// <param name="read">Reads the body to its end.</param>
    /// <param name="plan">What is to be made of the request.</param>
    /// <param name="optional">Whether no body may come.</param>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> DoAsync<T>(
        string trackingNumber, HttpContext context, Func<ObjectReader, T> read, Func<Sighting, T, Caller, Task<Plan>> plan, bool optional = false)
    {
        var (said, refusal) = await RequestBody.ReadAsync(context, read, optional);
        return refusal is not null ? refusal
            : Sighting.Read(trackingNumber, context.Request, out refusal) is not { } sighting ? refusal!
            : await DoAsync(sighting.Number, await plan(sighting, said!, Caller.Of(context.User)), context);
    }

    /// <summary>Writes what was planned, and answers with the request as it then is, though it went out of the caller's scope.</summary>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> DoAsync(TrackingNumber number, Plan plan, HttpContext context) =>
        plan.Refusal is { } refusal ? refusal
        : plan.Change is { } change && !await store.CommitAsync(change, context.RequestAborted) ? new ProblemResult(ProblemCode.VersionMismatch)
        : await AnswerAsync(number, plan.Change?.Event?.Hash, context);

    /// <summary>What an action is to make of a request.</summary>
    /// <param name="faults">What is wrong with the body; what else is wrong with it is told together with that.</param>
    public async Task<Plan> PlanAsync(
        Sighting sighting, StaffAction action, List<Fault> faults, Caller caller, CancellationToken cancellationToken)
    {
        var seen = await store.FindAsync(sighting.Number, cancellationToken);
        var refusal = Refuse(seen, sighting.Version, action, caller) ?? await RefuseClaimedAsync(seen!, caller, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        if (action.Action is Lifecycle.UpholdDispute or Lifecycle.RejectDispute && seen!.DisputedAt is null)
        {
            return new ProblemResult(ProblemCode.NoDispute);
        }

        if (action.Action == Lifecycle.Close)
        {
            await closings.CheckAsync(seen!, action, caller, faults, cancellationToken);
        }

        return faults.Count > 0 ? new ProblemResult(ProblemCode.ValidationFailed, faults) : StepOf(seen!, action, caller);
    }

    /// <summary>Why the caller may not change a request that was read, and that another has in hand; or null.</summary>
    public ValueTask<ProblemResult?> RefuseClaimedAsync(StaffRow seen, Caller caller, CancellationToken cancellationToken) =>
        claims.RefuseAsync(seen, caller, cancellationToken);

    private PlannedChange StepOf(StaffRow seen, StaffAction action, Caller caller)
    {
        if (action.Action == Lifecycle.Ask)
        {
            action = action with { AnswerUntil = time.Now().AddDays(clarifications.Value.Days) };
        }

        var at = time.NowAfter(seen.UpdatedAt);

        // A closing that did not hold never stopped the clock.
        var before = action.Action == Lifecycle.UpholdDispute ? seen with { ClosedAt = at } : seen;
        var clocks = StaffClocks.OfStatus(before, Lifecycle.Of(action.Action).To, at, city.Value.Catalog);
        return StaffStore.Plan(seen, Step.Of(seen, action, caller.Id, at, clocks) with { IsForwarded = IsNewsTo(seen.Department, caller) });
    }

    /// <summary>Whether the department works in its own system, and did not do it itself.</summary>
    private bool IsNewsTo(string department, Caller caller) =>
        caller.Role != Role.Department && city.Value.Catalog.Departments.GetValueOrDefault(department) is { IsExternal: true };

    private static ProblemResult? Refuse(StaffRow? seen, int version, StaffAction action, Caller caller)
    {
        if ((seen is null ? Access.Hidden : caller.ToHandle(seen.Held)).Refusal() is { } refusal)
        {
            return refusal;
        }

        if (seen!.Version != version)
        {
            return new(ProblemCode.VersionMismatch);
        }

        return Lifecycle.Next(action.Action, seen.Status) is null ? Refused.Transition(seen.Status, caller.Role) : null;
    }
}
