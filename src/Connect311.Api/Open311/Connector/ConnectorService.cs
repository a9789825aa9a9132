using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Open311.Connector;

/// <summary>
/// Hands over what the outbox holds, sends what is due, and fetches what was said, of each department by one node at a time. Should two
/// do it, each event would still be sent by one, and each update taken once.
/// </summary>
internal sealed class ConnectorTurn(HandOver handOver, Connectors connectors, DepartmentTurn department, ConnectorCounting counting)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (connectors.Departments.Count == 0)
        {
            return;
        }

        while (await handOver.PageAsync(cancellationToken) == HandOver.PageSize)
        {
        }

        // A system that is slow must hold up no other.
        await Task.WhenAll(connectors.Departments.Select(code => department.RunAsync(code, connectors.Of(code)!, cancellationToken)));
        await counting.LookAsync(cancellationToken);
    }
}

/// <summary>Speaks with the system of one department, unless another node does.</summary>
internal sealed class DepartmentTurn(Forwarder forwarder, UpdateFetch fetch, Leases leases, TimeProvider time)
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(5);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, DateTimeOffset> _fetchedAt = [];

    public Task RunAsync(string department, ConnectorOptions system, CancellationToken cancellationToken) =>
        leases.UnderAsync(ConnectorClient.PipelineOf(department), LeaseLength, lease => RunAsync(lease, department, system, cancellationToken), cancellationToken);

    private async Task<bool> RunAsync(Lease lease, string department, ConnectorOptions system, CancellationToken cancellationToken)
    {
        while (await forwarder.RunAsync(department, system, cancellationToken) > 0)
        {
            if (!await leases.RenewAsync(lease, LeaseLength, cancellationToken))
            {
                return false;
            }
        }

        if (system.FetchSeconds > 0 && time.GetUtcNow() - _fetchedAt.GetValueOrDefault(department) >= TimeSpan.FromSeconds(system.FetchSeconds))
        {
            _fetchedAt[department] = time.GetUtcNow();
            return await fetch.RunAsync(department, system, cancellationToken);
        }

        return true;
    }
}

/// <summary>Looks now and then how many events wait, and how many are dead.</summary>
internal sealed class ConnectorCounting(ForwardStore store, ConnectorCounts counts, TimeProvider time) : StateCounting(time)
{
    protected override Task<int> CountAsync(string state, CancellationToken cancellationToken) => store.CountAsync(state, cancellationToken);

    protected override void Set(int waiting, int dead) => counts.Set(waiting, dead);
}

/// <summary>Does so every few seconds.</summary>
internal sealed partial class ConnectorService(
    ConnectorTurn turn, IOptions<ConnectorRunOptions> options, TimeProvider time, ILogger<ConnectorService> logger) : RecurringService(time)
{
    protected override TimeSpan Every => TimeSpan.FromSeconds(options.Value.Seconds);

    protected override bool IsOn => options.Value.Run;

    protected override Task TurnAsync(CancellationToken cancellationToken) => turn.RunAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogFailure(logger, error);

    [LoggerMessage(LogLevel.Error, "Departments' own systems could not be spoken with; it is tried again.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
