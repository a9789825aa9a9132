using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Open311.Connector;

/// <summary>
/// Makes of each row of the outbox what each external department hears of it: whoever has the request by then, and whoever had it
/// before. The row leaves the outbox in the transaction that stores that, so nothing is lost and nothing made twice.
/// </summary>
internal sealed class HandOver(ForwardStore store, CurrentCity city)
{
    public const int PageSize = 200;

    /// <summary>Hands over the next page of the outbox.</summary>
    /// <returns>How many rows it saw; none when the outbox holds nothing for departments.</returns>
    public async Task<int> PageAsync(CancellationToken cancellationToken)
    {
        var posted = await store.PostedAsync(PageSize, cancellationToken);
        if (posted.Count == 0)
        {
            return 0;
        }

        var held = await store.HeldAsync(posted.Select(one => one.RequestId).Distinct(), cancellationToken);
        var (rows, externals) = (new List<ForwardRow>(), new List<ExternalRequestRow>());
        foreach (var one in posted)
        {
            Add(one, held, rows, externals);
        }

        // False: another node handed this page over, or an earlier try of ours whose answer was lost. Both are done.
        await store.HandOverAsync(posted, rows, externals, cancellationToken);
        return posted.Count;
    }

    private void Add(PostedEvent posted, HashSet<(long RequestId, string Department)> held, List<ForwardRow> rows, List<ExternalRequestRow> externals)
    {
        var holder = EventData.Read(posted.Data).Department;
        if (posted.Kind == EventKind.Erased)
        {
            rows.AddRange(held.Where(one => one.RequestId == posted.RequestId).Select(one => RowOf(posted, one.Department, ForwardKind.Update)));
            return;
        }

        var before = posted.DataBefore is null ? null : EventData.Read(posted.DataBefore).Department;
        if (before is not null && before != holder && held.Contains((posted.RequestId, before)))
        {
            rows.Add(RowOf(posted, before, ForwardKind.Update));
        }

        if (city.Value.Catalog.Departments.GetValueOrDefault(holder) is not { IsExternal: true })
        {
            return;
        }

        var isNew = held.Add((posted.RequestId, holder)) || (before is not null && before != holder);
        rows.Add(RowOf(posted, holder, isNew ? ForwardKind.Request : ForwardKind.Update));
        if (isNew)
        {
            externals.Add(new() { RequestId = posted.RequestId, EventNumber = posted.EventNumber, Department = holder });
        }
    }

    private static ForwardRow RowOf(PostedEvent posted, string department, string kind) => new()
    {
        RequestId = posted.RequestId,
        EventNumber = posted.EventNumber,
        Department = department,
        Kind = kind,
        CreatedAt = posted.CreatedAt,
        NextAttemptAt = posted.CreatedAt,
    };
}
