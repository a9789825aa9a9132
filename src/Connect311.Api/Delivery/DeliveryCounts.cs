using System.Diagnostics.Metrics;
using Connect311.Api.Http;

namespace Connect311.Api.Delivery;

/// <summary>What /metrics shows of deliveries.</summary>
internal sealed class DeliveryCounts
{
    private readonly Counter<long> _tries;
    private volatile int _waiting;
    private volatile int _dead;

    public DeliveryCounts(IMeterFactory meters)
    {
        var meter = meters.Create(Metrics.MeterName);
        _tries = meter.CreateCounter<long>("connect311.delivery.tries", "{message}", "Messages that were handed to a target, by how that ended.");
        meter.CreateObservableGauge("connect311.delivery.waiting", () => _waiting, "{message}", "Messages that wait to be sent.");
        meter.CreateObservableGauge("connect311.delivery.dead", () => _dead, "{message}", "Messages that were given up, and can be sent anew.");
    }

    public void Count(string target, SendResult result) =>
        _tries.Add(1, new KeyValuePair<string, object?>("target", target), new KeyValuePair<string, object?>("result", result.GetType().Name.ToLowerInvariant()));

    /// <summary>How it stood when somebody last looked.</summary>
    public void Set(int waiting, int dead) => (_waiting, _dead) = (waiting, dead);
}
