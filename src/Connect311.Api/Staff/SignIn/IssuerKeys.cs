using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Staff.SignIn;

/// <summary>
/// Makes sure that the issuer's discovery document and keys are there before a token is judged. They are fetched when
/// the first token comes, not at the start; once there, they are kept and renewed behind the calls.
/// </summary>
internal sealed partial class IssuerKeys(IOptionsMonitor<JwtBearerOptions> options, TimeProvider time, ILogger<IssuerKeys> logger) : IDisposable
{
    /// <summary>An issuer that did not answer is left alone for so long; a queue of calls must not wait for it one by one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _areThere;
    private (long Since, Exception Cause)? _failure;

    /// <exception cref="IssuerUnavailableException">They have never been had, and cannot be had now.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_areThere)
        {
            return;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_areThere)
            {
                await FetchAsync();
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task FetchAsync()
    {
        if (_failure is { } failure && time.GetElapsedTime(failure.Since) < Patience)
        {
            throw new IssuerUnavailableException(failure.Cause);
        }

        try
        {
            // Not the caller's token: who hangs up must not make the next one begin anew.
            await options.Get(IssuerSignIn.SchemeName).ConfigurationManager!.GetConfigurationAsync(CancellationToken.None);
            _areThere = true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or OperationCanceledException or ArgumentException)
        {
            _failure = (time.GetTimestamp(), e);
            LogUnavailable(logger, e);
            throw new IssuerUnavailableException(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The issuer of sign-ins cannot be reached; its tokens wait.")]
    private static partial void LogUnavailable(ILogger logger, Exception failure);
}
