using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Http;

/// <summary>How much may be submitted: so many a minute in the long run, and a burst of so many at once.</summary>
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
    /// <summary>Limits how often each credential, device and address may call a route.</summary>
    /// <remarks>A filter given as a type would be made anew, with empty counts, for each call.</remarks>
    public static RouteHandlerBuilder LimitRate(this RouteHandlerBuilder route) => route.AddEndpointFilter(
        (context, next) => context.HttpContext.RequestServices.GetRequiredService<RateLimiter>().InvokeAsync(context, next));
}
