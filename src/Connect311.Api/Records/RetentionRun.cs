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
    public Task<RetentionReport?> RunAsync(bool isDry, string actor, Action<long> progress, CancellationToken cancellationToken) =>
        leases.UnderAsync(
            LeaseName, LeaseLength, lease => RunAsync(new Turn(isDry, actor, lease, progress, new()), cancellationToken), cancellationToken);

    private async Task<RetentionReport> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        await foreach (var type in store.TypesAsync(cancellationToken))
        {
            await RunAsync(turn, type, cancellationToken);
        }

        await EachAsync(
            turn,
            ("", ErasureCause.Forgotten),
            after => store.ToForgetAsync(after, PageSize, cancellationToken),
            due => turn.IsDry ? ForeseeAsync(due, cancellationToken) : ForgetAsync(due, turn.Actor, cancellationToken),
            cancellationToken);
        return turn.Report;
    }

    private async Task RunAsync(Turn turn, string type, CancellationToken cancellationToken)
    {
        // What is due as a whole is told of once: nothing of it is left for a smaller scope.
        var whole = BeforeOf(type, ErasureScopes.Request) is { } end ? new DueRow { At = end, Id = long.MaxValue } : null;
        foreach (var scope in Scopes)
        {
            if (BeforeOf(type, scope) is { } before)
            {
                await EachAsync(
                    turn,
                    (type, ErasureScope.CodesOf(scope)[0]),
                    after => store.DueAsync(type, scope, before, after ?? (scope == ErasureScopes.Request ? null : whole), PageSize, cancellationToken),
                    async due => turn.IsDry || await EraseAsync(due, scope, before, turn.Actor, cancellationToken) ? Fate.Erased : Fate.Waiting,
                    cancellationToken);
            }
        }
    }

    /// <summary>Goes through what is due, page by page.</summary>
    /// <param name="erase">Erases, or foresees what would become of it.</param>
    private async Task EachAsync(
        Turn turn,
        (string Type, string What) line,
        Func<DueRow?, Task<List<DueRow>>> next,
        Func<DueRow, Task<Fate>> erase,
        CancellationToken cancellationToken)
    {
        for (var page = await next(null); page.Count > 0; page = page.Count < PageSize ? [] : await next(page[^1]))
        {
            await leases.RenewAsync(turn.Lease, LeaseLength, cancellationToken);
            foreach (var due in page)
            {
                turn.Report.Count(line, due.LegalHoldAt is not null ? Fate.Held : await erase(due));
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

        var scopes = ErasureScope.Whole(scope) & ~seen.ErasedScopes;
        return scopes != ErasureScopes.None
            && await store.EraseAsync(seen, scopes, ErasureCause.Period, actor, time.NowAfter(seen.UpdatedAt), cancellationToken);
    }

    private async Task<Fate> ForgetAsync(DueRow due, string actor, CancellationToken cancellationToken) =>
        FateOf(await forgetting.EraseAsync(new(due.Id), actor, cancellationToken));

    /// <summary>What would become of a wish once all periods were gone through.</summary>
    private async Task<Fate> ForeseeAsync(DueRow due, CancellationToken cancellationToken)
    {
        var seen = (await requests.FindAsync(new(due.Id), cancellationToken))!;
        var byPeriod = Scopes
            .Where(scope => BeforeOf(seen.ServiceType, scope) is { } before && seen.ClosedAt <= before)
            .Aggregate(seen.ErasedScopes, (all, scope) => all | ErasureScope.Whole(scope));
        return byPeriod.HasFlag(ErasureScope.OwnOf(seen)) ? Fate.ToldElsewhere : FateOf(Forgetting.Of(seen with { ErasedScopes = byPeriod }));
    }

    private static Fate FateOf(Forgotten? wish) => wish is { Waiting: ErasureScopes.None } ? Fate.Erased : Fate.Waiting;

    /// <summary>Up to when what ended is kept no longer, by the type's own entry, or its family's, or that of all; null where it is kept for ever.</summary>
    private DateTimeOffset? BeforeOf(string type, ErasureScopes scope) => PeriodOf(city.Value.Catalog.Retention.Of(type), scope)?.Before(time.Now());

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

    public void Count((string Type, string What) line, Fate fate)
    {
        if (fate == Fate.ToldElsewhere)
        {
            return;
        }

        if (!_counts.TryGetValue(line, out var count))
        {
            _counts[line] = count = new();
        }

        count.Held += fate == Fate.Held ? 1 : 0;
        count.Erased += fate == Fate.Erased ? 1 : 0;
        count.Waiting += fate == Fate.Waiting ? 1 : 0;
    }
}

/// <summary>What becomes of something that is due.</summary>
internal enum Fate
{
    Erased,

    /// <summary>A legal hold keeps it.</summary>
    Held,

    /// <summary>It is open, or was changed meanwhile: the next run looks at it again.</summary>
    Waiting,

    /// <summary>Another line counts it.</summary>
    ToldElsewhere,
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
