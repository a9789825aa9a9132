using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Remarks;

namespace Connect311.Api.Photos;

/// <summary>Lets the public see photos, one by one.</summary>
internal sealed class PhotoRelease(PhotoStore store, StaffStore requests, StaffDesk desk, CurrentCity city, TimeProvider time)
{
    /// <summary>Releases a photo of the version of the request that the caller saw.</summary>
    public async Task<Plan> PlanAsync(Sighting sighting, string photo, Caller caller, CancellationToken cancellationToken)
    {
        var seen = await requests.FindAsync(sighting.Number, cancellationToken);
        if ((seen is null ? Access.Hidden : caller.ToHandle(seen.Held)).Refusal() is { } refused)
        {
            return refused;
        }

        if (seen!.Version != sighting.Version)
        {
            return new ProblemResult(ProblemCode.VersionMismatch);
        }

        if (await desk.RefuseClaimedAsync(seen, caller, cancellationToken) is { } claimed)
        {
            return claimed;
        }

        var named = (await store.OfRequestsAsync([seen.Id], cancellationToken))[seen.Id].FirstOrDefault(row => row.PhotoId == photo);
        return named is null ? new ProblemResult(ProblemCode.NotFound)
            : !PhotoShow.Publishes(seen.ServiceType, seen.Visibility, city.Value.Catalog) ? new ProblemResult(ProblemCode.PhotosNotPublished)
            : named.Status != PhotoStatus.Ready ? new ProblemResult(ProblemCode.PhotoNotReady)
            : named.IsReleased ? Plan.Nothing
            : PlanOf(seen, photo, caller);
    }

    private PlannedChange PlanOf(StaffRow seen, string photo, Caller caller)
    {
        var happened = new NewEvent(
            EventKind.PhotoReleased,
            time.NowAfter(seen.UpdatedAt),
            NewEvent.Json(seen.Unchanged with { Photo = photo }),
            new Dictionary<string, string> { ["actor"] = caller.Id });
        var next = EventChain.Append(seen.Id, seen.EventCount + 1, seen.HeadHash, happened);
        var write = new Write()
            .Change(RemarkSql.Instance.Add, new RemarkSql.AddParameters(
                seen.Id, seen.Version, seen.HeadHash, next.Hash, next.At, (int)ErasureScope.Kept(EventKind.PhotoReleased)))
            .Then(store.Release(seen.Id, photo, next.At));
        return new(seen.Id, write, next);
    }
}
