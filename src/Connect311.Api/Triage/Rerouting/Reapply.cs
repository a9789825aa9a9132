using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>Which open requests a rule set is applied to again; what is null lets all through.</summary>
internal sealed record ReapplyFilter
{
    public string? ServiceType { get; init; }

    public string? Group { get; init; }

    public string? Department { get; init; }

    /// <summary>As <c>set:code</c>, among the areas that a request was found in when it was placed last.</summary>
    public string? Area { get; init; }

    public string? Status { get; init; }

    /// <summary>Received then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether a request that is open is let through; its group is asked of its type.</summary>
    public bool Lets(StaffRow row) =>
        (Department is null || row.Department == Department)
        && (ServiceType is null || row.ServiceType == ServiceType)
        && (Status is null || row.Status == Status)
        && (Area is null || AreaList.Read(row.Areas).Any(area => $"{area.Set}:{area.Code}" == Area))
        && (Since is null || row.ReceivedAt >= Since)
        && (Before is null || row.ReceivedAt < Before);
}

/// <summary>
/// Applies a rule set to open requests again: each where the rules would put it today, by its own small transaction, so that
/// it can be stopped and begun again at any time, and runs beside a server. Whom staff chose, and what they are asked about,
/// stays. What follows an incident is looked at as well; see <see cref="ReapplyCompany"/>. A try that changes nothing looks and
/// counts in the same way.
/// </summary>
internal sealed class Reapply(RevisionStore store, IncidentStore incidents, TimeProvider time)
{
    private const int PageSize = 200;
    private const int MaxTries = 5;

    /// <param name="filter">Which requests.</param>
    /// <param name="city">The city with the rules to apply.</param>
    /// <param name="isTrial">Whether nothing is to be changed.</param>
    /// <param name="tally">Counts what became of each; as far as it came, when it is stopped.</param>
    /// <param name="progress">Hears how many requests were looked at, and how many there are.</param>
    public async Task RunAsync(
        ReapplyFilter filter, City city, bool isTrial, ReapplyTally tally, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var page = new RevisionSql.PageParameters
        {
            After = 0,
            Last = await store.LastIdAsync(cancellationToken),
            Department = filter.Department,
            ServiceType = filter.ServiceType,
            Status = filter.Status,
            AreaPattern = filter.Area is { } area ? AreaList.Pattern(area) : null,
            Since = filter.Since,
            Before = filter.Before,
            Take = PageSize,
        };
        var (count, seen) = (await store.CountAsync(page, cancellationToken), 0L);
        var company = new ReapplyCompany(
            store,
            incidents,
            filter,
            page.Last,
            (request, withIncident) => RevisionOf(request, filter, city, out _, withIncident),
            department => IsForwarded(department, city));
        while (await store.PageAsync(page, cancellationToken) is { Count: > 0 } requests)
        {
            foreach (var request in requests)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!company.HasGone(request.Row.Id))
                {
                    seen += await TakeAsync(request, filter, city, isTrial ? null : company, tally, cancellationToken);
                    progress(seen, count);
                }
            }

            page = page with { After = requests[^1].Row.Id };
        }
    }

    /// <param name="company">Null for a try that changes nothing.</param>
    /// <returns>How many requests were looked at: it, and those that went with it.</returns>
    private async Task<int> TakeAsync(
        DecidedRequest request, ReapplyFilter filter, City city, ReapplyCompany? company, ReapplyTally tally, CancellationToken cancellationToken)
    {
        var current = request;
        for (var tries = 1; current is not null && RequestStatus.IsOpen(current.Row.Status); tries++)
        {
            var revision = RevisionOf(current, filter, city, out var ending);
            if (revision is null)
            {
                if (ending is { } why)
                {
                    tally.Add(why);
                }

                return 1;
            }

            if (await WriteAsync(current, revision, city, company, tally, cancellationToken) is { } count)
            {
                return count;
            }

            if (tries == MaxTries)
            {
                tally.Add(ReapplyEnding.Busy);
                return 1;
            }

            // Somebody was first: what they made of it is decided about, not what was read.
            current = await store.FindAsync(new(current.Row.Id), cancellationToken);
        }

        return 1;
    }

    /// <param name="ending">Why one that is not revised stays as it is; null where it is of another group than is asked for.</param>
    private Revision? RevisionOf(DecidedRequest request, ReapplyFilter filter, City city, out ReapplyEnding? ending, bool withIncident = false)
    {
        var type = city.Catalog.ServiceTypesByCode.GetValueOrDefault(request.Row.ServiceType);
        ending = null;
        if (filter.Group is { } group && type?.Group != group)
        {
            return null;
        }

        ending = type is not { IsRequest: true } ? ReapplyEnding.UnknownType
            : request.Proposed is not null ? ReapplyEnding.Proposed
            : request.IsHeldByStaff || request.Row.Status == RequestStatus.Submitted ? ReapplyEnding.HeldByStaff
            : ReapplyEnding.Same;
        return ending == ReapplyEnding.Same
            ? Revision.OfRules(request, type!, new(Actor.CommandLine.Id, time.NowAfter(request.Row.UpdatedAt), null), city, withIncident)
            : null;
    }

    /// <param name="company">Null for a try that changes nothing.</param>
    /// <returns>How many were changed, and counted; null when somebody else was first, and nothing was written.</returns>
    private async Task<int?> WriteAsync(
        DecidedRequest request, Revision revision, City city, ReapplyCompany? company, ReapplyTally tally, CancellationToken cancellationToken)
    {
        if (company is not null && request.Row.IncidentId is not null && revision.IsSentOn)
        {
            return await company.SendAsync(request, tally.Add, cancellationToken);
        }

        if (company is not null && await store.ReviseAsync(request.Row, revision, IsForwarded(revision.After.Department, city), cancellationToken) is null)
        {
            return null;
        }

        tally.Add(request.Row, revision.After);
        return 1;
    }

    private static bool IsForwarded(string department, City city) => city.Catalog.Departments.GetValueOrDefault(department) is { IsExternal: true };
}
