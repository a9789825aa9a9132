using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Open311.Connector;

/// <summary>Deletes what went to departments' own systems long ago.</summary>
internal sealed class ConnectorSweep(ForwardStore store, IOptions<ConnectorRunOptions> options, TimeProvider time)
{
    private const int PageSize = 500;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.Now().AddDays(-options.Value.KeepDays);
        while (await store.DeleteOldAsync(before, PageSize, cancellationToken) == PageSize)
        {
        }
    }
}
