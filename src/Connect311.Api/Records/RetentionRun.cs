using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Triage;

namespace Connect311.Api.Records;

/// <summary>
/// Erases what has been kept for as long as its service type says, and what residents asked to be forgotten. A legal hold keeps
/// all of a request. What somebody changes meanwhile is left for the next run.
/// </summary>
internal sealed class RetentionRun(RecordStore store, StaffStore requests, Forgetting forgetting, Leases leases, CurrentCity city, TimeProvider time)
{
    private const string LeaseName = "retention";
    private const int PageSize = 500;

    /// <summary>Renewed with every page; what two runs did at once would still be done once, for each change names its version.</summary>
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(5);

    private static readonly ErasureScopes[] Scopes =
        [ErasureScopes.Request, ErasureScopes.FreeText, ErasureScopes.Contact, ErasureScopes.Photos];

    /// <param name="isDry">Counts alone.</param>
    /// <param name="progress">Is told how many requests were looked at so far.</param>
    /// <returns>Null while another run is at work.</returns>
    public async Task<RetentionReport?> RunAsync(bool isDry, string actor, Action<long> progress, CancellationToken cancellationToken)
    {
        if (await leases.TakeAsync(LeaseName, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), LeaseLength, cancellationToken) is not { } lease)
        {
            return null;
        }

        try
        {
            var turn = new Turn(isDry, actor, lease, progress, new());
            await RunAsync(turn, cancellationToken);
            return turn.Report;
        }
        finally
        {
            await leases.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    private async Task RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var catalog = city.Value.Catalog;
        foreach (var type in catalog.ServiceTypesByCode.Values.Where(type => type.IsRequest).Select(type => type.Code).Order(StringComparer.Ordinal))
        {
            var periods = catalog.Retention.Of(type);
            foreach (var scope in Scopes)
            {
                if (PeriodOf(periods, scope)?.Before(time.Now()) is { } before)
                {
                    await EachAsync(
                        turn,
                        (type, ErasureScope.CodesOf(scope)[0]),
                        after => store.DueAsync(type, scope, before, after, PageSize, cancellationToken),
                        due => EraseAsync(due, scope, before, turn.Actor, cancellationToken),
                        cancellationToken);
                }
            }
        }

        await EachAsync(
            turn,
            ("", ErasureCause.Forgotten),
            after => store.ToForgetAsync(after, PageSize, cancellationToken),
            async due => await forgetting.EraseAsync(new(due.Id), turn.Actor, cancellationToken) is { Waiting: ErasureScopes.None },
            cancellationToken);
    }

    /// <summary>Goes through what is due, page by page.</summary>
    /// <param name="erase">Whether it is done then.</param>
    private async Task EachAsync(
        Turn turn,
        (string Type, string What) line,
        Func<DueRow?, Task<List<DueRow>>> next,
        Func<DueRow, Task<bool>> erase,
        CancellationToken cancellationToken)
    {
        for (var page = await next(null); page.Count > 0; page = page.Count < PageSize ? [] : await next(page[^1]))
        {
            await leases.RenewAsync(turn.Lease, LeaseLength, cancellationToken);
            foreach (var due in page)
            {
                var isHeld = due.LegalHoldAt is not null;
                turn.Report.Count(line, isHeld, !isHeld && (turn.IsDry || await erase(due)));
                turn.Progress(++turn.Report.Seen);
            }
        }
    }

    /// <summary>Looks at the request anew: it may have been opened again, or held.</summary>
    private async Task<bool> EraseAsync(DueRow due, ErasureScopes scope, DateTimeOffset before, string actor, CancellationToken cancellationToken)
    {
        var seen = await requests.FindAsync(new(due.Id), cancellationToken);
        if (seen is not { LegalHoldAt: null, ClosedAt: { } closedAt } || closedAt > before)
        {
            return false;
        }

        var at = time.NowAfter(seen.UpdatedAt);
        var scopes = ErasureScope.Whole(scope) & ~(ErasureScopes)seen.ErasedScopes;
        return await store.EraseAsync(seen, scopes, ErasureCause.Period, actor, isForgotten: false, at, cancellationToken);
    }

    private static Period? PeriodOf(RetentionPeriods periods, ErasureScopes scope) => scope switch
    {
        ErasureScopes.Contact => periods.Contact,
        ErasureScopes.FreeText => periods.FreeText,
        ErasureScopes.Photos => periods.Photos,
        ErasureScopes.Request => periods.Request,
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    private sealed record Turn(bool IsDry, string Actor, Lease Lease, Action<long> Progress, RetentionReport Report);
}

/// <summary>What a run erased, or would erase.</summary>
internal sealed class RetentionReport
{
    private readonly SortedDictionary<(string Type, string What), RetentionCount> _counts = [];

    /// <summary>How many requests were looked at.</summary>
    public long Seen { get; set; }

    /// <summary>By service type and what is erased of it.</summary>
    public IEnumerable<(string Type, string What, RetentionCount Count)> Counts => _counts.Select(line => (line.Key.Type, line.Key.What, line.Value));

    public void Count((string Type, string What) line, bool isHeld, bool isDone)
    {
        if (!_counts.TryGetValue(line, out var count))
        {
            _counts[line] = count = new();
        }

        count.Held += isHeld ? 1 : 0;
        count.Erased += isDone ? 1 : 0;
        count.Waiting += isHeld || isDone ? 0 : 1;
    }
}

/// <summary>Of how many requests something was erased.</summary>
internal sealed class RetentionCount
{
    public long Erased { get; set; }

    /// <summary>A legal hold keeps them.</summary>
    public long Held { get; set; }

    /// <summary>They are open, or were changed meanwhile: the next run looks at them again.</summary>
    public long Waiting { get; set; }
}
