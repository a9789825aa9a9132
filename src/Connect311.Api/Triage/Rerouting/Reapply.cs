using Connect311.Api.Catalog;
using Connect311.Api.Databases;
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
}

/// <summary>
/// Applies a rule set to open requests again: each where the rules would put it today, by its own small transaction, so that
/// it can be stopped and begun again at any time, and runs beside a server. Whom staff chose, and what they are asked about,
/// stays. A try that changes nothing looks and counts in the same way.
/// </summary>
internal sealed class Reapply(RevisionStore store, TimeProvider time)
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
        while (await store.PageAsync(page, cancellationToken) is { Count: > 0 } requests)
        {
            foreach (var request in requests)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await TakeAsync(request, filter, city, isTrial, tally, cancellationToken);
                progress(++seen, count);
            }

            page = page with { After = requests[^1].Row.Id };
        }
    }

    private async Task TakeAsync(
        DecidedRequest request, ReapplyFilter filter, City city, bool isTrial, ReapplyTally tally, CancellationToken cancellationToken)
    {
        var current = request;
        for (var tries = 1; current is not null && RequestStatus.IsOpen(current.Row.Status); tries++)
        {
            var type = city.Catalog.ServiceTypesByCode.GetValueOrDefault(current.Row.ServiceType);
            if (filter.Group is { } group && type?.Group != group)
            {
                return;
            }

            var revision = RevisionOf(current, type, city, out var ending);
            if (revision is null)
            {
                tally.Add(ending);
                return;
            }

            if (isTrial || await WriteAsync(current, revision, city, cancellationToken))
            {
                tally.Add(current.Row, revision.After);
                return;
            }

            if (tries == MaxTries)
            {
                tally.Add(ReapplyEnding.Busy);
                return;
            }

            // Somebody was first: what they made of it is decided about, not what was read.
            current = await store.FindAsync(new(current.Row.Id), cancellationToken);
        }
    }

    private Revision? RevisionOf(DecidedRequest request, ServiceType? type, City city, out ReapplyEnding ending)
    {
        ending = type is not { IsRequest: true } ? ReapplyEnding.UnknownType
            : request.Proposed is not null ? ReapplyEnding.Proposed
            : request.IsHeldByStaff || request.Row.Status == RequestStatus.Submitted ? ReapplyEnding.HeldByStaff
            : ReapplyEnding.Same;
        return ending == ReapplyEnding.Same
            ? Revision.OfRules(request, type!, new(Actor.CommandLine.Id, time.NowAfter(request.Row.UpdatedAt), null), city)
            : null;
    }

    private async Task<bool> WriteAsync(DecidedRequest request, Revision revision, City city, CancellationToken cancellationToken)
    {
        var isForwarded = city.Catalog.Departments.GetValueOrDefault(revision.After.Department) is { IsExternal: true };
        return await store.ReviseAsync(request.Row, revision, isForwarded, cancellationToken) is not null;
    }
}
