using System.Collections.Concurrent;
using System.Diagnostics;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Spool;

/// <summary>
/// Reports come at a steady rate to two servers; the database goes away for a while, one server is killed in the middle of that, and
/// everything comes back. At the end each report must be there once.
/// </summary>
internal sealed class SpoolRun(SpoolPlan plan, ServerFolder folder)
{
    /// <summary>What a run reads of the database when it is over.</summary>
    public const string Stored = "SELECT Id, Description, ReceivedAt FROM ServiceRequest ORDER BY Id;";

    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    private long _cutAt;
    private long _mendedAt;
    private long _emptyAt;

    public Anomalies Anomalies { get; } = new(
        [SpoolPhone.Unexpected, SpoolPhone.Renamed, SpoolAudit.Missing, SpoolAudit.Doubled, SpoolAudit.Strange, SpoolAudit.Unresolved, SpoolAudit.Disordered, SpoolAudit.Retimed, SpoolAudit.Left]);

    public ConcurrentQueue<SpoolPhone> Phones { get; } = [];

    public int VainStarts { get; private set; }

    /// <summary>Reports that waited in the spools when the database came back.</summary>
    public double AtMend { get; private set; }

    /// <summary>From the return of the database until no spool held a report.</summary>
    public TimeSpan Draining => Stopwatch.GetElapsedTime(_mendedAt, _emptyAt);

    public async Task RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        await using IDatabaseCut database = plan.SqlServer is { } server
            ? await SqlServerCut.CreateAsync(server, folder)
            : new SqliteCut(folder);
        await using var nodes = new SpoolNodes(database, folder);
        await nodes.StartAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(plan.Before + plan.Cut + plan.After + Settling);
        var sending = SendAsync(nodes, patience.Token);
        try
        {
            await CutAsync(database, nodes, progress, patience.Token);
            await sending;
        }
        catch
        {
            // No server is started any more behind those that are ended now.
            await patience.CancelAsync();
            throw;
        }

        VainStarts = nodes.VainStarts;
        progress("every phone has its number");
        await new SpoolAudit(Anomalies).RunAsync(Phones, nodes, await database.ReadAsync());
    }

    /// <summary>How long the answers to reports took that began in a phase.</summary>
    public List<PhoneAnswer> AnswersOf(Phase phase) => [.. Phones.SelectMany(phone => phone.Answers).Where(answer => PhaseOf(answer.Sent) == phase)];

    private Phase PhaseOf(long sent) => sent < _cutAt ? Phase.Before : sent < _mendedAt ? Phase.During : Phase.After;

    private async Task CutAsync(IDatabaseCut database, SpoolNodes nodes, Action<string> progress, CancellationToken cancellationToken)
    {
        await Task.Delay(plan.Before, cancellationToken);
        await database.CutAsync();
        _cutAt = Stopwatch.GetTimestamp();
        progress("the database is away");
        await Task.Delay(plan.Cut / 2, cancellationToken);
        var reviving = nodes.KillAsync(0, cancellationToken);
        progress("a server was killed");
        await Task.Delay(plan.Cut / 2, cancellationToken);
        AtMend = Phones.Count(phone => phone.Token is not null && phone.Number is null);
        await database.MendAsync();
        _mendedAt = Stopwatch.GetTimestamp();
        progress("the database is back");
        await reviving;
        progress("both servers are back");
        await EmptyAsync(nodes, cancellationToken);
        progress("the spools are empty");
    }

    private async Task EmptyAsync(SpoolNodes nodes, CancellationToken cancellationToken)
    {
        while (await nodes.SumAsync() is not { Waiting: 0 })
        {
            await Task.Delay(100, cancellationToken);
        }

        _emptyAt = Stopwatch.GetTimestamp();
    }

    /// <summary>Begins reports at their times, however slow the answers to others are.</summary>
    private async Task SendAsync(SpoolNodes nodes, CancellationToken cancellationToken)
    {
        var all = (int)(plan.Rate * (plan.Before + plan.Cut + plan.After).TotalSeconds);
        var start = Stopwatch.GetTimestamp();
        var running = new List<Task>();
        for (var i = 0; i < all; i++)
        {
            var wait = TimeSpan.FromSeconds((double)i / plan.Rate) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait, cancellationToken);
            }

            var phone = new SpoolPhone($"Spooled report {i}.", i, nodes, Anomalies);
            Phones.Enqueue(phone);
            running.Add(Task.Run(() => phone.RunAsync(cancellationToken), cancellationToken));
        }

        await Task.WhenAll(running);
    }
}
