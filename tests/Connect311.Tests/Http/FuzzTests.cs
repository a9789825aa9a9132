using System.Globalization;
using System.Text;

namespace Connect311.Tests.Http;

/// <summary>Whatever is sent to a documented route, the answer is never a failure of ours.</summary>
public sealed class FuzzTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const int Calls = 1_200;
    private const int Seed = 311;

    private static readonly string[] Bodies =
    [
        """
        {"serviceType":"heat-hot-water.entire-building","description":"No \u0068eat.\nSince May.","location":{"latitude":40.67383,
         "longitude":-73.97054,"accuracyMetres":8,"source":"gps"},"address":{"text":"1 Main St","unit":"4B"},"answers":{"missing":"heat",
         "room-temperature":54.5,"since":"2026-05-30T10:00:00-04:00"},"contact":{"name":"Ann","email":"ann@example.org",
         "phone":"+12125550123","language":"es-MX","notify":["email","sms"]},"photos":["0190163d-8694-739b-aea5-966c26f8ad91"],
         "reportedAt":"2026-06-01T14:30:00Z","catalogVersion":1}
        """,
        """{"serviceType":"unsanitary-condition.pests","catalogVersion":7,"answers":{"pest-kinds":["mice"],"x":[{"y":null}]},"z":{"a":[1]},"address":{"text":"x"}}""",
        """{"outcome":"fixed","note":"Filled."}""",
        """{"mode":"best-effort","action":"note","with":{"text":"x"},"items":[{"trackingNumber":"311-10000004","version":1},{"trackingNumber":"10000135","version":2}]}""",
        """{"name":"nyc","timeZone":"America/New_York","fallback":{"department":"311","reason":{"en":"x"}},"rules":[{"id":"x","when":{"words":["a"]},"assign":{"department":"DOT"},"reason":{"en":"x"}}]}""",
    ];

    private static readonly string[] Heads =
        ["", "\u00FF\u00D8\u00FF\u00E1", "\u0089PNG\r\n\u001A\n\0\0\0\rIHDR", "RIFF\u0010\0\0\0WEBPVP8 ", "\0\0\0\u0018ftypheic", "%PDF-1.7"];

    private static readonly string[] Scraps =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-", "1e400", "-1e400", "1e-400", "99999999999999999999", "0.1", "\\", "\\u0000", "\\ud800",
        "\\udc00\\ud800", "\\u2028", "\\x", "\"a\":1,", "{}", "[]", "\u00e9", "\U0001F573", "\0", "\r\n", " ", "//", "NaN", "'", "%", "..", "\u202E",
    ];

    private static readonly string[] Names =
        ["311-10000004", "311-10000005", "10000004", "0190163d-8694-739b-aea5-966c26f8ad91", "DOT", "311", "%00", "%2e%2e", "..", "%F0%9F%95%B3", "%ff", "%25", "'", "a%2Fb", "99999999999999999999", "x"];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("X-Api-Key", ["demo-app", "wrong", "\u007f", "a,b"]),
        ("Authorization", ["Bearer demo-operator", "Bearer demo-admin", "Bearer demo-agent-DOT", "Bearer ", "Basic x", "Bearer demo-agent-\\"]),
        ("Idempotency-Key", ["fuzz", "fuzz-2", "a b", "\"", "~"]),
        ("If-Match", ["\"1\"", "\"2\"", "*", "W/\"1\"", "\"", "\"\"", "\"99999999999\"", "1,2,,"]),
        ("If-None-Match", ["*", "\"1\"", "W/", ",,,", "\"1-1-en\""]),
        ("Accept-Language", ["es", "x-*;q=9", ";;", "de-CH-1996, *;q=0", "-", "en;q=-1"]),
        ("Accept", ["application/xml", "*/*;q=0", "text/html, ;;"]),
        ("X-Reporter-Key", ["x", "\"", "%00"]),
        ("X-Device-Token", ["x", ".", "0190163d8694739baea5966c26f8ad91.1.1.x", "a.b.c.d", "\u007f"]),
        ("X-Forwarded-For", ["203.0.113.9", "::1", "nonsense, ,"]),
        ("Content-Encoding", ["gzip", "identity"]),
        ("Photo-Id", ["0190163d-8694-739b-aea5-966c26f8ad91", "0190163D-8694-739B-AEA5-966C26F8AD92", "x", "../x", "\u007f"]),
        ("Upload-Complete", ["?1", "?0", "1", "?1;a=b", "?1, ?0"]),
        ("Upload-Offset", ["0", "1", "12", "-1", "1e3", "99999999999999999999"]),
        ("Upload-Length", ["0", "12", "20971521", "?1"]),
    ];

    /// <summary>The statuses that the mutations must reach, or they would prove little.</summary>
    private static readonly int[] Reached = [200, 201, 400, 401, 403, 404, 415];

    private static readonly string[] ContentTypes =
        ["application/json", "application/partial-upload", "image/jpeg", "multipart/form-data", "application/json; charset=utf-16", "application/problem+json", "text/plain", "APPLICATION/JSON;x=\"y\""];

    [Fact]
    public async Task No_mutated_call_makes_it_fail()
    {
        using var client = application.Anybody();
        client.Timeout = TimeSpan.FromSeconds(20);
        var routes = await RoutesAsync(client);
        await application.App().SubmittedAsync(Tests.Calls.Pothole);
        var submit = routes.Single(route => route is { Method.Method: "POST", Path: "/v1/service-requests" });
        var random = new Random(Seed);
        var statuses = new Dictionary<int, int>();
        for (var i = 0; i < Calls; i++)
        {
            // However many routes there are: the one that everything begins with has its share.
            using var call = i % 8 == 0 ? NewCall(random, submit, isPlain: i % 16 == 0) : NewCall(random, routes[random.Next(routes.Count)]);
            var described = $"call {i} of seed {Seed}: {call}, body {(call.Content is null ? null : await call.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))}";
            using var response = await client.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            var status = (int)response.StatusCode;

            // A stream has no end.
            var text = response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await response.TextAsync();
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.True(status < 500, $"{status} for {described}: {text}");

            // A path with a NUL is refused by the server's own parser, before anything of ours.
            Assert.True(
                status < 400 || call.RequestUri!.OriginalString.Contains("%00", StringComparison.Ordinal) || response.Content.Headers.ContentType?.MediaType == "application/problem+json",
                $"{status} is no problem for {described}: {text}");
        }

        Assert.All(Reached, status => Assert.True(statuses.ContainsKey(status), $"No call got {status}."));
    }

    [Fact]
    public async Task No_mutated_body_of_a_report_makes_it_fail()
    {
        using var app = application.App();
        var random = new Random(Seed);
        for (var i = 0; i < Calls; i++)
        {
            var body = Mutated(random, Bodies[random.Next(2)]);
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = new("application/json");
            using var response = await app.PostAsync("/v1/service-requests", content, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode < 500, $"{response.StatusCode} for body {i} of seed {Seed}: {body}");
        }
    }

    private static async Task<List<(HttpMethod Method, string Path, string[] Query)>> RoutesAsync(HttpClient client)
    {
        var document = await (await client.ReadAsync("/openapi/v1.json")).JsonAsync();
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (
            new HttpMethod(operation.Name.ToUpperInvariant()),
            path.Name,
            operation.Value.GetProperty("parameters").EnumerateArray().Where(one => one.Text("in") == "query").Select(one => one.Text("name")).ToArray())))];
    }

    /// <param name="isPlain">Whether its headers are those of an app: then what it says is looked at.</param>
    private static HttpRequestMessage NewCall(Random random, (HttpMethod Method, string Path, string[] Query) route, bool isPlain = false)
    {
        var path = string.Join('/', route.Path.Split('/').Select(part => part.StartsWith('{') ? Pick(random, Names) : part));
        var query = string.Join('&', route.Query.Where(_ => random.Next(2) == 0).Select(name => $"{name}={Pick(random, Names)}{Pick(random, ["", ",", "&"])}"));
        var call = new HttpRequestMessage(!isPlain && random.Next(12) == 0 ? HttpMethod.Put : route.Method, query.Length == 0 ? path : $"{path}?{query}");
        if (route.Method == HttpMethod.Post || route.Method == HttpMethod.Put || route.Method == HttpMethod.Patch)
        {
            var body = Pick(random, Bodies);
            call.Content = new ByteArrayContent(!isPlain && random.Next(8) == 0 ? Bytes(random) : Encoding.UTF8.GetBytes(random.Next(3) == 0 ? body : Mutated(random, body)));
            call.Content.Headers.TryAddWithoutValidation("Content-Type", !isPlain && random.Next(3) == 0 ? Pick(random, ContentTypes) : "application/json");
        }

        if (isPlain)
        {
            call.Headers.TryAddWithoutValidation("X-Api-Key", "demo-app");
            return call;
        }

        foreach (var (name, values) in Headers.Where(_ => random.Next(3) == 0))
        {
            call.Headers.TryAddWithoutValidation(name, Pick(random, values));
        }

        return call;
    }

    /// <summary>What begins as a photo does, and goes on anyhow.</summary>
    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(0, 200)];
        random.NextBytes(bytes);
        return [.. Pick(random, Heads).Select(letter => (byte)letter), .. bytes];
    }

    private static string Mutated(Random random, string body)
    {
        var text = new StringBuilder(body);
        for (var i = random.Next(4); i >= 0 && text.Length > 2; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Pick(random, Scraps));
                    break;
                case 2:
                    text[at] = (char)random.Next(32, 127);
                    break;
                default:
                    Replace(random, text);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Puts a scrap in the place of a whole value, which keeps more bodies readable.</summary>
    private static void Replace(Random random, StringBuilder text)
    {
        var values = text.ToString().Split(':');
        var at = random.Next(1, Math.Max(2, values.Length));
        if (at < values.Length)
        {
            var end = values[at].IndexOfAny([',', '}']);
            values[at] = Pick(random, Scraps) + (end < 0 ? "" : values[at][end..]);
            text.Clear().Append(string.Create(CultureInfo.InvariantCulture, $"{string.Join(':', values)}"));
        }
    }

    private static string Pick(Random random, string[] among) => among[random.Next(among.Length)];
}
