using System.Collections.Concurrent;
using System.Net;

namespace Connect311.Api.Staff;

/// <summary>Finds out whose a credential is.</summary>
/// <param name="demos">Registered in Development alone.</param>
internal sealed class CallerDirectory(ApiKeyStore keys, TimeProvider time, IEnumerable<DemoCredentials> demos)
{
    private const int MaxRemembered = 10_000;

    /// <summary>A valid key is not asked for again within this time, so a revocation takes as long.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private readonly DemoCredentials? _demo = demos.FirstOrDefault();
    private readonly ConcurrentDictionary<string, (ApiKey Key, long Since)> _known = new();

    public Caller? FindStaff(string token, IPAddress? caller) => _demo?.FindStaff(token, caller);

    public async ValueTask<Caller?> FindAppAsync(string key, IPAddress? caller, CancellationToken cancellationToken) =>
        (_demo is null ? null : DemoCredentials.FindApp(key, caller))
        ?? (await FindKeyAsync(key, cancellationToken) is { Kind: Role.App } app
            ? new(app.Id, Role.App, null, app.Channel!)
            : null);

    public async ValueTask<Caller?> FindDepartmentAsync(string key, CancellationToken cancellationToken) =>
        await FindKeyAsync(key, cancellationToken) is { Kind: Role.Department } department
            ? new(department.Id, Role.Department, department.Department, ServiceRequests.Channel.Open311)
            : null;

    private async ValueTask<ApiKey?> FindKeyAsync(string key, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(key, out var known) && time.GetElapsedTime(known.Since) < Remembered)
        {
            return known.Key;
        }

        if (await keys.FindAsync(key, cancellationToken) is not { } found)
        {
            _known.TryRemove(key, out _);
            return null;
        }

        if (_known.Count >= MaxRemembered)
        {
            _known.Clear();
        }

        _known[key] = (found, time.GetTimestamp());
        return found;
    }
}
