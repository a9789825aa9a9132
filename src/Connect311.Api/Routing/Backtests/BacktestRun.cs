using System.Data.Common;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Routing;
using Dapper;

namespace Connect311.Api.Routing.Backtests;

/// <summary>How far a run is: all up to <paramref name="DoneId"/> is in the tally.</summary>
/// <param name="LastId">The newest request that it is about.</param>
/// <param name="Total">How many requests there are to be read.</param>
internal sealed record BacktestProgress(long DoneId, long LastId, long Total, BacktestTally Tally);

/// <summary>
/// Tries rules on the stored requests, and stores nothing. It reads ranges of numbers on a few connections beside each
/// other, and adds what they counted in their order: the tally is the same however it was cut.
/// </summary>
internal sealed class BacktestRun(Database database, CityStore cities, City city, RuleSet rules, BacktestScope scope)
{
    /// <summary>Numbers in one reading: it holds a connection for some ten milliseconds, and takes no more memory than one row.</summary>
    private const int NumbersARange = 5_000;

    private readonly HistorySql _sql = HistorySql.For(database.Engine);
    private readonly PastDecisions _past = new(cities);
    private readonly int _examples = scope.Examples ?? BacktestScope.DefaultExamples;
    private readonly StoredReports[] _reports =
        [.. Enumerable.Range(0, Readers).Select(_ => new StoredReports(city, rules, scope, database.Engine))];

    /// <summary>How many ranges are read at a time: those who submit need a processor too.</summary>
    private static int Readers => Math.Clamp(Environment.ProcessorCount, 1, 2);

    /// <summary>Numbers between one report of progress and the next.</summary>
    public int NumbersARound { get; init; } = 20 * NumbersARange;

    /// <summary>Is told every decision, from several threads; null for nobody.</summary>
    public Action<Comparison>? Observe { get; init; }

    /// <summary>The start: what is stored by now will be read, and nothing of what comes later.</summary>
    public async Task<BacktestProgress> BeginAsync(CancellationToken cancellationToken)
    {
        var last = await database.FindAsync<long?>(_sql.LastId, null, cancellationToken) ?? 0;
        var total = await database.FindAsync<long>(_sql.Count, RangeOf(0, last), cancellationToken);
        return new(0, last, total, new(_examples));
    }

    /// <summary>Goes on to the end.</summary>
    /// <param name="progress">Where it stands.</param>
    /// <param name="onRound">Is told after each round; false ends the run.</param>
    /// <returns>Where it came to.</returns>
    public async Task<BacktestProgress> RunAsync(
        BacktestProgress progress, Func<BacktestProgress, Task<bool>> onRound, CancellationToken cancellationToken)
    {
        while (await NextIdAsync(progress, cancellationToken) is { } next)
        {
            progress = await RoundAsync(progress, next - 1, cancellationToken);
            if (!await onRound(progress))
            {
                break;
            }
        }

        return progress;
    }

    private async Task<long?> NextIdAsync(BacktestProgress progress, CancellationToken cancellationToken) =>
        await database.FindAsync<long?>(_sql.NextId, new HistorySql.AfterParameters(progress.DoneId), cancellationToken) is { } next
        && next <= progress.LastId
            ? next
            : null;

    private async Task<BacktestProgress> RoundAsync(BacktestProgress progress, long after, CancellationToken cancellationToken)
    {
        var until = Math.Min(after + NumbersARound, progress.LastId);
        var ranges = (int)((until - after + NumbersARange - 1) / NumbersARange);
        var counted = new BacktestTally[ranges];
        var taken = -1;
        await Task.WhenAll(_reports.Select(reports => OnThreadAsync(
            async () =>
            {
                for (int range; (range = Interlocked.Increment(ref taken)) < ranges;)
                {
                    var start = after + ((long)range * NumbersARange);
                    counted[range] = await ReadAsync(reports, start, Math.Min(start + NumbersARange, until), cancellationToken);
                }
            },
            cancellationToken)));
        foreach (var range in counted)
        {
            progress.Tally.Add(range);
        }

        return progress with { DoneId = until };
    }

    /// <summary>
    /// Runs on a thread of its own. SQLite reads on the caller's thread, and the pool has as many as there are processors:
    /// with two of them reading, who submits would wait until the pool makes another.
    /// </summary>
    private static Task OnThreadAsync(Func<Task> work, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => work().GetAwaiter().GetResult(), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>One reading; a try that broke counts nothing.</summary>
    private Task<BacktestTally> ReadAsync(StoredReports reports, long after, long until, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                var tally = new BacktestTally(_examples);
                await using var rows = await connection.ExecuteReaderAsync(
                    new CommandDefinition(_sql.Range, RangeOf(after, until), cancellationToken: token));
                while (await rows.ReadAsync(token))
                {
                    await CountAsync(rows, reports, tally, token);
                }

                return tally;
            },
            cancellationToken);

    private async ValueTask CountAsync(DbDataReader row, StoredReports reports, BacktestTally tally, CancellationToken cancellationToken)
    {
        tally.Read++;
        var (type, isAsked) = reports.TypeOf(row);
        if (!isAsked)
        {
            return;
        }

        var version = row.GetInt32(StoredReports.RuleSetVersion);
        var rule = row.GetString(StoredReports.RoutingRule);
        var past = (await _past.OfAsync(version, cancellationToken))?.GetValueOrDefault(rule);
        if (past is null || type is null || StoredReports.IsErased(row))
        {
            tally.RulesGone += past is null ? 1 : 0;
            tally.TypesGone += past is not null && type is null ? 1 : 0;
            tally.Erased += past is not null && type is not null ? 1 : 0;
            return;
        }

        var compared = new Comparison(
            row.GetInt64(StoredReports.Id), type.Code, rule, version, past, rules.Decide(reports.InputOf(row, type)));
        tally.Count(compared);
        Observe?.Invoke(compared);
    }

    private HistorySql.RangeParameters RangeOf(long after, long until) => new(after, until, scope.Since, scope.Until);
}
