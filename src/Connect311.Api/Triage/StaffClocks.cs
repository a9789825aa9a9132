using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage;

/// <summary>What becomes of a request's clocks when staff change it; every change of its status, department, type or priority asks here.</summary>
internal static class StaffClocks
{
    /// <summary>The clocks behind a change of status.</summary>
    public static RequestClocks OfStatus(StaffRow seen, string status, DateTimeOffset at, Catalog.Catalog catalog)
    {
        if (!RequestStatus.IsOpen(seen.Status) && !RequestStatus.IsOpen(status))
        {
            // A closing that is disputed, or stands: nothing runs.
            return seen.Clocks;
        }

        var calendar = catalog.CalendarOf(seen.Department);
        return seen.Clocks.After(seen.Status, status, at, seen.ClosedAt, calendar)
            .Watched(seen.ReceivedAt, at, RequestStatus.IsOpen(status) ? null : at, calendar, catalog.Near);
    }

    /// <summary>
    /// The clocks of a revised request: another service type or priority has the targets of the catalogue in force; another
    /// department takes over what is left, in its own hours. Whatever else is revised changes no target.
    /// </summary>
    public static RequestClocks OfRevision(StaffRow seen, StaffRow after, DateTimeOffset at, Catalog.Catalog catalog)
    {
        var (from, to) = (catalog.CalendarOf(seen.Department), catalog.CalendarOf(after.Department));
        var (clocks, asOf) = (seen.Clocks, seen.ClosedAt ?? at);
        if ((after.ServiceType, after.Priority) != (seen.ServiceType, seen.Priority)
            && catalog.ServiceTypesByCode.TryGetValue(after.ServiceType, out var type))
        {
            clocks = clocks.Retargeted(
                type.ServiceLevel?.Of(after.Priority) ?? Targets.Read(null),
                catalog.Version,
                seen.Status is not (RequestStatus.Submitted or RequestStatus.Assigned),
                seen.Status is not (RequestStatus.Submitted or RequestStatus.Assigned or RequestStatus.Acknowledged),
                seen.ReceivedAt,
                asOf,
                from);
        }

        if (after.Department != seen.Department)
        {
            clocks = clocks.Transferred(seen.ReceivedAt, asOf, from, to);
        }

        if (RequestStatus.IsOpen(seen.Status) && after.Status != seen.Status)
        {
            clocks = clocks.After(seen.Status, after.Status, at, closedAt: null, to);
        }

        return clocks.Watched(seen.ReceivedAt, at, after.ClosedAt, to, catalog.Near);
    }
}
