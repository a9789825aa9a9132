using Connect311.Api.Catalog;
using CsCheck;

namespace Connect311.Tests.Catalog;

/// <summary>How long records are kept, as the city's file has it.</summary>
public sealed class RetentionReaderTests
{
    private const string Schedule = """
        {
          "source": "assumed",
          "default": {"contact": "P3Y", "request": "P10Y"},
          "serviceTypes": {
            "pothole": {"contact": "P1Y", "freeText": "P2Y6M"},
            "pothole.road": {"freeText": "P10D"}
          }
        }
        """;

    private const string Common = """{"source": "assumed", "default": {"contact": "P3Y", "request": "P10Y"}}""";

    [Theory]
    [InlineData("pothole.road", "P1Y", "P10D", "P10Y")]
    [InlineData("pothole.path", "P1Y", "P2Y6M", "P10Y")]
    [InlineData("unlisted", "P3Y", null, "P10Y")]
    public void A_type_has_its_own_periods_then_those_of_its_family_then_those_of_all(string type, string contact, string? freeText, string request)
    {
        var periods = Read(Schedule).Of(type);
        Assert.Equal((contact, freeText, request, (string?)null), (periods.Contact?.ToString(), periods.FreeText?.ToString(), periods.Request?.ToString(), periods.Photos?.ToString()));
    }

    [Theory]
    [InlineData("P3Y", true)]
    [InlineData("P2Y6M10D", true)]
    [InlineData("P90D", true)]
    [InlineData("P", false)]
    [InlineData("P0D", false)]
    [InlineData("3Y", false)]
    [InlineData("P-3Y", false)]
    [InlineData("P3W", false)]
    [InlineData("PT5H", false)]
    [InlineData("P6M2Y", false)]
    [InlineData("P999999999Y", false)]
    [InlineData("P٣Y", false)]
    public void A_period_is_years_months_and_days(string text, bool isOne) =>
        Assert.Equal(isOne ? text : null, Period.Parse(text)?.ToString());

    [Fact]
    public void What_is_older_than_a_period_stays_so() => Gen.Select(
            Gen.Int[0, 20], Gen.Int[0, 30], Gen.Int[0, 400], Gen.Long[1_700_000_000, 2_200_000_000], Gen.Int[0, 5_000])
        .Sample((years, months, days, seconds, later) =>
        {
            var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
            var period = new Period(years, months, days);
            return period.Before(now) <= now && period.Before(now) <= period.Before(now.AddHours(later));
        });

    [Theory]
    [InlineData("\"P3Y\"", "\"3 years\"", "/default/contact invalid-format")]
    [InlineData("\"P3Y\"", "\"P11Y\"", "/default/contact too-high")]
    [InlineData("\"source\": \"assumed\",", "", "/source required")]
    [InlineData("\"default\"", "\"other\"", "/default required")]
    [InlineData("\"P3Y\"", "3", "/default/contact wrong-type")]
    [InlineData("\"contact\": \"P3Y\"", "\"name\": \"P3Y\"", "/default/name unknown-member")]
    public void What_cannot_be_meant_is_refused_with_its_place(string old, string changed, string fault)
    {
        var refused = Assert.Throws<CatalogRefusedException>(() => Read(Common.Replace(old, changed, StringComparison.Ordinal)));
        Assert.Contains($"retention.json {fault}", refused.Faults.Select(found => $"{found.File} {found.Fault.Field} {found.Fault.Code}"));
    }

    [Fact]
    public void A_type_that_is_none_is_refused()
    {
        var refused = Assert.Throws<CatalogRefusedException>(() => Read(Schedule.Replace("pothole.road", "nothing", StringComparison.Ordinal)));
        Assert.Contains(refused.Faults, found => found is { File: "retention.json", Fault: { Field: "/serviceTypes/nothing", Code: "undefined" } });
    }

    [Fact]
    public void A_city_without_the_file_keeps_all() =>
        Assert.Equal(RetentionPeriods.Forever, CityReader.Read(new CityFiles(SmallCity.Files), 1, 1).Catalog.Retention.Of("pothole"));

    private static Retention Read(string schedule) =>
        CityReader.Read(new CityFiles(new Dictionary<string, string>(SmallCity.Files) { ["retention.json"] = schedule }), 1, 1).Catalog.Retention;
}
