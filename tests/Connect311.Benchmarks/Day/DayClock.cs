using Connect311.Api.Databases;

namespace Connect311.Benchmarks.Day;

/// <summary>
/// The clock of a day, which runs as the machine's does and is moved on besides; that of leases and claims, which the
/// database keeps, goes with it. It never goes back. What comes again and again comes when it is moved; what somebody waits
/// for once, such as the next try of a write, takes its real time.
/// </summary>
internal sealed class DayClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Repeating> _timers = [];
    private long _shiftMilliseconds;
    private long _stoppedAt;

    /// <summary>The server's clock of leases and claims.</summary>
    public LeaseClock Leases { get; } = new();

    public override DateTimeOffset GetUtcNow() => Volatile.Read(ref _stoppedAt) is var stopped && stopped != 0
        ? DateTimeOffset.FromUnixTimeMilliseconds(stopped)
        : System.GetUtcNow().AddMilliseconds(Volatile.Read(ref _shiftMilliseconds));

    /// <summary>Moves it on, unless it is later already.</summary>
    public void MoveTo(DateTimeOffset at)
    {
        var ahead = (long)Math.Ceiling((at - GetUtcNow()).TotalMilliseconds);
        if (ahead > 0)
        {
            var shift = _shiftMilliseconds + ahead;
            Leases.Offset = TimeSpan.FromMilliseconds(shift);
            Volatile.Write(ref _shiftMilliseconds, shift);
        }

        Repeating[] timers;
        lock (_lock)
        {
            timers = [.. _timers];
        }

        Array.ForEach(timers, timer => timer.FireIfDue(GetUtcNow()));
    }

    /// <summary>The day is over: it is so late, and stays so.</summary>
    public void Stop() => Volatile.Write(ref _stoppedAt, GetUtcNow().ToUnixTimeMilliseconds());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period == Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new Repeating(this, () => callback(state), GetUtcNow() + dueTime, period);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private void Remove(Repeating timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class Repeating(DayClock clock, Action call, DateTimeOffset next, TimeSpan period) : ITimer
    {
        private readonly Lock _lock = new();

        public void FireIfDue(DateTimeOffset now)
        {
            lock (_lock)
            {
                if (next > now)
                {
                    return;
                }

                next = now + period;
            }

            ThreadPool.QueueUserWorkItem(_ => call());
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (_lock)
            {
                (next, period) = (clock.GetUtcNow() + dueTime, newPeriod);
            }

            return true;
        }

        public void Dispose() => clock.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
