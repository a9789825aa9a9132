using System.Diagnostics.Metrics;
using Connect311.Api.Delivery;
using Connect311.Api.Http;

namespace Connect311.Api.Open311.Connector;

/// <summary>What /metrics shows of departments' own systems.</summary>
internal sealed class ConnectorCounts
{
    private readonly Counter<long> _calls;
    private readonly Counter<long> _updates;
    private volatile int _waiting;
    private volatile int _dead;

    public ConnectorCounts(IMeterFactory meters)
    {
        var meter = meters.Create(Metrics.MeterName);
        _calls = meter.CreateCounter<long>("connect311.connector.calls", "{call}", "Calls to departments' own systems, by how they ended.");
        _updates = meter.CreateCounter<long>("connect311.connector.updates", "{update}", "Updates of departments' own systems, by what became of them.");
        meter.CreateObservableGauge("connect311.connector.waiting", () => _waiting, "{event}", "Events that wait to go to departments' own systems.");
        meter.CreateObservableGauge("connect311.connector.dead", () => _dead, "{event}", "Events that were given up, and can be sent anew.");
    }

    public void Count(string department, string method, SendResult result) => _calls.Add(
        1,
        new KeyValuePair<string, object?>("department", department),
        new KeyValuePair<string, object?>("method", method.Split('/')[0]),
        new KeyValuePair<string, object?>("result", result.GetType().Name.ToLowerInvariant()));

    public void CountUpdate(string department, string result) =>
        _updates.Add(1, new KeyValuePair<string, object?>("department", department), new KeyValuePair<string, object?>("result", result));

    /// <summary>How it stood when somebody last looked.</summary>
    public void Set(int waiting, int dead) => (_waiting, _dead) = (waiting, dead);
}
