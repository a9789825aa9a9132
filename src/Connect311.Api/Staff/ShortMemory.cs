using System.Collections.Concurrent;

namespace Connect311.Api.Staff;

/// <summary>
/// What was found by a credential, for a second: so long, and no longer, a node goes on with what was revoked on another.
/// Only what was found is remembered; a new credential is known at once.
/// </summary>
internal sealed class ShortMemory<T>(TimeProvider time)
    where T : class
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (T Found, long Since)> _known = new();

    /// <summary>What is remembered of a credential, or null.</summary>
    public T? Find(string key) => Find(key, Lifetime);

    /// <summary>What was found of a credential so long ago at most, or null: for when nobody can be asked.</summary>
    public T? Find(string key, TimeSpan within) =>
        _known.TryGetValue(key, out var known) && time.GetElapsedTime(known.Since) < within ? known.Found : null;

    /// <summary>Finds anew, and remembers it.</summary>
    public async Task<T?> FindAsync(string key, Func<Task<T?>> find)
    {
        // Taken before the look: what is revoked behind it must not live longer for the time that the look took.
        var since = time.GetTimestamp();
        if (await find() is not { } found)
        {
            _known.TryRemove(key, out _);
            return null;
        }

        if (_known.Count >= MaxRemembered)
        {
            _known.Clear();
        }

        _known[key] = (found, since);
        return found;
    }
}
