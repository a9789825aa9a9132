using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
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
    /// <summary>How many of its requests are looked at, to find those that the caller may see.</summary>
    public const int MostSeen = 1_000;

    private const int MostShown = 200;

    /// <summary>How often somebody else may come first, where the caller named no version.</summary>
    private const int Tries = 20;

    /// <summary>What a turn answers where somebody else was first: the incident is read again, and its version compared.</summary>
    private static readonly ProblemResult Again = new(ProblemCode.VersionMismatch);

    public async Task<Results<Ok<IncidentView>, ProblemResult>> ReadAsync(string incident, HttpContext context)
    {
        var (seen, members, refusal) = await FindAsync(incident, version: null, context);
        return seen is null ? refusal! : Shown(seen, members, context);
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
    public Task<Results<Ok<IncidentView>, ProblemResult>> UndoAsync(string incident, HttpContext context) => ChangeAsync(
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
            return !requests.TrueForAll(row => IsHandled(row, context)) ? new ProblemResult(ProblemCode.Forbidden)
                : await membership.UndoAsync(seen, change, requests, Caller.Of(context.User).Id, time.Now(), context.RequestAborted) ? null
                : Again;
        });

    /// <summary>An incident that the caller may see, with those of its requests; otherwise the refusal.</summary>
    /// <param name="version">The version that the caller saw; null where any will do.</param>
    public async Task<(IncidentRow? Seen, List<StaffRow> Members, ProblemResult? Refusal)> FindAsync(string incident, int? version, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        if (IncidentReader.IdOf(incident) is not { } id || await store.FindAsync(id, context.RequestAborted) is not { } seen)
        {
            return (null, [], new(ProblemCode.NotFound));
        }

        var members = await store.MembersAsync(id, MostSeen, context.RequestAborted);
        List<StaffRow> visible = [.. members.Where(row => (version is null ? caller.ToRead(row.Held) : caller.ToHandle(row.Held)) == Access.Allowed)];
        return visible.Count == 0 ? (null, [], new(members.Exists(row => caller.ToRead(row.Held) != Access.Hidden) ? ProblemCode.Forbidden : ProblemCode.NotFound))
            : version is not null && version != seen.Version ? (null, [], new(ProblemCode.VersionMismatch))
            : (seen, visible, null);
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
            (var seen, _, refusal) = await FindAsync(incident, version, context);
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

    private static bool IsHandled(StaffRow row, HttpContext context) => Caller.Of(context.User).ToHandle(row.Held) == Access.Allowed;

    /// <summary>An incident as the caller has just left it.</summary>
    public async Task<IncidentView> ShownAsync(long id, HttpContext context) => (await AnswerAsync(id, context)).View;

    /// <summary>An incident as the caller has just left it, though nothing of it may be left.</summary>
    private async Task<(IncidentView View, string Address)> AnswerAsync(long id, HttpContext context)
    {
        var row = (await store.FindAsync(id, context.RequestAborted))!;
        var members = await store.MembersAsync(id, MostSeen, context.RequestAborted);
        return (Shown(row, [.. members.Where(member => Caller.Of(context.User).ToRead(member.Held) == Access.Allowed)], context).Value!,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/v1/incidents/{id}"));
    }

    private Ok<IncidentView> Shown(IncidentRow row, List<StaffRow> members, HttpContext context)
    {
        context.Response.Headers.ETag = ETags.Of(row.Version);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(IncidentView.Of(row, members.Take(MostShown), options.Value, city.Value.Catalog, Languages.Of(context)));
    }
}
