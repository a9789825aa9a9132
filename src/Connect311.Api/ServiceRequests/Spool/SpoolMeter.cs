using System.Diagnostics.Metrics;
using Connect311.Api.Http;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>Knows how much lies in the spool, for its limit, for readiness and for /metrics.</summary>
internal sealed class SpoolMeter
{
    private readonly Lock _lock = new();
    private readonly Counter<long> _spooled;
    private readonly Counter<long> _drained;
    private SpoolSum? _sum;

    public SpoolMeter(IMeterFactory meters, IntakeCircuit circuit, TimeProvider time)
    {
        var meter = meters.Create(Metrics.MeterName);
        meter.CreateObservableGauge("connect311.spool.waiting", () => Waiting, "{request}", "Reports that wait in the spool for the database.");
        meter.CreateObservableGauge("connect311.spool.dead", () => Sum?.Dead ?? 0, "{request}", "Reports in the spool that the database refused for good.");
        meter.CreateObservableGauge("connect311.spool.bytes", () => Sum?.Bytes ?? 0, "By", "Bytes of the reports in the spool.");
        meter.CreateObservableGauge(
            "connect311.spool.oldest_age",
            () => Sum?.Oldest is { } oldest ? (time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(oldest)).TotalSeconds : 0,
            "s",
            "How long the oldest report that waits has waited.");
        meter.CreateObservableGauge("connect311.spool.open", () => circuit.IsOpen ? 1 : 0, null, "1 while reports go to the spool, since the database cannot be used.");
        _spooled = meter.CreateCounter<long>("connect311.spool.spooled", "{request}", "Reports that were spooled, copies among them.");
        _drained = meter.CreateCounter<long>("connect311.spool.drained", "{request}", "Reports that went from the spool to the database.");
    }

    /// <summary>What lies in it; null until it was opened.</summary>
    public SpoolSum? Sum
    {
        get
        {
            lock (_lock)
            {
                return _sum;
            }
        }
    }

    public long Waiting => Sum is { } sum ? sum.Reports - sum.Dead : 0;

    public void Set(SpoolSum sum)
    {
        lock (_lock)
        {
            _sum = sum;
        }
    }

    /// <summary>Counts copies of what lies there too; the next look at the file sets that right.</summary>
    public void Added(int reports, long bytes, long oldest)
    {
        _spooled.Add(reports);
        lock (_lock)
        {
            _sum = _sum! with { Reports = _sum.Reports + reports, Bytes = _sum.Bytes + bytes, Oldest = Math.Min(_sum.Oldest ?? oldest, oldest) };
        }
    }

    public void Drained(int reports) => _drained.Add(reports);
}
