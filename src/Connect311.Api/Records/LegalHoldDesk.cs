using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Records;

/// <summary>Places and ends legal holds, within the caller's scope.</summary>
internal sealed class LegalHoldDesk(RecordStore store, StaffStore requests, StaffDesk desk, TimeProvider time)
{
    /// <summary>On the version that If-Match names. Where it is so already, the request is answered as it is.</summary>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> HoldAsync(string trackingNumber, bool isHeld, string reason, HttpContext context)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number
            || ETags.ReadIfMatch(context.Request, out refusal) is not { } version)
        {
            return refusal!;
        }

        var caller = Caller.Of(context.User);
        var seen = await requests.FindAsync(number, context.RequestAborted);
        if ((seen is null ? Access.Hidden : caller.ToHandle(seen.Held)).Refusal() is { } refused)
        {
            return refused;
        }

        if (seen!.LegalHoldAt is not null == isHeld)
        {
            return await desk.ReadAsync(number, context);
        }

        return seen.Version == version
            && await store.HoldAsync(seen, isHeld, reason, caller.Id, time.NowAfter(seen.UpdatedAt), context.RequestAborted)
            ? await desk.ReadAsync(number, context)
            : new ProblemResult(ProblemCode.VersionMismatch);
    }
}
