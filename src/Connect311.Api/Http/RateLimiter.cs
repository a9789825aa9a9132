using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Connect311.Api.Devices;
using Connect311.Api.Staff;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Http;

/// <summary>
/// Buckets of an app key (or member of staff), a device and an address: a call needs one of each. The answer carries the IETF draft's
/// <c>RateLimit-*</c> headers (draft-ietf-httpapi-ratelimit-headers) of the bucket that is nearest to its end.
/// </summary>
internal sealed class RateLimiter(IOptions<RateLimitOptions> options, DeviceTokens devices, TimeProvider time)
{
    /// <summary>Whoever has an IPv6 address has a network of 64 bits of them.</summary>
    private const int NetworkBytes = 8;

    private readonly RateLimitOptions _options = options.Value;
    private readonly RateBuckets _buckets = new(time);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Refuse(context.HttpContext) is { } refusal ? refusal : await next(context);

    /// <summary>Counts one report of the caller's, and says in the headers what is left.</summary>
    /// <returns>Why it may not come now; null where it may.</returns>
    public ProblemResult? Refuse(HttpContext context)
    {
        var caller = Caller.Of(context.User);
        return caller.IsLimited ? Refuse(context, [.. BucketsOf(caller, context)]) : null;
    }

    /// <summary>Counts one call for a bucket, and says in the headers what is left in it.</summary>
    /// <param name="bucket">Who or what is counted; callers are counted by their ids, so that any other names its purpose.</param>
    /// <param name="limit">So many a minute; as many may come at once.</param>
    /// <returns>Why it may not come now; null where it may.</returns>
    public ProblemResult? Refuse(HttpContext context, string bucket, int limit) => Refuse(context, [(bucket, Quota.Even(limit))]);

    /// <summary>Counts one call of whoever has no credential of the server's, by the address alone.</summary>
    /// <returns>Why it may not come now; null where it may.</returns>
    public ProblemResult? RefuseAnybody(HttpContext context)
    {
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return context.User.Identity?.IsAuthenticated == true
            || context.Connection.RemoteIpAddress is not { } address
            || (!reads && context.GetEndpoint()?.Metadata.GetMetadata<BringingIsCounted>() is not null) ? null
            : reads ? Refuse(context, [($"reads:{NameOf(address)}", new(_options.ReadsPerMinute, _options.ReadsBurst))])
            : Refuse(context, [($"actions:{NameOf(address)}", new(_options.ActionsPerMinute, _options.ActionsBurst))]);
    }

    private IEnumerable<(string Name, Quota Quota)> BucketsOf(Caller caller, HttpContext context)
    {
        yield return (caller.Id, new(_options.SubmissionsPerMinute, _options.SubmissionsBurst ?? _options.SubmissionsPerMinute));
        if (devices.Read(context.Request.Headers[DeviceTokens.Header].ToString()) is { Device: var device })
        {
            yield return ($"device:{device}", new(_options.DevicePerMinute, _options.DeviceBurst));
        }

        if (context.Connection.RemoteIpAddress is { } address)
        {
            yield return ($"address:{NameOf(address)}", new(_options.AddressPerMinute, _options.AddressBurst ?? _options.AddressPerMinute));
        }
    }

    private ProblemResult? Refuse(HttpContext context, IReadOnlyList<(string Name, Quota Quota)> asked)
    {
        var tightest = (Took: default(RateBuckets.Took), Quota: default(Quota));
        for (var i = 0; i < asked.Count; i++)
        {
            var took = _buckets.Take(asked[i].Name, asked[i].Quota);
            if (took.Wait is { } wait)
            {
                foreach (var (name, quota) in asked.Take(i))
                {
                    _buckets.GiveBack(name, quota);
                }

                Tell(context, took, asked[i].Quota);
                return new(ProblemCode.RateLimited) { RetryAfter = Seconds(wait) };
            }

            if (i == 0 || took.Remaining < tightest.Took.Remaining)
            {
                tightest = (took, asked[i].Quota);
            }
        }

        Tell(context, tightest.Took, tightest.Quota);
        return null;
    }

    private static void Tell(HttpContext context, RateBuckets.Took took, Quota quota)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = Text(quota.Burst);
        headers["RateLimit-Remaining"] = Text(took.Remaining);
        headers["RateLimit-Reset"] = Text(Seconds(took.FullIn));
        headers["RateLimit-Policy"] = $"{Text(quota.PerMinute)};w=60;burst={Text(quota.Burst)}";
    }

    private static string NameOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes(), 0, NetworkBytes) : plain.ToString();
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
