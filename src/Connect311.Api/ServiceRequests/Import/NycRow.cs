using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests.Import;

/// <summary>One row of New York's data, understood. Times are turned from the city's clock into UTC.</summary>
internal sealed record NycRow
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private const int MaxWords = 190;
    private const int MaxAddress = 500;

    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFF",
        "yyyy-MM-dd HH:mm:ss",
        "MM/dd/yyyy hh:mm:ss tt",
        "MM/dd/yyyy HH:mm:ss",
        "yyyy-MM-dd",
        "MM/dd/yyyy",
    ];

    public required string UniqueKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public required string Agency { get; init; }

    public required string ComplaintType { get; init; }

    public required string Descriptor { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string? Address { get; init; }

    /// <summary>How many of its times fell into the doubled hour of November.</summary>
    public int Doubled { get; init; }

    /// <summary>How many of its times fell into the missing hour of March.</summary>
    public int Missing { get; init; }

    /// <summary>Reads a row, or says in <paramref name="reason"/> why it cannot be taken.</summary>
    public static NycRow? Read(IReadOnlyList<string> cells, NycColumns columns, TimeZoneInfo zone, out string reason)
    {
        var times = new Times(zone);
        var created = times.Read(cells[columns.Created]);
        var closed = times.Read(cells[columns.Closed]);
        if (closed.At is null && columns.Status is { } status && cells[status] == "Closed")
        {
            // Closed without a time of closing: the last update is the nearest that is known.
            closed = columns.Resolved is { } resolved ? times.Read(cells[resolved]) : closed;
            closed = closed.At is null || closed.At < created.At ? created : closed;
        }

        var latitude = Coordinate(cells[columns.Latitude], 90);
        var longitude = Coordinate(cells[columns.Longitude], 180);
        reason = ReasonAgainst(cells, columns, created, closed, latitude, longitude);
        return reason.Length > 0
            ? null
            : new()
            {
                UniqueKey = cells[columns.UniqueKey],
                CreatedAt = created.At!.Value,
                ClosedAt = closed.At,
                Agency = cells[columns.Agency],
                ComplaintType = cells[columns.ComplaintType],
                Descriptor = cells[columns.Descriptor],
                Latitude = latitude.Value,
                Longitude = longitude.Value,
                Address = AddressOf(cells, columns),
                Doubled = times.Doubled,
                Missing = times.Missing,
            };
    }

    private static string ReasonAgainst(
        IReadOnlyList<string> cells,
        NycColumns columns,
        (bool IsReadable, DateTimeOffset? At) created,
        (bool IsReadable, DateTimeOffset? At) closed,
        (bool IsReadable, double? Value) latitude,
        (bool IsReadable, double? Value) longitude)
    {
        var key = cells[columns.UniqueKey];
        return key.Length is 0 or > 50 || key.AsSpan().ContainsAnyExceptInRange('0', '9') ? "the unique key is not a number"
            : created.At is null ? "the creation date is missing or unreadable"
            : !closed.IsReadable ? "the closing date is unreadable"
            : closed.At < created.At ? "it was closed before it was created"
            : !latitude.IsReadable || !longitude.IsReadable || latitude.Value is null != longitude.Value is null ? "the coordinates are unreadable"
            : cells[columns.Agency].Length is 0 or > 20 ? "the agency is missing or too long"
            : IsBad(cells[columns.ComplaintType], MaxWords) || cells[columns.ComplaintType].Length == 0 ? "the complaint type is missing or unreadable"
            : IsBad(cells[columns.Descriptor], MaxWords) || IsBad(AddressOf(cells, columns) ?? "", MaxAddress) ? "a text is too long or has control characters"
            : "";
    }

    private static bool IsBad(string text, int maxLength) => text.Length > maxLength || TextRules.Broken(text, lines: false) is not null;

    private static string? AddressOf(IReadOnlyList<string> cells, NycColumns columns)
    {
        if (columns.Address is { } address && cells[address].Length > 0)
        {
            return cells[address];
        }

        return columns is { Crossing1: { } one, Crossing2: { } two } && cells[one].Length > 0 && cells[two].Length > 0
            ? $"{cells[one]} and {cells[two]}"
            : null;
    }

    private static (bool IsReadable, double? Value) Coordinate(string text, double limit)
    {
        if (text.Length == 0)
        {
            return (true, null);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= limit
            ? (true, value)
            : (false, null);
    }

    /// <summary>Reads the times of one row and counts those that the clock change makes unclear.</summary>
    private sealed class Times(TimeZoneInfo zone)
    {
        public int Doubled { get; private set; }

        public int Missing { get; private set; }

        public (bool IsReadable, DateTimeOffset? At) Read(string text)
        {
            if (text.Length == 0)
            {
                return (true, null);
            }

            // Beyond these years a date is a slip, and too far out to reckon with.
            if (!DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                || local.Year is < FirstYear or > LastYear)
            {
                return (false, null);
            }

            var at = LocalTimes.ToUtc(local, zone, out var oddity);
            Doubled += oddity == LocalTimes.Oddity.Doubled ? 1 : 0;
            Missing += oddity == LocalTimes.Oddity.Missing ? 1 : 0;
            return (true, Clock.Truncated(at));
        }
    }
}
