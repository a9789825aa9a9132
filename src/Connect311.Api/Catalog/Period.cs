using System.Globalization;
using System.Text.RegularExpressions;

namespace Connect311.Api.Catalog;

/// <summary>A length of calendar time, as schedules of records state it: years, months and days (ISO 8601, such as <c>P3Y6M</c>).</summary>
internal sealed partial record Period(int Years, int Months, int Days)
{
    /// <summary>No schedule keeps anything for longer, and no date is run over.</summary>
    private const int MostYears = 200;

    /// <summary>Null where it is none.</summary>
    public static Period? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || !(Read(match, "y") is { } years && Read(match, "m") is { } months && Read(match, "d") is { } days))
        {
            return null;
        }

        var period = new Period(years, months, days);
        return period.AboutDays is > 0 and <= MostYears * 366 ? period : null;
    }

    /// <summary>What ended then, or earlier, ended longer ago than this.</summary>
    public DateTimeOffset Before(DateTimeOffset now) => now.AddYears(-Years).AddMonths(-Months).AddDays(-Days);

    /// <summary>To tell shorter from longer; months and years have no fixed length.</summary>
    public double AboutDays => (Years * 365.25) + (Months * 30.4) + Days;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"P{(Years > 0 ? $"{Years}Y" : "")}{(Months > 0 ? $"{Months}M" : "")}{(Days > 0 ? $"{Days}D" : "")}");

    private static int? Read(Match match, string name) =>
        !match.Groups[name].Success ? 0
        : int.TryParse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read <= MostYears * 366 ? read
        : null;

    [GeneratedRegex(@"^P(?=\d)((?<y>\d{1,9})Y)?((?<m>\d{1,9})M)?((?<d>\d{1,9})D)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
