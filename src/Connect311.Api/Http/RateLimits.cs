using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Connect311.Api.Staff;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Http;

/// <summary>How much one app key may send.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Submissions a minute of one app key; as many may come at once. Default 6,000.</summary>
    [Range(1, 10_000_000)]
    public int SubmissionsPerMinute { get; init; } = 6_000;
}

/// <summary>
/// A token bucket for each credential; the answer carries the IETF draft's <c>RateLimit-*</c> headers
/// (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options) : IEndpointFilter, IDisposable
{
    private const int PeriodsPerMinute = 60;

    private readonly int _limit = options.Value.SubmissionsPerMinute;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new()
        {
            TokenLimit = options.Value.SubmissionsPerMinute,
            TokensPerPeriod = Math.Max(1, options.Value.SubmissionsPerMinute / PeriodsPerMinute),
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / Math.Min(PeriodsPerMinute, options.Value.SubmissionsPerMinute),
        }));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var caller = Caller.Of(context.HttpContext.User);
        if (!caller.IsLimited)
        {
            return await next(context);
        }

        using var lease = _limiter.AttemptAcquire(caller.Id);
        var headers = context.HttpContext.Response.Headers;
        headers["RateLimit-Limit"] = Text(_limit);
        headers["RateLimit-Remaining"] = Text(_limiter.GetStatistics(caller.Id)?.CurrentAvailablePermits ?? 0);
        headers["RateLimit-Reset"] = Text(1);
        return lease.IsAcquired
            ? await next(context)
            : new ProblemResult(ProblemCode.RateLimited) { RetryAfter = 1 };
    }

    public void Dispose() => _limiter.Dispose();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
