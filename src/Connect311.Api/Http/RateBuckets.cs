using System.Collections.Concurrent;

namespace Connect311.Api.Http;

/// <summary>Token buckets by name, on the program's own clock: the framework's buckets have a clock of theirs, which no test can set.</summary>
internal sealed class RateBuckets(TimeProvider time)
{
    /// <summary>Beyond that, buckets that are full again are forgotten: a new one is no different.</summary>
    private const int MostKept = 100_000;

    private readonly long _start = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new();

    /// <summary>Takes one from a bucket, if it has one.</summary>
    public Took Take(string name, Quota quota)
    {
        if (_buckets.Count > MostKept)
        {
            Forget();
        }

        return _buckets.GetOrAdd(name, _ => new()).Take(time.GetElapsedTime(_start), quota);
    }

    /// <summary>Gives one back that was taken for a call that another bucket refused.</summary>
    public void GiveBack(string name, Quota quota) => _buckets.GetValueOrDefault(name)?.GiveBack(quota);

    private void Forget()
    {
        var now = time.GetElapsedTime(_start);
        foreach (var (name, _) in _buckets.Where(bucket => bucket.Value.IsFull(now)))
        {
            _buckets.TryRemove(name, out _);
        }
    }

    /// <param name="Remaining">How many may come at once after this one.</param>
    /// <param name="FullIn">Until the whole burst is there again.</param>
    /// <param name="Wait">How long this one must wait; null when it may pass.</param>
    internal readonly record struct Took(int Remaining, TimeSpan FullIn, TimeSpan? Wait);

    /// <summary>Knows only when it will be full again; each call takes the time that one costs.</summary>
    private sealed class Bucket
    {
        private readonly Lock _lock = new();
        private TimeSpan _fullAt;

        public Took Take(TimeSpan now, Quota quota)
        {
            var whole = quota.Cost * quota.Burst;
            lock (_lock)
            {
                var fullAt = (_fullAt > now ? _fullAt : now) + quota.Cost;
                var over = fullAt - now - whole;
                if (over <= TimeSpan.Zero)
                {
                    _fullAt = fullAt;
                }

                var fullIn = _fullAt - now;
                return new((int)((whole - fullIn) / quota.Cost), fullIn, over > TimeSpan.Zero ? over : null);
            }
        }

        public void GiveBack(Quota quota)
        {
            lock (_lock)
            {
                _fullAt -= quota.Cost;
            }
        }

        public bool IsFull(TimeSpan now)
        {
            lock (_lock)
            {
                return _fullAt <= now;
            }
        }
    }
}
