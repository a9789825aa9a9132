using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>
/// Gives out tracking numbers from blocks of 1,000 that this process takes from the database. What is left of a
/// block when the process ends is lost: gaps are normal, a number is never used again.
/// </summary>
internal sealed class NumberBlocks(Database database) : IDisposable
{
    private const int BlockSize = 1_000;

    private readonly string _takeNumbers = IntakeSql.For(database.Engine).TakeNumbers;
    private readonly SemaphoreSlim _refill = new(1, 1);
    private readonly Lock _lock = new();
    private long _next;
    private long _end;

    public async ValueTask<TrackingNumber> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(out var number))
            {
                return number;
            }

            await RefillAsync(cancellationToken);
        }
    }

    public void Dispose() => _refill.Dispose();

    private bool TryTake(out TrackingNumber number)
    {
        lock (_lock)
        {
            number = new(_next);
            if (_next == _end)
            {
                return false;
            }

            _next++;
            return true;
        }
    }

    private async Task RefillAsync(CancellationToken cancellationToken)
    {
        await _refill.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
            {
                if (_next < _end)
                {
                    return;
                }
            }

            var first = await database.FindAsync<long>(_takeNumbers, null, cancellationToken);
            lock (_lock)
            {
                _next = first;
                _end = first + BlockSize;
            }
        }
        finally
        {
            _refill.Release();
        }
    }
}
