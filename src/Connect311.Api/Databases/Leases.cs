namespace Connect311.Api.Databases;

/// <summary>What only one node may do at a time: who holds it, and for the how manieth time it is held.</summary>
/// <param name="Owner">Made for this one holding.</param>
/// <param name="Token">Grows with each holder; every write under the lease checks it.</param>
internal sealed record Lease(string Name, string Owner, long Token);

/// <summary>How far the clock of leases runs before the database's; zero but in tests.</summary>
internal sealed class LeaseClock
{
    public TimeSpan Offset { get; set; }
}

/// <summary>Takes, renews and gives back leases, by the database's clock alone.</summary>
internal sealed class Leases(Database database, LeaseClock clock, TimeProvider time)
{
    private readonly LeaseSql _sql = LeaseSql.For(database.Engine);

    private int ClockOffset => (int)clock.Offset.TotalMilliseconds;

    /// <summary>The lease, or null while somebody else holds it.</summary>
    /// <param name="owner">A name that was never used before.</param>
    /// <param name="length">After so long without a renewal another may take it.</param>
    public async Task<Lease?> TakeAsync(string name, string owner, TimeSpan length, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(
                new Write()
                    .Run(_sql.Begin, new LeaseSql.BeginParameters(name, DateTimeOffset.UnixEpoch))
                    .Run(_sql.Take, new LeaseSql.TakeParameters(name, owner, (int)length.TotalMilliseconds, ClockOffset)),
                cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Another node began the same lease at the same moment, and has it.
            return null;
        }

        // Asked anew: whoever took it in a try whose answer was lost has it all the same.
        return await database.FindAsync<long?>(_sql.FindToken, new LeaseSql.FindParameters(name, owner), cancellationToken) is { } token
            ? new(name, owner, token)
            : null;
    }

    /// <summary>Does what only one node may do at a time, and gives the lease back behind it.</summary>
    /// <returns>What the work answers; the default while somebody else holds the lease.</returns>
    public async Task<T?> UnderAsync<T>(string name, TimeSpan length, Func<Lease, Task<T>> work, CancellationToken cancellationToken)
    {
        var owner = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        if (await TakeAsync(name, owner, length, cancellationToken) is not { } lease)
        {
            return default;
        }

        try
        {
            return await work(lease);
        }
        finally
        {
            await ReleaseAsync(lease, CancellationToken.None);
        }
    }

    /// <summary>What the database's clock says: the one time on which all nodes agree.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<Moment>(_sql.Now, new LeaseSql.NowParameters(ClockOffset), cancellationToken))!.At;

    /// <summary>Holds it for longer; false when somebody else took it meanwhile.</summary>
    public Task<bool> RenewAsync(Lease lease, TimeSpan length, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Change(
            _sql.Renew,
            new LeaseSql.RenewParameters(lease.Name, lease.Owner, lease.Token, (int)length.TotalMilliseconds, ClockOffset)),
        cancellationToken);

    /// <summary>How many leases are held whose names begin alike, but for one.</summary>
    /// <param name="beginning">How they begin; it ends with a colon.</param>
    public Task<int> CountOthersAsync(string beginning, string name, CancellationToken cancellationToken) => database.FindAsync<int>(
        _sql.CountOthers, new LeaseSql.OthersParameters(beginning, $"{beginning[..^1]};", name, ClockOffset), cancellationToken);

    /// <summary>Gives it back, so that another need not wait until it expires.</summary>
    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => RenewAsync(lease, TimeSpan.Zero, cancellationToken);

    private sealed record Moment
    {
        public required DateTimeOffset At { get; init; }
    }
}
