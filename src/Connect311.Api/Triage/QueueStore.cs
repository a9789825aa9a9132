using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage;

/// <summary>Reads a department's queue, page by page in the order that is asked for.</summary>
internal sealed class QueueStore(Database database, LeaseClock clock)
{
    private static readonly bool[] OpenFirst = [true, false];

    private readonly QueueSql _sql = QueueSql.For(database.Engine);
    private readonly QueueOrderSql _orders = QueueOrderSql.For(database.Engine);
    private readonly QueueCountSql _counts = QueueCountSql.For(database.Engine);
    private readonly NearbyStore _nearby = new(database, clock);

    private int ClockOffset => (int)clock.Offset.TotalMilliseconds;

    /// <summary>The next page, and where the one behind it begins; null at the end.</summary>
    public async Task<(List<QueueRow> Rows, QueueCursor? Next)> PageAsync(
        QueueFilter filter, QueueCursor from, int limit, CancellationToken cancellationToken)
    {
        if (filter.Sort == QueueSort.Distance)
        {
            return await _nearby.PageAsync(filter, from, limit, cancellationToken);
        }

        var rows = new List<QueueRow>();
        var isMore = false;
        foreach (var open in OpennessOf(filter, from))
        {
            var start = open == from.IsOpen ? from : QueueCursor.StartOf(open);

            // One more than the page: it tells whether there is a next one.
            var read = await ReadAsync(filter, start, limit + 1 - rows.Count, cancellationToken);
            isMore = rows.Count + read.Count > limit;

            // One that was closed after the open ones were read comes again among the closed.
            var seen = rows.Select(row => row.Id).ToHashSet();
            rows.AddRange(read.Where(row => !seen.Contains(row.Id)));
            if (isMore)
            {
                break;
            }
        }

        if (!isMore)
        {
            return (rows, null);
        }

        rows = [.. rows.Take(limit)];
        return (rows, QueueCursor.Behind(rows[^1], filter.Sort));
    }

    public async Task<QueueRow?> FindAsync(TrackingNumber number, QueueFilter filter, CancellationToken cancellationToken)
    {
        foreach (var one in PartsOf(filter))
        {
            var parameters = new QueueSql.OneParameters(one, ClockOffset)
            {
                Id = number.Id,
                IsOfOpenWork = filter.IsOfOpenWork,
                IsOperator = one.IsOperator,
            };
            if (await database.FindAsync<QueueRow>(_sql.One, parameters, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>How much open work there is.</summary>
    public async Task<QueueCount> CountAsync(QueueFilter filter, CancellationToken cancellationToken)
    {
        var total = new QueueCount();
        foreach (var one in PartsOf(filter))
        {
            total = total.And((await database.FindAsync<QueueCount>(
                _counts.Count, new QueueCountSql.CountParameters(one, ClockOffset), cancellationToken))!);
            foreach (var watched in one.IsOperator ? new[] { _counts.CountDanger, _counts.CountEscalated } : [])
            {
                total = total.And((await database.FindAsync<QueueCount>(
                    watched, new QueueCountSql.WatchedCountParameters(one, ClockOffset), cancellationToken))!);
            }
        }

        return total;
    }

    /// <summary>The filter of each department that is asked for: one as a rule.</summary>
    public static IEnumerable<QueueFilter> PartsOf(QueueFilter filter) =>
        filter.Silent is { } departments ? departments.Select(department => filter with { Department = department }) : [filter];

    /// <summary>The next rows; where several departments are asked for, the first of all of theirs together.</summary>
    private async Task<List<QueueRow>> ReadAsync(QueueFilter filter, QueueCursor from, int take, CancellationToken cancellationToken)
    {
        var rows = new List<QueueRow>();
        foreach (var one in PartsOf(filter))
        {
            var (sql, parameters) = StatementOf(one, from, take);
            rows.AddRange(await database.QueryAsync<QueueRow>(sql, parameters, cancellationToken));
        }

        return filter.Silent is null ? rows : [.. InOrder(rows, filter.Sort).Take(take)];
    }

    private (string Sql, QueueParameters Parameters) StatementOf(QueueFilter filter, QueueCursor from, int take) => filter.Sort switch
    {
        QueueSort.Due => (
            filter.IsOperator ? _orders.OperatorDue : _orders.Due,
            new QueueOrderSql.DueParameters(filter, ClockOffset) { DueAt = from.At, Id = from.Id, Take = take }),
        QueueSort.Age => (
            filter.IsOperator ? _orders.OperatorAge : _orders.Age,
            new QueueOrderSql.AgeParameters(filter, ClockOffset) { ReceivedAt = from.At, Id = from.Id, Take = take }),
        _ when filter.Assignee is not null && !filter.IsOperator => (
            _sql.Held,
            new QueueSql.HeldParameters(filter, ClockOffset) { Priority = from.Priority, DueAt = from.At, Id = from.Id, Take = take }),
        _ => (
            filter.IsOperator ? _sql.OperatorPage : _sql.Page,
            new QueueSql.PageParameters(filter, ClockOffset)
            {
                IsOpen = from.IsOpen,
                Priority = from.Priority,
                DueAt = from.At,
                Id = from.Id,
                Take = take,
            }),
    };

    private static IEnumerable<QueueRow> InOrder(IEnumerable<QueueRow> rows, string sort) => sort switch
    {
        QueueSort.Due => rows.OrderBy(row => row.DueAt).ThenBy(row => row.Id),
        QueueSort.Age => rows.OrderBy(row => row.ReceivedAt).ThenBy(row => row.Id),
        _ => rows.OrderBy(row => row.Priority).ThenBy(row => row.DueAt).ThenBy(row => row.Id),
    };

    /// <summary>A status is open or it is not; without that filter the open ones come first.</summary>
    private static IEnumerable<bool> OpennessOf(QueueFilter filter, QueueCursor from) =>
        OpenFirst.Where(open =>
            (from.IsOpen || !open) && (open || !filter.IsOfOpenWork)
            && (filter.Status is null || RequestStatus.IsOpen(filter.Status) == open));
}
