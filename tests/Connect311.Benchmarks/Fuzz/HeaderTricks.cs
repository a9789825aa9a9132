using System.Globalization;
using System.Text;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Makes headers: the ones that an operation needs, and hostile ones.</summary>
internal sealed class HeaderTricks(FuzzWorld world)
{
    private static readonly string[] Languages =
    [
        "en", "es", "es-MX, en;q=0.5", "*", "", ";q=1", "en;q=2", "en;q=abc", "x-klingon", "zz-" + new string('a', 300), "en,,,,es", "a-b-c-d-e-f-g",
        "-", "es;q=0", "EN", "es_MX", "--", "e", "en;q=0.000000001",
    ];

    private static readonly string[] Versions =
        ["\"1\"", "\"2\"", "\"3\"", "1", "*", "W/\"1\"", "\"\"", "\"-1\"", "\"01\"", "\"2147483648\"", "\"1\", \"2\"", "\"a\"", "\""];

    private static readonly string[] Media =
    [
        "application/json; charset=utf-16", "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json;", "json", "*/*", ";",
        "application/x-www-form-urlencoded", "application/problem+json", "application/json; charset=\"utf-8", "APPLICATION/JSON",
    ];

    private static readonly string[] Foreign =
    [
        "X-Forwarded-For: 8.8.8.8", "X-Forwarded-For: " + "1.1.1.1, 2.2.2.2, x", "Forwarded: for=unknown", "X-HTTP-Method-Override: DELETE", "Range: bytes=0-1",
        "Expect: 100-continue", "Content-Encoding: gzip", "Accept-Encoding: gzip;q=x", "Accept: text/html", "Accept: application/xml;q=0", "Cookie: a=b; a=c; =",
        "Origin: null", "If-None-Match: *", "If-None-Match: \"1-1-en\", W/\"2-1-es\"", "If-None-Match: ,,\"", "If-Modified-Since: yesterday", "TE: trailers",
        "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "Traceparent: 00-0-0-0", "X-Original-URL: /v1/tokens/a", "X-Device-Token: a", "Authorization: Basic Og==",
        "Authorization: Bearer", "Authorization: bearer  demo-agent-DOT ", "Proxy-Connection: keep-alive", "Accept-Charset: utf-7",
    ];

    public void Add(StringBuilder head, ApiOperation operation, Random random, bool hostile)
    {
        AddCredential(head, operation, random, hostile);
        if (operation.Parameters.Any(parameter => parameter.Name == "If-Match") && random.Next(20) > 0)
        {
            Line(head, "If-Match", hostile && random.Next(3) == 0 ? random.Pick(Versions) : $"\"{random.Next(operation.Path.Contains("/area-sets", StringComparison.Ordinal) ? 0 : 1, 4)}\"");
        }

        if (operation.Parameters.Any(parameter => parameter.Name == "Idempotency-Key"))
        {
            AddKey(head, random, hostile);
        }

        if (operation.Parameters.Any(parameter => parameter.Name == "X-Reporter-Key") && random.Next(3) == 0)
        {
            Line(head, "X-Reporter-Key", hostile ? HeaderText(random) : random.Pick(world.ReporterKeys));
        }

        if (random.Next(6) == 0)
        {
            Line(head, "Accept-Language", random.Pick(Languages));
        }

        if (hostile)
        {
            AddForeign(head, random);
        }
    }

    public static string MediaType(Random random, bool hostile) =>
        hostile && random.Next(3) == 0 ? random.Pick(Media) : "application/json";

    private void AddCredential(StringBuilder head, ApiOperation operation, Random random, bool hostile)
    {
        if (hostile && random.Next(4) == 0)
        {
            Line(head, random.Pick(["X-Api-Key", "X-Department-Key", "Authorization"]), HeaderText(random));
            return;
        }

        var isForApps = operation.Id.StartsWith("Submit", StringComparison.Ordinal) || random.Next(20) == 0;
        if (isForApps && random.Next(8) > 0)
        {
            Line(head, "X-Api-Key", "demo-app");
        }

        if (!isForApps || random.Next(8) == 0)
        {
            var isForAdmins = operation.Path.StartsWith("/v1/admin/", StringComparison.Ordinal) && random.Next(2) == 0;
            Line(head, "Authorization", "Bearer " + (isForAdmins ? "demo-admin" : Staff(random)));
        }
    }

    private string Staff(Random random) => random.Next(10) switch
    {
        0 => "demo-agent-" + random.Pick(world.Departments),
        1 => "demo-supervisor-DOT",
        2 => "demo-calltaker",
        3 => "demo-admin",
        _ => "demo-operator",
    };

    private static void AddKey(StringBuilder head, Random random, bool hostile)
    {
        switch (random.Next(hostile ? 6 : 3))
        {
            case 0:
                break;
            case 1 or 2:
                Line(head, "Idempotency-Key", "fuzz-" + random.Next().ToString(CultureInfo.InvariantCulture));
                break;
            case 3:
                Line(head, "Idempotency-Key", "fuzz-" + random.Next(50).ToString(CultureInfo.InvariantCulture));
                break;
            case 4:
                Line(head, "Idempotency-Key", new string('k', random.Pick([1, 199, 200, 201, 5000])));
                break;
            default:
                Line(head, "Idempotency-Key", HeaderText(random));
                Line(head, "Idempotency-Key", "second");
                break;
        }
    }

    private static void AddForeign(StringBuilder head, Random random)
    {
        for (var times = random.Next(3); times > 0; times--)
        {
            head.Append(random.Pick(Foreign)).Append("\r\n");
        }

        switch (random.Next(100))
        {
            case 0:
                Line(head, "X-Long", new string('x', random.Pick([8_000, 31_000, 33_000, 60_000])));
                break;
            case 1:
                Enumerable.Range(0, random.Pick([80, 90, 101, 500])).ToList().ForEach(i => Line(head, $"X-{i}", "x"));
                break;
        }
    }

    /// <summary>A hostile text without the line breaks, which would make it another header: raw tricks have those.</summary>
    private static string HeaderText(Random random) =>
        HostileTexts.Any(random).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);

    private static void Line(StringBuilder head, string name, string value) =>
        head.Append(name).Append(": ").Append(value).Append("\r\n");
}
