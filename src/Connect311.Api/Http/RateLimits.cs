using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
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

internal static class RateLimits
{
    /// <summary>Limits how often each credential may call a route.</summary>
    /// <remarks>A filter given as a type would be made anew, with empty counts, for each call.</remarks>
    public static RouteHandlerBuilder LimitRate(this RouteHandlerBuilder route) => route.AddEndpointFilter(
        (context, next) => context.HttpContext.RequestServices.GetRequiredService<RateLimiter>().InvokeAsync(context, next));
}

/// <summary>
/// A token bucket for each credential; the answer carries the IETF draft's <c>RateLimit-*</c> headers
/// (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
internal sealed class RateLimiter(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly int _limit = options.Value.SubmissionsPerMinute;
    private readonly long _start = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Refuse(context.HttpContext) is { } refusal ? refusal : await next(context);

    /// <summary>Counts one report of the caller's, and says in the headers what is left.</summary>
    /// <returns>Why it may not come now; null where it may.</returns>
    public ProblemResult? Refuse(HttpContext context)
    {
        var caller = Caller.Of(context.User);
        return caller.IsLimited ? Refuse(context, caller.Id, _limit) : null;
    }

    /// <summary>Counts one call for a bucket, and says in the headers what is left in it.</summary>
    /// <param name="bucket">Who or what is counted; callers are counted by their ids, so that any other names its purpose.</param>
    /// <param name="limit">So many a minute; as many may come at once.</param>
    /// <returns>Why it may not come now; null where it may.</returns>
    public ProblemResult? Refuse(HttpContext context, string bucket, int limit)
    {
        var take = _buckets.GetOrAdd(bucket, _ => new()).Take(time.GetElapsedTime(_start), Window / limit);
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = Text(limit);
        headers["RateLimit-Remaining"] = Text(take.Remaining);
        headers["RateLimit-Reset"] = Text(Seconds(take.FullIn));
        return take.Wait is { } wait ? new ProblemResult(ProblemCode.RateLimited) { RetryAfter = Seconds(wait) } : null;
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Remaining">How many may come at once after this one.</param>
    /// <param name="FullIn">Until the whole quota is there again.</param>
    /// <param name="Wait">How long this one must wait; null when it may pass.</param>
    private readonly record struct Took(int Remaining, TimeSpan FullIn, TimeSpan? Wait);

    /// <summary>Knows only when it will be full again; each call takes the time that one costs.</summary>
    private sealed class Bucket
    {
        private readonly Lock _lock = new();
        private TimeSpan _fullAt;

        public Took Take(TimeSpan now, TimeSpan cost)
        {
            lock (_lock)
            {
                var fullAt = (_fullAt > now ? _fullAt : now) + cost;
                var over = fullAt - now - Window;
                if (over <= TimeSpan.Zero)
                {
                    _fullAt = fullAt;
                }

                var fullIn = _fullAt - now;
                return new((int)((Window - fullIn) / cost), fullIn, over > TimeSpan.Zero ? over : null);
            }
        }
    }
}
