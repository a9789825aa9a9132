using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Routing;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.Holds;

/// <summary>Where supervisors say whose reports wait for an operator.</summary>
internal sealed class HoldDesk(HoldStore store, ActiveHolds active, HeldSubjects subjects, AuditLog audit, TimeProvider time)
{
    private const string Query = "holds";

    /// <summary>How often what stands against a new hold may be over by the time that it is looked for.</summary>
    private const int Tries = 10;

    /// <summary>Holds what is not held yet; what is, is answered with the id of the hold that is there.</summary>
    public async Task<Results<Created<HoldView>, ProblemResult>> AddAsync(HoldWish wish, HttpContext context)
    {
        if (await subjects.HashOfAsync(wish, Caller.Of(context.User), context.RequestAborted) is not { } hash)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, [new Fault("/value", FaultCodes.UnknownRequest)]);
        }

        for (var left = Tries; left > 0; left--)
        {
            var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
            var hold = new NewHold(id, wish.Kind, hash, subjects.Seal(wish.Value), wish.Reason, TimeSpan.FromDays(wish.Days));
            if (await store.AddAsync(hold, Caller.Of(context.User).Actor, context.RequestAborted))
            {
                await active.RefreshAsync(context.RequestAborted);
                return TypedResults.Created($"{HoldEndpoints.Path}/{id}", Shown((await FindAsync(id, context))!, context));
            }

            if ((await store.ActiveAsync(context.RequestAborted)).Find(other => other.ValueHash == hash) is { } there)
            {
                return new ProblemResult(ProblemCode.AlreadyHeld, new { hold = there.Id });
            }
        }

        return new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }

    public async Task<Results<Ok<HoldList>, ProblemResult>> ListAsync(string? cursor, string? limit, HttpContext context)
    {
        var faults = new List<Fault>();
        var take = PageLimit.Read(limit, faults);
        var before = cursor is null ? HoldStore.Newest : PageCursor.Read(cursor, Query);
        if (before is null)
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var rows = await store.PageAsync(before!, take + 1, SeesConfidential(context), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new HoldList(
            [.. rows.Take(take).Select(ViewOf)], rows.Count > take ? PageCursor.Write(Query, rows[take - 1].Id) : null));
    }

    public async Task<Results<Ok<HoldView>, ProblemResult>> ReadAsync(string id, HttpContext context) =>
        await FindAsync(id, context) is { } found ? TypedResults.Ok(Shown(found, context)) : new ProblemResult(ProblemCode.NotFound);

    /// <summary>Says whom it is about, as long as it is in force. That, and every attempt, stands in the audit before it happens.</summary>
    public async Task<Results<Ok<HoldSubject>, ProblemResult>> ReadSubjectAsync(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } found)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        await audit.RecordAsync(
            audit.New(Caller.Of(context.User).Actor, AuditAction.ReadHold, AuditTarget.Hold(found.Id)), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new HoldSubject(found.Id, found.Kind, ValueOf(found)));
    }

    /// <summary>Ends the version that If-Match names; what is over already stays so. What waits goes on waiting.</summary>
    public async Task<Results<Ok<HoldView>, ProblemResult>> EndAsync(string id, HttpContext context)
    {
        if (ETags.ReadIfMatch(context.Request, out var refusal) is not { } version)
        {
            return refusal!;
        }

        if (await FindAsync(id, context) is not { } seen)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (seen.Version != version
            || (seen.EndedAt is null && !await store.EndAsync(seen, Caller.Of(context.User).Actor, context.RequestAborted)))
        {
            return new ProblemResult(ProblemCode.VersionMismatch);
        }

        await active.RefreshAsync(context.RequestAborted);
        return await ReadAsync(id, context);
    }

    private async Task<HoldRow?> FindAsync(string id, HttpContext context) =>
        Creation.IsId(id) ? await store.FindAsync(id, SeesConfidential(context), context.RequestAborted) : null;

    /// <summary>What waits stands with the operators.</summary>
    private static bool SeesConfidential(HttpContext context) => Caller.Of(context.User).SeesConfidentialOf(RuleSet.OperatorDepartment);

    private HoldView Shown(HoldRow row, HttpContext context)
    {
        context.Response.Headers.ETag = ETags.Of(row.Version);
        context.Response.Headers.CacheControl = "no-store";
        return ViewOf(row);
    }

    private HoldView ViewOf(HoldRow row) => new(
        row.Id,
        row.Version,
        row.Kind,
        ValueOf(row) is { } value ? Masked(value) : null,
        row.Reason,
        row.CreatedBy,
        row.CreatedAt,
        row.Until,
        row.IsActive,
        row.EndedBy,
        row.EndedAt,
        row.Waiting);

    /// <summary>Null once it is over, though it may take until the night before what ended by itself is erased.</summary>
    private string? ValueOf(HoldRow row) => row.IsActive ? subjects.Open(row.SealedValue) : null;

    /// <summary>Enough to know one's own hold again, and too little to know a person by.</summary>
    private static string Masked(string value) => value.Length < 6 ? "…" : $"{value[..2]}…{value[^2..]}";
}
