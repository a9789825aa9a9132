using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Requests;

/// <summary>The time that a list is about: 90 days at most, and the last 90 where nothing else is said.</summary>
/// <param name="Since">The first moment.</param>
/// <param name="Until">The last moment.</param>
internal readonly record struct Window(DateTimeOffset Since, DateTimeOffset Until)
{
    private const string Form = "2026-06-01T16:00:00Z";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>The time between two arguments; with one of them the 90 days behind or before it. Faults are noted with the arguments.</summary>
    /// <param name="isOfAnyLength">Whether two arguments may be farther apart.</param>
    public static Window Read(Arguments arguments, string from, string to, DateTimeOffset now, bool isOfAnyLength = false)
    {
        var (since, until) = (TimeOf(arguments, from), TimeOf(arguments, to));
        if (since is { } start && until is { } end)
        {
            if (start > end)
            {
                arguments.Faults.Add(new($"/{to}", FaultCodes.TooLow, "minimum", Spark.TextOf(start)));
            }
            else if (end - start > Longest && !isOfAnyLength)
            {
                arguments.Faults.Add(new($"/{to}", FaultCodes.TooHigh, "maximum", Spark.TextOf(start + Longest)));
            }

            return new(start, end);
        }

        return since is { } first ? new(first, first > Clock.Never - Longest ? Clock.Never : first + Longest)
            : (until ?? now) is var last && last - DateTimeOffset.MinValue < Longest ? new(DateTimeOffset.MinValue, last)
            : new(last - Longest, last);
    }

    /// <summary>A moment; null where none is said, or a fault was noted. The zone must be said. A plus sign that nobody escaped has come as a space.</summary>
    public static DateTimeOffset? TimeOf(Arguments arguments, string name)
    {
        if (arguments.One(name) is not { } text)
        {
            return null;
        }

        var plain = text.Length > 6 && text[^6] == ' ' ? $"{text[..^6]}+{text[^5..]}" : text;
        if (Rfc3339.TryParse(plain, out var time))
        {
            return time.ToUniversalTime();
        }

        arguments.Faults.Add(new($"/{name}", FaultCodes.InvalidFormat, "expected", string.Create(CultureInfo.InvariantCulture, $"ISO 8601, {Form}")));
        return null;
    }
}
