using Connect311.Api.Databases;
using Connect311.Api.Subscriptions;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery;

/// <summary>Deletes what was sent long ago, and addresses that never confirmed.</summary>
internal sealed class DeliverySweep(DeliveryStore store, SubscriptionStore subscriptions, IOptions<DeliveryOptions> options, TimeProvider time)
{
    private const int PageSize = 500;

    /// <param name="isDry">Counts alone.</param>
    /// <returns>How many addresses were erased, or would be.</returns>
    public async Task<int> RunAsync(bool isDry, CancellationToken cancellationToken)
    {
        var before = time.Now().AddDays(-options.Value.KeepDays);
        while (!isDry && await store.DeleteOldAsync(before, PageSize, cancellationToken) == PageSize)
        {
        }

        return await subscriptions.EndPendingAsync(isDry, cancellationToken);
    }
}
