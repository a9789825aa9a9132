using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>
/// Gives out tracking numbers from blocks of 1,000 that this process takes from the database. What is left of a
/// block when the process ends is lost: gaps are normal, a number is never used again.
/// </summary>
internal sealed class NumberBlocks(Database database)
{
    private const int BlockSize = 1_000;

    private readonly string _takeNumbers = IntakeSql.For(database.Engine).TakeNumbers;
    private readonly Lock _lock = new();
    private Task _refill = Task.CompletedTask;
    private long _next;
    private long _end;

    public async ValueTask<TrackingNumber> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task refill;
            lock (_lock)
            {
                if (_next < _end)
                {
                    return new(_next++);
                }

                // All who wait share one call and its failure; one after the other, each would wait its whole time again.
                refill = _refill = _refill.IsCompleted ? Task.Run(RefillAsync, CancellationToken.None) : _refill;
            }

            await refill.WaitAsync(cancellationToken);
        }
    }

    private async Task RefillAsync()
    {
        var first = (await database.QueryAsWriterAsync<long>(_takeNumbers, null, CancellationToken.None)).Single();
        lock (_lock)
        {
            _next = first;
            _end = first + BlockSize;
        }
    }
}
