using System.IO.Compression;

namespace Connect311.Api.Http;

/// <summary>How what is compressed once and sent often is coded (RFC 9110, 8.4.1).</summary>
internal static class ContentCoding
{
    public const string Identity = "identity";
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    /// <summary>The best coding that the caller takes.</summary>
    public static string Of(HttpRequest request)
    {
        var weights = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var coding in request.GetTypedHeaders().AcceptEncoding)
        {
            weights[coding.Value.Value ?? ""] = coding.Quality ?? 1;
        }

        double WeightOf(string coding) => weights.TryGetValue(coding, out var weight) ? weight : weights.GetValueOrDefault("*");

        // Of those that are wanted alike, the smallest.
        return new[] { Brotli, Gzip }.Where(coding => WeightOf(coding) > 0).OrderByDescending(WeightOf).FirstOrDefault(Identity);
    }

    /// <summary>A body in a coding, as small as it gets: it is made once.</summary>
    public static byte[] Encode(byte[] body, string coding)
    {
        if (coding == Identity)
        {
            return body;
        }

        var encoded = new MemoryStream();
        using (Stream stream = coding == Brotli
            ? new BrotliStream(encoded, CompressionLevel.SmallestSize, leaveOpen: true)
            : new GZipStream(encoded, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(body);
        }

        return encoded.ToArray();
    }
}
