using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;
using Polly.Timeout;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>How submissions are gathered into commits.</summary>
internal sealed class IntakeOptions
{
    public const string Section = "Intake";

    /// <summary>How many submissions may wait to be stored; beyond that the answer is 503. Default 4,096.</summary>
    [Range(1, 1_000_000)]
    public int Waiting { get; init; } = 4_096;

    /// <summary>How many submissions one commit takes at most; never more than the engine likes. Default 512.</summary>
    [Range(1, 1_000)]
    public int BatchSize { get; init; } = 512;

    /// <summary>How many commits run beside each other on SQL Server; SQLite has one writer. Default 3.</summary>
    [Range(1, 32)]
    public int Lanes { get; init; } = 3;

    /// <summary>How long a submission may wait until its commit begins, in seconds; then the answer is 503. Default 30.</summary>
    [Range(1, 600)]
    public int PatienceSeconds { get; init; } = 30;
}

/// <summary>
/// Group commit: submissions wait in a bounded channel; a writer takes all that wait, up to a limit, and commits
/// them in one transaction. There is no timer, so a lone report is not delayed.
/// </summary>
internal sealed class IntakeQueue : IHostedService
{
    private readonly Channel<Pending> _waiting;
    private readonly IntakeStore _store;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly int _room;
    private readonly int _batchSize;
    private readonly int _lanes;
    private readonly Histogram<int> _batchSizes;
    private Task[] _writers = [];

    public IntakeQueue(
        IntakeStore store, Database database, IOptions<IntakeOptions> options, IMeterFactory meters, TimeProvider time)
    {
        _store = store;
        _time = time;
        _room = options.Value.Waiting;
        _patience = TimeSpan.FromSeconds(options.Value.PatienceSeconds);
        _batchSize = Math.Min(options.Value.BatchSize, database.RequestsPerWrite);
        _lanes = database.Engine == DatabaseEngine.Sqlite ? 1 : options.Value.Lanes;
        _waiting = System.Threading.Channels.Channel.CreateBounded<Pending>(new BoundedChannelOptions(_room));
        var meter = meters.Create(Http.Metrics.MeterName);
        _batchSizes = meter.CreateHistogram<int>("connect311.intake.batch_size", "{request}", "Requests in one commit.");
        meter.CreateObservableGauge("connect311.intake.waiting", () => _waiting.Reader.Count, "{request}", "Submissions that wait for a commit.");
    }

    /// <summary>Whether a submission would be turned away now.</summary>
    public bool IsFull => _waiting.Reader.Count >= _room;

    /// <summary>Ends when the request is durably stored, or not.</summary>
    public Task<IntakeResult> SubmitAsync(NewRequest request)
    {
        var pending = new Pending(request, _time.GetTimestamp());
        return _waiting.Writer.TryWrite(pending)
            ? pending.Done.Task
            : Task.FromResult<IntakeResult>(new IntakeResult.Busy());
    }

    /// <summary>What was stored under a key with the same meaning, or null.</summary>
    public Task<IntakeResult?> FindAsync(string keyHash, string bodyHash, CancellationToken cancellationToken) =>
        _store.FindAsync(keyHash, bodyHash, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writers = [.. Enumerable.Range(0, _lanes).Select(_ => Task.Run(WriteAllAsync, CancellationToken.None))];
        return Task.CompletedTask;
    }

    /// <summary>The server has stopped by now: what it accepted is stored and answered before the process ends.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return Task.WhenAll(_writers).WaitAsync(cancellationToken);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Pending>(_batchSize);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < _batchSize && _waiting.Reader.TryRead(out var pending))
            {
                Take(pending, batch);
            }

            if (batch.Count > 0)
            {
                await CommitAsync(batch);
                batch.Clear();
            }
        }
    }

    /// <summary>When the database does not answer for long, each commit takes its whole time; who waits behind them hears in time.</summary>
    private void Take(Pending pending, List<Pending> batch)
    {
        if (_time.GetElapsedTime(pending.Since) > _patience)
        {
            pending.End(new(null, new TimeoutRejectedException("The submission waited too long for its commit.")));
            return;
        }

        batch.Add(pending);
    }

    private async Task CommitAsync(List<Pending> batch)
    {
        _batchSizes.Record(batch.Count);
        try
        {
            var outcomes = await _store.StoreAsync([.. batch.Select(pending => pending.Request)], CancellationToken.None);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].End(outcomes[i]);
            }
        }
        catch (Exception failure)
        {
            // Whoever waits hears of it; the writer goes on with the next batch.
            batch.ForEach(pending => pending.End(new(null, failure)));
        }
    }

    private sealed record Pending(NewRequest Request, long Since)
    {
        public TaskCompletionSource<IntakeResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void End(IntakeStore.Outcome outcome)
        {
            if (outcome.Failure is { } failure)
            {
                Done.TrySetException(failure);
            }
            else
            {
                Done.TrySetResult(outcome.Result!);
            }
        }
    }
}
