using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;

namespace Connect311.Api.Triage;

/// <summary>What narrows a queue.</summary>
internal sealed record QueueFilter
{
    public required string Department { get; init; }

    public string? Queue { get; init; }

    public string? Status { get; init; }

    public string? ServiceType { get; init; }

    /// <summary>An area as <c>set:code</c>.</summary>
    public string? Area { get; init; }

    /// <summary>
    /// The external departments of whose requests those are meant that were not acknowledged, and of which nothing was heard
    /// since; null where silence is not asked for.
    /// </summary>
    public IReadOnlyList<string>? Silent { get; init; }

    public DateTimeOffset? SilentBefore { get; init; }

    public required bool WithConfidential { get; init; }
}

/// <summary>Reads a department's queue: open first, by priority, due and number.</summary>
internal sealed class QueueStore(Database database)
{
    private static readonly bool[] OpenFirst = [true, false];

    private readonly QueueSql _sql = QueueSql.For(database.Engine);

    /// <summary>The next page, and where the one behind it begins; null at the end.</summary>
    public async Task<(List<QueueRow> Rows, QueueCursor? Next)> PageAsync(
        QueueFilter filter, QueueCursor from, int limit, CancellationToken cancellationToken)
    {
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
        return (rows, QueueCursor.Behind(rows[^1]));
    }

    /// <summary>The next rows; where several departments are asked for, the first of all of theirs together.</summary>
    private async Task<List<QueueRow>> ReadAsync(QueueFilter filter, QueueCursor from, int take, CancellationToken cancellationToken)
    {
        if (filter.Silent is not { } departments)
        {
            return await database.QueryAsync<QueueRow>(
                filter.Department == RuleSet.OperatorDepartment ? _sql.OperatorPage : _sql.Page,
                ParametersOf(filter, from, take),
                cancellationToken);
        }

        var rows = new List<QueueRow>();
        foreach (var department in departments)
        {
            rows.AddRange(await database.QueryAsync<QueueRow>(
                _sql.Page, ParametersOf(filter with { Department = department }, from, take), cancellationToken));
        }

        return [.. rows.OrderBy(row => row.Priority).ThenBy(row => row.DueAt).ThenBy(row => row.Id).Take(take)];
    }

    public async Task<QueueRow?> FindAsync(TrackingNumber number, QueueFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Silent is not { } departments)
        {
            return await FindOneAsync(number, filter, cancellationToken);
        }

        foreach (var department in departments)
        {
            if (await FindOneAsync(number, filter with { Department = department }, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private Task<QueueRow?> FindOneAsync(TrackingNumber number, QueueFilter filter, CancellationToken cancellationToken) =>
        database.FindAsync<QueueRow>(
            _sql.One,
            new QueueSql.OneParameters
            {
                Id = number.Id,
                Department = filter.Department,
                IsOperator = filter.Department == RuleSet.OperatorDepartment,
                Queue = filter.Queue,
                Status = filter.Status,
                ServiceType = filter.ServiceType,
                AreaPattern = PatternOf(filter),
                SilentBefore = filter.SilentBefore,
                WithConfidential = filter.WithConfidential,
            },
            cancellationToken);

    /// <summary>A status is open or it is not; without that filter the open ones come first.</summary>
    private static IEnumerable<bool> OpennessOf(QueueFilter filter, QueueCursor from) =>
        OpenFirst.Where(open =>
            (from.IsOpen || !open) && (open || filter.Silent is null)
            && (filter.Status is null || RequestStatus.IsOpen(filter.Status) == open));

    private static string? PatternOf(QueueFilter filter) => filter.Area is { } area ? AreaList.Pattern(area) : null;

    private static QueueSql.PageParameters ParametersOf(QueueFilter filter, QueueCursor from, int take) => new()
    {
        Department = filter.Department,
        IsOpen = from.IsOpen,
        Priority = from.Priority,
        DueAt = from.DueAt,
        Id = from.Id,
        Queue = filter.Queue,
        Status = filter.Status,
        ServiceType = filter.ServiceType,
        AreaPattern = PatternOf(filter),
        SilentBefore = filter.SilentBefore,
        WithConfidential = filter.WithConfidential,
        Take = take,
    };
}

internal sealed record QueueRow
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    public string? ServiceTypeText { get; init; }

    public required string Department { get; init; }

    public string? Queue { get; init; }

    public required string Status { get; init; }

    public required int Priority { get; init; }

    public required bool IsDanger { get; init; }

    public required string Channel { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? AcknowledgeDueAt { get; init; }

    public DateTimeOffset? InspectDueAt { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public int ClockMarks { get; init; }

    public bool IsEscalated { get; init; }

    /// <summary>The clocks as far as they are shown.</summary>
    public RequestClocks Clocks => new()
    {
        AcknowledgeDueAt = AcknowledgeDueAt,
        InspectDueAt = InspectDueAt,
        PausedAt = PausedAt,
        Marks = (ClockMarks)ClockMarks,
    };

    public string? Description { get; init; }

    public string? AddressText { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public double? AccuracyMetres { get; init; }

    public string? LocationSource { get; init; }

    public required string Areas { get; init; }

    public string? WaitingFor { get; init; }

    public required int ReopenCount { get; init; }

    public required int Version { get; init; }
}
