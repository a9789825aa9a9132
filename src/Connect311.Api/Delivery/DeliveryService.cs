using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery;

/// <summary>
/// Makes deliveries of what happened, and sends them. One node does it at a time; should two, each delivery would still be made
/// once and sent by one.
/// </summary>
internal sealed class DeliveryTurn(FanOut fanOut, Courier courier, Leases leases, DeliveryCounting counting)
{
    private const string LeaseName = "delivery";

    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(5);

    /// <summary>Makes and sends all that is due, unless another node does.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await fanOut.IsBehindAsync(cancellationToken) || await courier.HasDueAsync(cancellationToken))
        {
            await leases.UnderAsync(LeaseName, LeaseLength, lease => RunAsync(lease, cancellationToken), cancellationToken);
        }

        await counting.LookAsync(cancellationToken);
    }

    private async Task<bool> RunAsync(Lease lease, CancellationToken cancellationToken)
    {
        do
        {
            await fanOut.RunAsync(cancellationToken);
        }
        while (await courier.RunAsync(cancellationToken) > 0 && await leases.RenewAsync(lease, LeaseLength, cancellationToken));
        return true;
    }
}

/// <summary>Looks now and then how many deliveries wait, and how many are dead.</summary>
internal sealed class DeliveryCounting(DeliveryStore store, DeliveryCounts counts, TimeProvider time) : StateCounting(time)
{
    protected override Task<int> CountAsync(string state, CancellationToken cancellationToken) => store.CountAsync(state, cancellationToken);

    protected override void Set(int waiting, int dead) => counts.Set(waiting, dead);
}

/// <summary>Does so every few seconds.</summary>
internal sealed partial class DeliveryService(
    DeliveryTurn turn, IOptions<DeliveryOptions> options, TimeProvider time, ILogger<DeliveryService> logger) : RecurringService(time)
{
    protected override TimeSpan Every => TimeSpan.FromSeconds(options.Value.Seconds);

    protected override bool IsOn => options.Value.Send;

    protected override Task TurnAsync(CancellationToken cancellationToken) => turn.RunAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogFailure(logger, error);

    [LoggerMessage(LogLevel.Error, "Messages to residents could not be sent; it is tried again.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
