using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Catalog;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Lookup;

/// <summary>How an answer depends on who asks: its entity tag, its language, and whether a cache may keep it.</summary>
internal sealed class CallerView(ReporterKeys reporterKeys, CurrentCity city)
{
    /// <summary>Whether a call names a reporter key at all.</summary>
    public static bool HasKey(HttpContext context) => context.Request.Headers[ReporterKeys.Header].Count > 0;

    /// <summary>The one of the numbers whose reporter key was sent, or null.</summary>
    public TrackingNumber? OwnOf(HttpContext context, IEnumerable<TrackingNumber> numbers)
    {
        var key = context.Request.Headers[ReporterKeys.Header].ToString();
        if (key.Length == 0)
        {
            return null;
        }

        foreach (var number in numbers)
        {
            if (reporterKeys.Fits(number, key))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>
    /// The number of a route whose reporter key was sent; otherwise the refusal, which is the same for every number: without
    /// the key nobody learns whether there is such a request.
    /// </summary>
    public TrackingNumber? ReadOwn(string trackingNumber, HttpContext context, out ProblemResult? refusal)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out refusal) is not { } number)
        {
            return null;
        }

        var own = OwnOf(context, [number]);
        refusal = own is not null ? null
            : !HasKey(context) ? new(ProblemCode.CredentialRequired)
            : new(ProblemCode.CredentialRefused);
        return own;
    }

    /// <summary>What tells a list of requests from another: which are in it, in which version.</summary>
    public static string VersionOf(IEnumerable<FoundRequest> requests)
    {
        var versions = string.Join(',', requests.Select(request => string.Create(CultureInfo.InvariantCulture, $"{request.Row.Id}:{request.Version}")));
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(versions)).AsSpan(0, 16));
    }

    /// <summary>Sets the headers of an answer.</summary>
    /// <param name="version">What tells this answer from an older or newer one under the same address.</param>
    /// <returns>Its entity tag.</returns>
    public string Describe(HttpContext context, string version, string language, TrackingNumber? own)
    {
        var headers = context.Response.Headers;
        var etag = string.Create(CultureInfo.InvariantCulture, $"\"{version}-{city.Value.Catalog.Version}-{language}{(own is null ? "" : "-own")}\"");
        headers.ETag = etag;
        headers.ContentLanguage = language;
        headers.Vary = $"Accept-Language, {ReporterKeys.Header}, {DeviceTokens.Header}";
        headers.CacheControl = own is null ? "public, max-age=0, must-revalidate" : "private, no-store";
        return etag;
    }
}
