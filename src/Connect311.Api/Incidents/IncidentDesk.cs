using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Incidents;

/// <summary>Where staff see incidents, and say which requests report the same thing.</summary>
internal sealed class IncidentDesk(
    IncidentStore store, Membership membership, CurrentCity city, IOptions<IncidentOptions> options, TimeProvider time)
{
    private const int MostShown = 200;

    /// <summary>How often somebody else may come first, where the caller named no version.</summary>
    private const int Tries = 20;

    /// <summary>What a turn answers where somebody else was first: the incident is read again, and its version compared.</summary>
    private static readonly ProblemResult Again = new(ProblemCode.VersionMismatch);

    public async Task<Results<Ok<IncidentView>, ProblemResult>> ReadAsync(string incident, HttpContext context)
    {
        var (seen, refusal) = await FindAsync(incident, version: null, context);
        return seen is null ? refusal! : TypedResults.Ok(await ViewAsync(seen, context));
    }

    /// <summary>Begins an incident with requests that are in none; requests that are together in one already stay so.</summary>
    public async Task<Results<Created<IncidentView>, Ok<IncidentView>, ProblemResult>> BeginAsync(List<long> ids, HttpContext context)
    {
        for (var left = Tries; left > 0; left--)
        {
            var requests = await store.RequestsAsync(ids, context.RequestAborted);
            if (requests.Count == ids.Count && requests[0].IncidentId is { } same && requests.TrueForAll(row => row.IncidentId == same)
                && requests.TrueForAll(row => IsHandled(row, context)))
            {
                var (stands, _) = await AnswerAsync(same, context);
                return TypedResults.Ok(stands);
            }

            var faults = FaultsOf(ids, requests, requests.FirstOrDefault()?.ServiceType, into: null, context);
            if (faults.Count > 0)
            {
                return new ProblemResult(ProblemCode.ValidationFailed, faults);
            }

            if (await membership.BeginAsync(requests, Caller.Of(context.User).Id, time.Now(), context.RequestAborted) is { } id)
            {
                var (begun, address) = await AnswerAsync(id, context);
                return TypedResults.Created(address, begun);
            }
        }

        return new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }

    /// <summary>Joins requests to the version that If-Match names; those that are in it already stay so.</summary>
    public Task<Results<Ok<IncidentView>, ProblemResult>> JoinAsync(string incident, List<long> ids, HttpContext context) => ChangeAsync(
        incident,
        context,
        async seen =>
        {
            var requests = await store.RequestsAsync(ids, context.RequestAborted);
            var faults = FaultsOf(ids, requests, seen.ServiceType, seen.Id, context);
            if (faults.Count > 0)
            {
                return new ProblemResult(ProblemCode.ValidationFailed, faults);
            }

            List<StaffRow> joining = [.. requests.Where(row => row.IncidentId is null)];
            return joining.Count == 0
                || await membership.JoinAsync(seen, joining, Caller.Of(context.User).Id, time.Now(), context.RequestAborted)
                ? null
                : Again;
        });

    /// <summary>Takes requests out of the version that If-Match names; those that are in none already stay so.</summary>
    public Task<Results<Ok<IncidentView>, ProblemResult>> SplitAsync(string incident, List<long> ids, HttpContext context) => ChangeAsync(
        incident,
        context,
        async seen =>
        {
            var requests = await store.RequestsAsync(ids, context.RequestAborted);
            List<Fault> faults = [.. ids.Index()
                .Where(id => requests.Find(row => row.Id == id.Item) is not { } row || !IsHandled(row, context) || (row.IncidentId is not null && row.IncidentId != seen.Id))
                .Select(id => new Fault(IncidentReader.FieldOf(id.Index), FaultCodes.UnknownRequest))];
            if (faults.Count > 0)
            {
                return new ProblemResult(ProblemCode.ValidationFailed, faults);
            }

            List<StaffRow> leaving = [.. requests.Where(row => row.IncidentId == seen.Id)];
            return leaving.Count == 0
                || await membership.SplitAsync(seen, leaving, Caller.Of(context.User).Id, time.Now(), context.RequestAborted)
                ? null
                : Again;
        });

    /// <summary>Takes back what staff last joined or split, in the version that If-Match names.</summary>
    /// <remarks>Only what moves must be the caller's; the others stay where they are, and are counted.</remarks>
    public async Task<Results<Ok<IncidentView>, ProblemResult>> UndoAsync(string incident, HttpContext context)
    {
        var stayed = 0;
        var answer = await ChangeAsync(
            incident,
            context,
            async seen =>
            {
                var change = await store.LastChangeAsync(seen.Id, context.RequestAborted);
                if (change.Count == 0)
                {
                    return new ProblemResult(ProblemCode.NothingToUndo);
                }

                var requests = await store.RequestsAsync(change.Select(row => row.RequestId), context.RequestAborted);
                var moving = Membership.MovingBack(seen, change, requests);
                stayed = change.Count - moving.Count;
                return RefuseUndo(seen, Membership.IsJoined(change), moving, context)
                    ?? (await membership.UndoAsync(seen, change, requests, Caller.Of(context.User).Id, time.Now(), context.RequestAborted) ? null : Again);
            });
        return answer.Result is Ok<IncidentView> { Value: { } view } ? TypedResults.Ok(view with { Stayed = stayed }) : answer;
    }

    /// <summary>An incident that the caller may see, or else change; otherwise the refusal.</summary>
    /// <param name="version">The version that the caller saw, and means to change; null for who only reads.</param>
    public async Task<(IncidentRow? Seen, ProblemResult? Refusal)> FindAsync(string incident, int? version, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        if (IncidentReader.IdOf(incident) is not { } id || await store.FindAsync(id, context.RequestAborted) is not { } seen)
        {
            return (null, new(ProblemCode.NotFound));
        }

        var holders = await store.HoldersAsync(id, context.RequestAborted);
        return !holders.Exists(row => (version is null ? caller.ToRead(row.Held) : caller.ToHandle(row.Held)) == Access.Allowed)
            ? (null, new(holders.Exists(row => caller.ToRead(row.Held) != Access.Hidden) ? ProblemCode.Forbidden : ProblemCode.NotFound))
            : version is not null && version != seen.Version ? (null, new(ProblemCode.VersionMismatch))
            : (seen, null);
    }

    /// <summary>Machines' reports may come in between without another version: then it is looked again.</summary>
    private async Task<Results<Ok<IncidentView>, ProblemResult>> ChangeAsync(
        string incident, HttpContext context, Func<IncidentRow, Task<ProblemResult?>> change)
    {
        if (ETags.ReadIfMatch(context.Request, out var refusal) is not { } version)
        {
            return refusal!;
        }

        for (var left = Tries; left > 0; left--)
        {
            (var seen, refusal) = await FindAsync(incident, version, context);
            if (seen is null)
            {
                return refusal!;
            }

            var ending = await change(seen);
            if (ending != Again)
            {
                return ending is null ? TypedResults.Ok((await AnswerAsync(seen.Id, context)).View) : ending;
            }
        }

        return new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }

    /// <summary>Why requests cannot be joined.</summary>
    /// <param name="into">The incident that they join; null for a new one.</param>
    private List<Fault> FaultsOf(List<long> ids, List<StaffRow> requests, string? serviceType, long? into, HttpContext context)
    {
        var faults = new List<Fault>();
        foreach (var (index, id) in ids.Index())
        {
            var field = IncidentReader.FieldOf(index);
            if (requests.Find(row => row.Id == id) is not { } row || !IsHandled(row, context))
            {
                faults.Add(new(field, FaultCodes.UnknownRequest));
            }
            else if (row.Visibility == CatalogWords.Confidential || row.ServiceType != serviceType)
            {
                faults.Add(new(field, FaultCodes.Unlike, "serviceType", city.Value.Catalog.ServiceTypeName(serviceType!, Languages.Of(context))));
            }
            else if (row.IncidentId is { } other && other != into)
            {
                faults.Add(new(field, FaultCodes.InIncident, "incident", other));
            }
        }

        return faults;
    }

    /// <summary>Why a change cannot be taken back: what would join again must still be of the same thing.</summary>
    private static ProblemResult? RefuseUndo(IncidentRow seen, bool splits, List<StaffRow> moving, HttpContext context)
    {
        var unlike = moving.Where(row => !splits && row.ServiceType != seen.ServiceType).ToList();
        return unlike.Count > 0
            ? new(ProblemCode.UndoOutdated, new { requests = unlike.Where(row => IsHandled(row, context)).Select(row => new TrackingNumber(row.Id).ToString()) })
            : moving.TrueForAll(row => IsHandled(row, context)) ? null : new(ProblemCode.Forbidden);
    }

    private static bool IsHandled(StaffRow row, HttpContext context) => Caller.Of(context.User).ToHandle(row.Held) == Access.Allowed;

    /// <summary>An incident as the caller has just left it.</summary>
    public async Task<IncidentView> ShownAsync(long id, HttpContext context) => (await AnswerAsync(id, context)).View;

    /// <summary>An incident as the caller has just left it, though nothing of it may be left.</summary>
    private async Task<(IncidentView View, string Address)> AnswerAsync(long id, HttpContext context)
    {
        var row = (await store.FindAsync(id, context.RequestAborted))!;
        return (await ViewAsync(row, context), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/v1/incidents/{id}"));
    }

    private async Task<IncidentView> ViewAsync(IncidentRow row, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        var holders = await store.HoldersAsync(row.Id, context.RequestAborted);
        var members = await store.MembersAsync(
            row.Id, holders.Where(holder => caller.ToRead(holder.Held) == Access.Allowed), MostShown, context.RequestAborted);
        context.Response.Headers.ETag = ETags.Of(row.Version);
        context.Response.Headers.CacheControl = "no-store";
        var followers = await store.FollowersOfAsync([row.Id], context.RequestAborted);
        return IncidentView.Of(row with { Followers = followers.GetValueOrDefault(row.Id) }, members, options.Value, city.Value.Catalog, Languages.Of(context));
    }
}
