using System.Collections.Frozen;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Holds;

/// <summary>
/// The holds that are active, in memory: an ordinary report costs no look into the database. What another node changes, and
/// what expires, takes effect here within <see cref="Interval"/>; what this node changes, at once.
/// </summary>
internal sealed partial class ActiveHolds(HoldStore store, Contacts contacts, TimeProvider time, ILogger<ActiveHolds> logger) : RecurringService(time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>One look at a time, so that none puts older holds back.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private volatile FrozenDictionary<string, string> _idByHash = FrozenDictionary<string, string>.Empty;

    /// <summary>The hold under which a report comes in, by id; null where it comes in under none.</summary>
    /// <param name="deviceId">The device that it comes from, or null.</param>
    public string? Find(Submission submission, string? deviceId)
    {
        var held = _idByHash;
        return held.Count == 0 ? null : contacts.HashesOf(submission, deviceId).Select(hash => held.GetValueOrDefault(hash)).FirstOrDefault(id => id is not null);
    }

    /// <summary>Takes what is held now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var active = await store.ActiveAsync(cancellationToken);
            _idByHash = active.DistinctBy(hold => hold.ValueHash).ToFrozenDictionary(hold => hold.ValueHash, hold => hold.Id);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The server takes no report before it knows what is held.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override TimeSpan Every => Interval;

    protected override Task TurnAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogUnknown(logger, error);

    [LoggerMessage(LogLevel.Error, "Whose reports are held is not known anew; the holds that were known stay in force.")]
    private static partial void LogUnknown(ILogger logger, Exception error);
}
