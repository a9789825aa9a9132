namespace Connect311.Benchmarks.Fuzz;

/// <summary>Texts that programs have stumbled over.</summary>
internal static class HostileTexts
{
    private static readonly string[] Known =
    [
        "", " ", "\t", "\n", "a ", " a", "\0", "a\0b", "null", "undefined", "NaN", "Infinity", "true", "-1", "0", "00", "+1", "1e309", "0x10",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "4294967296", "1.0", "1,0", "٣١١",
        "../../../../etc/passwd", "..\\..\\windows", "/etc/passwd\0.jpg", "'; DROP TABLE ServiceRequest; --", "\" OR \"\"=\"", "%", "_", "[a-z]",
        "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "{0}", "{allowed}", "%s%n%x", "`id`", "$(id)", "|", "\\", "\"", "'",
        "\u202Eabc", "\u200B", "\uFEFF", "\uFFFE", "\uFFFF", "e\u0301", "\u0130", "ß", "ﷺ", "👩‍👩‍👧‍👦", "🏳️‍🌈", "\u2028", "\u2029", "\u0085", "\u001b[31m",
        "\r\nX-Injected: yes", "a\r\n\r\nHTTP/1.1 200 OK", "application/json", "*", "?", "#", ";", "&&", "=", "CON", "nul", "__proto__", "constructor",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-06-01", "2026-06-01T24:00:00Z", "2026-06-01T12:00:60Z", "+275760-09-13T00:00:00Z",
        "a@b", "@", "\"a b\"@c", "a@[127.0.0.1]", "+1", "+0000000000", "tel:911", "urn:uuid:0", "00000000-0000-0000-0000-000000000000",
    ];

    private static readonly int[] Lengths = [10, 11, 16, 17, 35, 36, 37, 49, 50, 51, 99, 100, 101, 200, 201, 254, 255, 500, 501, 3999, 4000, 4001];
    private static readonly string[] Letters = ["a", "é", "漢", "😀", "\u0301", "'", "<", " "];
    private static readonly string[] Sentences = ["Deep pothole.", "No heat since Monday.", "The light is out", "Gas smell in the hall", "It's loud, \"again\""];

    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>One of the known ones, or one about as long as some bound.</summary>
    public static string Any(Random random) => random.Next(5) switch
    {
        0 => Long(random, random.Pick(Lengths)),
        1 => random.Pick(Known) + random.Pick(Known),
        _ => random.Pick(Known),
    };

    public static string Plain(Random random) => random.Pick(Sentences);

    /// <param name="length">In letters; some letters take two places.</param>
    public static string Long(Random random, int length) =>
        string.Concat(Enumerable.Repeat(random.Pick(Letters), length));
}
