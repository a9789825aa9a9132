using System.Text;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Bytes that are no HTTP, or hardly.</summary>
internal static class RawTricks
{
    private const string Host = "Host: 127.0.0.1\r\n";
    private const string Post = "POST /v1/service-requests HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: demo-app\r\nContent-Type: application/json\r\n";

    private static readonly string[] Fixed =
    [
        "GET /v1/service-types HTTP/1.1\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\nHost: a\n\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost: \0\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.0\r\n\r\n",
        "GET /v1/tokens/a HTTP/0.9\r\n\r\n",
        "GET /v1/tokens/a HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /v1/tokens/a\r\n\r\n",
        "GET  /v1/tokens/a  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost: a\r\nX-Fold: a\r\n b\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost: a\r\nX-Nul: a\0b\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost: a\r\nno-colon\r\n\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\nHost: a\r\nX-Cut",
        "\r\n\r\n\r\nGET /v1/tokens/a HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0",
        "\0\0\0\0",
        "{}",
        "CONNECT 127.0.0.1:80 HTTP/1.1\r\n" + Host + "\r\n",
        "OPTIONS * HTTP/1.1\r\n" + Host + "\r\n",
        "GET /v1/tokens/a HTTP/1.1\r\n" + Host + "\r\nGET /v1/tokens/b HTTP/1.1\r\n" + Host + "\r\n",
        Post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        Post + "Content-Length: -1\r\n\r\n{}",
        Post + "Content-Length: +2\r\n\r\n{}",
        Post + "Content-Length: 2, 2\r\n\r\n{}",
        Post + "Content-Length: 99999999999999999999\r\n\r\n{}",
        Post + "Content-Length: 100\r\n\r\n{\"serviceType\":",
        Post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2;ext=\"\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nTrailer: a\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: \u00ff\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: a\0\u00ffb\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{",
        Post + "Transfer-Encoding: gzip\r\n\r\n{}",
        Post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        Post + "\r\n",
        Post + "Content-Length: 0\r\n\r\n",
        Post + "Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}",
    ];

    public static byte[] Make(Random random, byte[] ordinary)
    {
        var bytes = random.Next(3) == 0 ? (byte[])ordinary.Clone() : Encoding.Latin1.GetBytes(random.Pick(Fixed));
        for (var times = random.Next(4); times > 0 && bytes.Length > 0; times--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(6) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
