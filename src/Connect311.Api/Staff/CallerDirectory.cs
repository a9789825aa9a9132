using System.Net;
using Connect311.Api.Databases;
using Connect311.Api.Staff.People;

namespace Connect311.Api.Staff;

/// <summary>Finds out whose a key or a personal access token is.</summary>
/// <param name="demos">Registered in Development alone.</param>
internal sealed partial class CallerDirectory(
    KnownKeys keys, StaffTokens tokens, TimeProvider time, ILogger<CallerDirectory> logger, IEnumerable<DemoCredentials> demos)
{
    /// <summary>How long a call waits for the note that its token was used.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly DemoCredentials? _demo = demos.FirstOrDefault();
    private readonly ShortMemory<GoodToken> _tokens = new(time);

    public async ValueTask<Caller?> FindStaffAsync(string token, IPAddress? caller, CancellationToken cancellationToken) =>
        _demo?.FindStaff(token, caller)
        ?? (StaffTokens.IsToken(token) && await FindTokenAsync(token, cancellationToken) is { } found
            ? Caller.OfStaff(found.StaffId, found.Role, found.Department)
            : null);

    public async ValueTask<Caller?> FindAppAsync(string key, IPAddress? caller, CancellationToken cancellationToken) =>
        (_demo is null ? null : DemoCredentials.FindApp(key, caller))
        ?? (await keys.FindAsync(key, cancellationToken) is { Kind: Role.App } app
            ? new(app.Id, Role.App, null, app.Channel!)
            : null);

    public async ValueTask<Caller?> FindDepartmentAsync(string key, CancellationToken cancellationToken) =>
        await keys.FindAsync(key, cancellationToken) is { Kind: Role.Department } department
            ? new(department.Id, Role.Department, department.Department, ServiceRequests.Channel.Open311)
            : null;

    private async ValueTask<GoodToken?> FindTokenAsync(string token, CancellationToken cancellationToken)
    {
        var hash = tokens.HashOf(token);
        var found = _tokens.Find(hash) ?? await LookUpTokenAsync(hash, cancellationToken);
        return found is not null && time.GetUtcNow() < found.ExpiresAt ? found : null;
    }

    private Task<GoodToken?> LookUpTokenAsync(string hash, CancellationToken cancellationToken) =>
        _tokens.FindAsync(hash, () => FindAndTouchAsync(hash, cancellationToken));

    private async Task<GoodToken?> FindAndTouchAsync(string hash, CancellationToken cancellationToken)
    {
        var found = await tokens.FindGoodAsync(hash, cancellationToken);
        if (found is not null && time.GetUtcNow() < found.ExpiresAt)
        {
            await TouchAsync(found, cancellationToken);
        }

        return found;
    }

    /// <summary>A database that can be read, and written late or not at all, still knows its staff.</summary>
    private async Task TouchAsync(GoodToken token, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await tokens.TouchAsync(token, either.Token);
        }
        catch (Exception e) when (DatabaseErrors.IsUnavailable(e) || (e is OperationCanceledException && patience.IsCancellationRequested))
        {
            LogUntouched(logger, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "That a token was used could not be noted.")]
    private static partial void LogUntouched(ILogger logger, Exception failure);
}
