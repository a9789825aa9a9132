using System.Globalization;
using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>Versions on the wire: strong entity tags (RFC 9110).</summary>
internal static class ETags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Whether the caller already has what <paramref name="etag"/> names (If-None-Match, weak comparison).</summary>
    public static bool Matches(HttpRequest request, string etag)
    {
        foreach (var line in request.Headers.IfNoneMatch)
        {
            foreach (var tag in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (tag == "*" || tag == etag || tag == "W/" + etag)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The version that If-Match names; otherwise the refusal.</summary>
    public static int? ReadIfMatch(HttpRequest request, out ProblemResult? refusal)
    {
        refusal = null;
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0)
        {
            refusal = new(ProblemCode.VersionRequired);
            return null;
        }

        if (header.Length > 2 && header[0] == '"' && header[^1] == '"'
            && int.TryParse(header.AsSpan(1, header.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        refusal = new(ProblemCode.ValidationFailed, [new("/If-Match", FaultCodes.InvalidFormat, "expected", "\"<version>\"")]);
        return null;
    }
}
