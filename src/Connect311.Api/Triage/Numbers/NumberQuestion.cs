using System.Globalization;
using Connect311.Api.ServiceLevels;

namespace Connect311.Api.Triage.Numbers;

/// <summary>By what numbers are grouped.</summary>
internal static class NumbersBy
{
    public const string Department = "department";
    public const string ServiceType = "serviceType";
    public const string Area = "area";
    public const string Month = "month";
    public const string Agent = "agent";

    public static readonly string[] All = [Department, ServiceType, Area, Month, Agent];
}

/// <summary>What numbers are asked for.</summary>
internal sealed record NumberQuestion
{
    public const int MostDays = 366;

    /// <summary>One of <see cref="NumbersBy.All"/>.</summary>
    public required string By { get; init; }

    /// <summary>Whose areas, for <see cref="NumbersBy.Area"/>.</summary>
    public required string AreaSet { get; init; }

    /// <summary>The first day, in the city's time zone.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Null for all.</summary>
    public string? Department { get; init; }

    /// <summary>Null for all.</summary>
    public string? ServiceType { get; init; }

    /// <summary>The department whose confidential requests count; null for none.</summary>
    public string? ConfidentialOf { get; init; }

    /// <summary>The calendar months of the period, each as <c>yyyy-MM</c> with its first and its last day within it.</summary>
    public IEnumerable<(string Month, NumberQuestion Question)> Months()
    {
        for (var first = From; first <= To;)
        {
            var next = new DateOnly(first.Year, first.Month, 1).AddMonths(1);
            yield return (first.ToString("yyyy-MM", CultureInfo.InvariantCulture), this with { From = first, To = next > To ? To : next.AddDays(-1) });
            first = next;
        }
    }

    public NumberParameters Parameters(TimeZoneInfo zone) => new()
    {
        By = By,
        AreaPrefix = $"|{AreaSet}:",
        From = Midnight(From, zone),
        Until = Midnight(To.AddDays(1), zone),
        Department = Department,
        ServiceType = ServiceType,
        ConfidentialOf = ConfidentialOf,
    };

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone) => LocalTimes.ToUtc(day.ToDateTime(TimeOnly.MinValue), zone, out _);
}
