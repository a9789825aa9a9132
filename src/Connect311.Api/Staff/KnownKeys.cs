using Connect311.Api.ServiceRequests.Spool;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Staff;

/// <summary>
/// Finds whose a key is. While the database cannot be asked, an app key is believed that this node has seen within some hours, so
/// that its reports can be spooled; with such a key nothing else can be done, for all else needs the database.
/// </summary>
internal sealed class KnownKeys(ApiKeyStore keys, IntakeCircuit circuit, IOptions<SpoolOptions> options, TimeProvider time)
{
    private readonly ShortMemory<ApiKey> _seen = new(time);

    public ValueTask<ApiKey?> FindAsync(string key, CancellationToken cancellationToken) =>
        _seen.Find(key) is { } known ? new(known) : new(LookUpAsync(key, cancellationToken));

    private async Task<ApiKey?> LookUpAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await circuit.HurryAsync(token => _seen.FindAsync(key, () => keys.FindAsync(key, token)), cancellationToken);
        }
        catch (Exception e) when (circuit.IsOutage(e)
            && _seen.Find(key, TimeSpan.FromHours(options.Value.KeyHours)) is { Kind: Role.App })
        {
            return _seen.Find(key, TimeSpan.FromHours(options.Value.KeyHours));
        }
    }
}
