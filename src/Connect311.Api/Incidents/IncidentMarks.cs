using System.ComponentModel.DataAnnotations;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Incidents;

/// <summary>Tells of the incidents that requests are in, or may belong to, for the answers to staff.</summary>
internal sealed class IncidentMarks(IncidentStore store, IOptions<IncidentOptions> options)
{
    public IncidentOptions Options => options.Value;

    /// <inheritdoc cref="IncidentStore.FollowersOfAsync"/>
    public Task<Dictionary<long, int>> FollowersOfAsync(IEnumerable<long> ids, CancellationToken cancellationToken) =>
        store.FollowersOfAsync(ids, cancellationToken);

    /// <summary>The incidents of some requests, and the requests that they resemble, as far as the caller may see those.</summary>
    public async Task<(Dictionary<long, IncidentRow> Incidents, Dictionary<long, StaffRow> Alike)> OfAsync(
        IReadOnlyCollection<(long? IncidentId, long? ResemblesId)> rows, Caller caller, CancellationToken cancellationToken)
    {
        long[] named = [.. rows.Where(row => row is { IncidentId: null, ResemblesId: > 0 }).Select(row => row.ResemblesId!.Value).Distinct()];
        var alike = named.Length == 0 ? [] : await store.RequestsAsync(named, cancellationToken);
        alike.RemoveAll(row => !RequestStatus.IsOpen(row.Status) || row.Visibility == Catalog.CatalogWords.Confidential || caller.ToRead(row.Held) != Access.Allowed);
        long[] ids = [.. rows.Select(row => row.IncidentId).Concat(alike.Select(row => row.IncidentId)).OfType<long>().Distinct()];
        var incidents = ids.Length == 0 ? [] : await store.FindManyAsync(ids, cancellationToken);
        var followers = ids.Length == 0 ? [] : await FollowersOfAsync(ids, cancellationToken);
        return (incidents.ToDictionary(row => row.Id, row => row with { Followers = followers.GetValueOrDefault(row.Id) }), alike.ToDictionary(row => row.Id));
    }
}

/// <summary>An open request that a report resembled when it came in: of the same type and department, near, and not long before.</summary>
/// <param name="TrackingNumber">The number of the report.</param>
/// <param name="Incident">The incident that it is in; null where it is in none.</param>
internal sealed record Resemblance(string TrackingNumber, [property: Required] IncidentMark? Incident)
{
    public static Resemblance Of(StaffRow alike, IncidentRow? incident, IncidentOptions options) => new(
        new TrackingNumber(alike.Id).ToString(), incident is null ? null : IncidentMark.Of(incident, alike.Follows, options));
}
