using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connect311.Tests.Photos;

/// <summary>As much of Azure Blob Storage as photos need: block blobs, append blobs and their list, for calls that are signed with its key.</summary>
internal sealed class BlobServer : IAsyncDisposable
{
    private const string Account = "devaccount";
    private const string Container = "photos";
    private const string Modified = "Mon, 01 Jun 2026 12:00:00 GMT";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Blob> _blobs = new();
    private readonly WebApplication _server;

    private BlobServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Whether every call is answered 503.</summary>
    public bool IsDown { get; set; }

    public IReadOnlyList<string> Names => [.. _blobs.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Calls whose signature was wrong.</summary>
    public int Unsigned { get; private set; }

    public string Connection =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Convert.ToBase64String(_key)};BlobEndpoint={_server.Urls.First()}/{Account};";

    public static async Task<BlobServer> StartAsync()
    {
        var server = new BlobServer();
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public byte[] BytesOf(string name) => _blobs[name].Bytes;

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Headers["x-ms-version"] = request.Headers["x-ms-version"];
        context.Response.Headers["x-ms-request-id"] = "1";
        if (IsDown || !IsSigned(request))
        {
            Unsigned += IsDown ? 0 : 1;
            context.Response.StatusCode = IsDown ? 503 : 403;
            return;
        }

        var name = request.Path.Value![$"/{Account}/{Container}".Length..].TrimStart('/');
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        switch (request.Method, request.Query["comp"].ToString())
        {
            case ("GET", "list"):
                await context.Response.WriteAsync(ListOf(request.Query["prefix"].ToString()));
                break;
            case ("PUT", "appendblock"):
                Append(context, name, body.ToArray());
                break;
            case ("PUT", "metadata"):
                _blobs[name] = _blobs[name] with { Length = request.Headers["x-ms-meta-length"] };
                Tell(context, _blobs[name]);
                break;
            case ("PUT", _):
                _blobs[name] = new(body.ToArray(), request.Headers["x-ms-meta-length"]);
                Tell(context, _blobs[name], 201);
                break;
            case ("DELETE", _):
                context.Response.StatusCode = _blobs.TryRemove(name, out _) ? 202 : Missing(context);
                break;
            default:
                await ReadAsync(context, name);
                break;
        }
    }

    private void Append(HttpContext context, string name, byte[] bytes)
    {
        if (!_blobs.TryGetValue(name, out var blob))
        {
            context.Response.StatusCode = Missing(context);
        }
        else if (context.Request.Headers["x-ms-blob-condition-appendpos"].ToString() is { Length: > 0 } position
            && position != blob.Bytes.Length.ToString(CultureInfo.InvariantCulture))
        {
            context.Response.Headers["x-ms-error-code"] = "AppendPositionConditionNotMet";
            context.Response.StatusCode = 412;
        }
        else
        {
            context.Response.Headers["x-ms-blob-append-offset"] = blob.Bytes.Length.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["x-ms-blob-committed-block-count"] = "1";
            _blobs[name] = blob with { Bytes = [.. blob.Bytes, .. bytes] };
            Tell(context, _blobs[name], 201);
        }
    }

    private async Task ReadAsync(HttpContext context, string name)
    {
        if (!_blobs.TryGetValue(name, out var blob))
        {
            context.Response.StatusCode = Missing(context);
            return;
        }

        Tell(context, blob);
        context.Response.Headers["x-ms-blob-type"] = name.StartsWith("upload/", StringComparison.Ordinal) ? "AppendBlob" : "BlockBlob";
        if (blob.Length is not null)
        {
            context.Response.Headers["x-ms-meta-length"] = blob.Length;
        }

        var bytes = blob.Bytes;
        if (context.Request.Headers["x-ms-range"].ToString() is { Length: > 0 } range)
        {
            var ends = range["bytes=".Length..].Split('-');
            var from = int.Parse(ends[0], CultureInfo.InvariantCulture);
            var to = ends[1].Length == 0 ? bytes.Length - 1 : Math.Min(bytes.Length - 1, int.Parse(ends[1], CultureInfo.InvariantCulture));
            context.Response.Headers.ContentRange = $"bytes {from}-{to}/{bytes.Length}";
            context.Response.StatusCode = 206;
            bytes = bytes[from..(to + 1)];
        }

        context.Response.ContentLength = bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes);
        }
    }

    private static int Missing(HttpContext context)
    {
        context.Response.Headers["x-ms-error-code"] = "BlobNotFound";
        return 404;
    }

    private static void Tell(HttpContext context, Blob blob, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.ETag = $"\"0x{Convert.ToHexString(SHA256.HashData(blob.Bytes))[..16]}\"";
        context.Response.Headers.LastModified = Modified;
    }

    private string ListOf(string prefix) => new XElement(
        "EnumerationResults",
        new XAttribute("ContainerName", Container),
        new XElement("Blobs", _blobs.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => new XElement(
            "Blob",
            new XElement("Name", name),
            new XElement("Properties", new XElement("Last-Modified", Modified), new XElement("Etag", "0x1"), new XElement("Content-Length", _blobs[name].Bytes.Length))))),
        new XElement("NextMarker")).ToString();

    /// <summary>The signature of a shared key, as the service describes it.</summary>
    private bool IsSigned(HttpRequest request)
    {
        string Of(string header) => request.Headers[header].ToString();
        var length = request.ContentLength is null or 0 ? "" : request.ContentLength.Value.ToString(CultureInfo.InvariantCulture);
        var headers = string.Concat(request.Headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .OrderBy(header => header.Key.ToLowerInvariant(), StringComparer.Ordinal).Select(header => $"{header.Key.ToLowerInvariant()}:{header.Value}\n"));
        var query = string.Concat(request.Query.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"\n{one.Key}:{one.Value}"));
        var said = string.Join('\n', request.Method, Of("Content-Encoding"), Of("Content-Language"), length, Of("Content-MD5"), Of("Content-Type"), "",
            Of("If-Modified-Since"), Of("If-Match"), Of("If-None-Match"), Of("If-Unmodified-Since"), Of("Range"), headers + $"/{Account}{request.Path}{query}");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(said)));
        return Of("Authorization") == $"SharedKey {Account}:{signature}";
    }

    private sealed record Blob(byte[] Bytes, string? Length);
}
