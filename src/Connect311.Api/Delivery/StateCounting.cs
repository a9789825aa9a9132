namespace Connect311.Api.Delivery;

/// <summary>Looks now and then how much waits to be sent, and how much was given up.</summary>
internal abstract class StateCounting(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < _next)
        {
            return;
        }

        _next = time.GetUtcNow() + Every;
        Set(await CountAsync(DeliveryState.Waiting, cancellationToken), await CountAsync(DeliveryState.Dead, cancellationToken));
    }

    protected abstract Task<int> CountAsync(string state, CancellationToken cancellationToken);

    protected abstract void Set(int waiting, int dead);
}
