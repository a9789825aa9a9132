using System.Globalization;
using System.Text.RegularExpressions;

namespace Connect311.Api.Open311.Check;

/// <summary>Times as GeoReport v2 writes them: W3C's subset of ISO 8601, always with a zone.</summary>
internal static partial class Times
{
    /// <summary>The longest span that may be asked for.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(90);

    /// <summary>What a server's clock and its days may be off.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <returns>Null for what is no time with a zone.</returns>
    public static DateTimeOffset? Read(string? text) =>
        text is not null && Form().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;

    public static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Form();
}
