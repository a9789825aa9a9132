using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;

namespace Connect311.Api.Http;

/// <summary>How much may be submitted, read and done: so many a minute in the long run, and a burst of so many at once.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Submissions a minute of one app key or member of staff. Default 6,000.</summary>
    [Range(1, 10_000_000)]
    public int SubmissionsPerMinute { get; init; } = 6_000;

    /// <summary>How many of them may come at once; as many as in a minute by default.</summary>
    [Range(1, 10_000_000)]
    public int? SubmissionsBurst { get; init; }

    /// <summary>Submissions a minute of one device. Default 20.</summary>
    [Range(1, 10_000_000)]
    public int DevicePerMinute { get; init; } = 20;

    /// <summary>How many of them may come at once; a phone's whole queue should. Default 200.</summary>
    [Range(1, 10_000_000)]
    public int DeviceBurst { get; init; } = 200;

    /// <summary>Submissions a minute from one address, behind which a whole building or a city's own web site may be. Default 6,000.</summary>
    [Range(1, 10_000_000)]
    public int AddressPerMinute { get; init; } = 6_000;

    /// <summary>How many of them may come at once; as many as in a minute by default.</summary>
    [Range(1, 10_000_000)]
    public int? AddressBurst { get; init; }

    /// <summary>What anybody may read, of one address and without a credential of the server's, a minute. Default 600.</summary>
    [Range(1, 10_000_000)]
    public int ReadsPerMinute { get; init; } = 600;

    /// <summary>How many of them may come at once. Default 1,200.</summary>
    [Range(1, 10_000_000)]
    public int ReadsBurst { get; init; } = 1_200;

    /// <summary>What residents do under a reporter key, a device token or a link, of one address, a minute. Default 60.</summary>
    [Range(1, 10_000_000)]
    public int ActionsPerMinute { get; init; } = 60;

    /// <summary>How many of them may come at once. Default 300.</summary>
    [Range(1, 10_000_000)]
    public int ActionsBurst { get; init; } = 300;
}

/// <summary>What a bucket gives: so many a minute, and so many at once.</summary>
internal readonly record struct Quota(int PerMinute, int Burst)
{
    /// <summary>As many at once as in a minute.</summary>
    public static Quota Even(int perMinute) => new(perMinute, perMinute);

    /// <summary>How long one call takes to come back.</summary>
    public TimeSpan Cost => TimeSpan.FromMinutes(1) / PerMinute;
}

internal static class RateLimits
{
    private static readonly string[] Faces = ["/v1", "/open311"];

    /// <summary>Limits how often each credential, device and address may call a route.</summary>
    /// <remarks>A filter given as a type would be made anew, with empty counts, for each call.</remarks>
    public static RouteHandlerBuilder LimitRate(this RouteHandlerBuilder route) => route.AddEndpointFilter(
        (context, next) => context.HttpContext.RequestServices.GetRequiredService<RateLimiter>().InvokeAsync(context, next));

    /// <summary>What a group's calls bring is counted by itself; what they read is counted with what anybody reads.</summary>
    public static TBuilder CountsBringing<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new BringingIsCounted());

    /// <summary>
    /// Limits what an address may call on all routes that anybody may, so that none is forgotten. Whoever has an app key or a token of the staff's is known, and
    /// counted by that.
    /// </summary>
    public static void UseAddressLimits(this WebApplication app)
    {
        var limiter = app.Services.GetRequiredService<RateLimiter>();
        app.Use(async (context, next) =>
        {
            if (IsAnybodys(context.GetEndpoint()) && limiter.RefuseAnybody(context) is { } refusal)
            {
                await refusal.ExecuteAsync(context);
                return;
            }

            await next(context);
        });
    }

    /// <summary>Whether the calls of a route are counted by their address; health, metrics and documents are not.</summary>
    public static bool IsAnybodys(Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } path } && Array.Exists(Faces, root => path.StartsWith(root, StringComparison.Ordinal))
        && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}

/// <summary>Says of a route that what its calls bring is counted elsewhere.</summary>
internal sealed record BringingIsCounted;
