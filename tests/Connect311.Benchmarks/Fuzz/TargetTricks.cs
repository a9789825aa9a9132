using System.Globalization;
using System.Text;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Makes request targets: values for the parameters, some hostile, and tricks with the path itself.</summary>
internal sealed class TargetTricks(FuzzWorld world)
{
    private static readonly string[] Statuses = ["submitted", "assigned", "acknowledged", "closed", "Closed", "open"];
    private static readonly string[] Areas = ["borough:brooklyn", "borough:bronx", "borough", ":", "borough:"];
    private static readonly string[] Limits = ["1", "2", "3", "1", "2", "3", "200", "0", "201", "-1", "1.5", "٣", " 1", "1 ", "99999999999999999999"];
    private static readonly int[] Counts = [.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(3, 20), 100, 101];
    private static readonly string[] Unknown = ["311-9999994", "311-1", "311-", "1", "10000008", "311-0000", "311-12345678901234567890", "9223372036854775807"];
    private static readonly string[] RawValues = ["%", "%2", "%zz", "%00", "%C0%AF", "%ff%fe", "%ed%a0%80", "a%2Fb", "%252e", "+", "a+b", "a%20b", "\u0001", "é"];

    private static readonly string[] Groups = ["streets", "housing", "play"];
    private static readonly string[] Questions = ["location-type", "missing", "since"];
    private static readonly string[] Sets = ["borough", "beat", "beat", "Beat"];
    private static readonly string[] NumbersBy = ["department", "serviceType", "area", "month", "agent", "agents", "Area"];
    private static readonly string[] Days = ["2026-01-01", "2026-11-23", "2026-12-31", "2025-02-29", "2024-02-29", "0001-01-01", "9999-12-31", "2026-1-1", "2026-05-01T00:00:00Z"];
    private static readonly string[] Families = ["little-library", "heat-hot-water", "encampment", "heat-hot-water.entire-building"];

    public string Of(ApiOperation operation, Random random, bool hostile)
    {
        var target = new StringBuilder(operation.Path);
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "path"))
        {
            target.Replace("{" + parameter.Name + "}", Segment(NameOf(operation, parameter.Name), random, hostile));
        }

        var separator = '?';
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "query"))
        {
            for (var times = Times(parameter, random, hostile); times > 0; times--)
            {
                target.Append(separator).Append(parameter.Name).Append('=').Append(Encoded(Value(NameOf(operation, parameter.Name), random, hostile), random, hostile));
                separator = '&';
            }
        }

        return target.ToString();
    }

    /// <summary>The target as something else: another spelling, another place, no place at all.</summary>
    public static string Twisted(string target, Random random) => random.Next(16) switch
    {
        0 => target.Replace("/v1/", "/v1//", StringComparison.Ordinal),
        1 => target + "/",
        2 => target.ToUpperInvariant(),
        3 => target.Replace("/", "%2F", StringComparison.Ordinal),
        4 => "/v1/../v1" + target[3..],
        5 => "/v1/%2e%2e/%2e%2e" + target,
        6 => target + "/../../../../etc/passwd",
        7 => target + ";a=b",
        8 => target + "/" + new string('a', random.Pick([200, 4000, 8100, 9000])),
        9 => "http://127.0.0.1" + target,
        10 => target + random.Pick(["%00", "%", "%0d%0aX-Injected:%20yes", "\\", "#a", "??", "?&&&=&", "?a[b][c]=1"]),
        11 => "/" + Uri.EscapeDataString(Clean(HostileTexts.Any(random))),
        12 => target.Replace("/v1/", random.Pick(["/v2/", "/V1/", "/v1 /", "/./v1/./", "/v%31/"]), StringComparison.Ordinal),
        13 => target + "?" + string.Join('&', Enumerable.Range(0, random.Pick([10, 300, 1000])).Select(i => $"a{i}=b")),
        14 => random.Pick(["*", "/", "//", "/.", "/v1", "?", "/health", "/swagger/../v1/service-types", "127.0.0.1:80"]),
        _ => "/" + target,
    };

    /// <summary>A page is mostly asked to be short: long ones cost time and show nothing new.</summary>
    private static int Times(ApiParameter parameter, Random random, bool hostile) =>
        parameter.Name is "limit" or "code" && random.Next(50) > 0 ? 1
        : hostile ? random.Next(8) switch { < 5 => 0, < 7 => 1, _ => 2 } : random.Next(parameter.Name == "numbers" ? 1 : 4) == 0 ? 1 : 0;

    /// <summary>What a code is the code of.</summary>
    private static string NameOf(ApiOperation operation, string name) => name != "code" ? name
        : operation.Path.Contains("/area-sets/", StringComparison.Ordinal) ? "property"
        : operation.Path.Contains("/groups/", StringComparison.Ordinal) ? "group"
        : operation.Path.Contains("/service-types/", StringComparison.Ordinal) ? "family"
        : name;

    private string Segment(string name, Random random, bool hostile)
    {
        var value = Value(name, random, hostile && random.Next(3) == 0);
        return Encoded(value.Length == 0 ? "-" : value, random, hostile);
    }

    private string Value(string name, Random random, bool hostile) => hostile && random.Next(2) == 0
        ? HostileTexts.Any(random)
        : name switch
        {
            "trackingNumber" or "number" => Number(random, hostile),
            "numbers" => string.Join(',', Enumerable.Range(0, random.Pick(Counts)).Select(_ => Number(random, hostile))),
            "code" => hostile ? random.Pick(["dot", "DOT ", "311", "DCA", "X", "NYPD"]) : random.Pick(world.Departments),
            "group" => random.Pick(Groups),
            "family" => random.Next(3) == 0 ? random.Pick(world.Types).GetProperty("code").GetString()! : random.Pick(Families),
            "property" => "code",
            "question" => random.Pick(Questions),
            "set" => random.Pick(Sets),
            "status" => random.Pick(Statuses),
            "serviceType" => random.Pick(world.Types).GetProperty("code").GetString()!,
            "area" => random.Pick(Areas),
            "by" => random.Pick(NumbersBy),
            "areaSet" => random.Pick(Sets),
            "from" or "to" => random.Pick(Days),
            "department" => random.Pick(world.Departments),
            "cursor" => Cursor(random, hostile),
            "limit" => random.Pick(Limits),
            _ => HostileTexts.Any(random),
        };

    private string Number(Random random, bool hostile) => hostile && random.Next(3) == 0
        ? random.Pick(Unknown)
        : random.Pick(world.Numbers)[(random.Next(4) == 0 ? 4 : 0)..];

    private string Cursor(Random random, bool hostile)
    {
        var cursor = random.Pick(world.Cursors);
        return hostile && cursor.Length > 2
            ? cursor[..^random.Next(1, 3)] + random.Next(100).ToString(CultureInfo.InvariantCulture)
            : cursor;
    }

    private static string Encoded(string value, Random random, bool hostile) =>
        hostile && random.Next(12) == 0 ? random.Pick(RawValues) : Uri.EscapeDataString(Clean(value));

    /// <summary>EscapeDataString takes no half pairs.</summary>
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, 1500)]));
}
