using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceLevels;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.ServiceLevels;

/// <summary>A city's calendars, as its file has them, and the due times that come of them.</summary>
public sealed class CityCalendarTests
{
    private const string Calendars = """
        {
          "holidays": [{"code": "town", "source": "the town's council", "days": [{"date": "2026-06-02", "name": {"en": "Town Day"}}]}],
          "calendars": [
            {"code": "office", "name": {"en": "Office"}, "source": "assumed", "holidays": "town",
             "hours": {"monday": ["09:00-12:00", "13:00-17:00"], "tuesday": ["09:00-17:00"], "wednesday": ["09:00-17:00"], "thursday": ["00:00-24:00"]}}
          ]
        }
        """;

    [Theory]
    [InlineData("hole.road", "2026-06-01T10:00", "2026-06-08T17:00")]
    [InlineData("lamp.out", "2026-06-01T10:00", "2026-06-01T16:00")]
    [InlineData("lamp.out", "2026-06-01T14:00", "2026-06-03T11:00")]
    [InlineData("lamp.out", "2026-06-05T14:00", "2026-06-08T15:00")]
    public void A_target_runs_in_the_hours_of_the_department(string serviceType, string received, string due)
    {
        var catalog = CityReader.Read(new CityFiles(Files("office")), 1, 1).Catalog;
        Assert.Equal(At(due), DueTimes.Of(catalog.ServiceTypesByCode[serviceType], 3, "ROADS", At(received), catalog).DueAt);
    }

    [Fact]
    public void A_department_without_a_calendar_works_day_and_night()
    {
        var catalog = CityReader.Read(new CityFiles(Files("office")), 1, 1).Catalog;
        Assert.Equal(At("2026-06-01T15:00"), DueTimes.Of(catalog.ServiceTypesByCode["lamp.out"], 3, "DIGGERS", At("2026-06-01T10:00"), catalog).DueAt);
    }

    [Theory]
    [InlineData("\"office\"", "\"workshop\"", "departments.json /1/calendar undefined")]
    [InlineData("09:00-12:00", "12:00-09:00", "calendars.json /calendars/0/hours/monday invalid-format")]
    [InlineData("13:00-17:00", "11:00-17:00", "calendars.json /calendars/0/hours/monday invalid-format")]
    [InlineData("09:00-12:00", "9 to 12", "calendars.json /calendars/0/hours/monday invalid-format")]
    [InlineData("\"thursday\"", "\"doomsday\"", "calendars.json /calendars/0/hours/doomsday unknown-member")]
    [InlineData("\"holidays\": \"town\"", "\"holidays\": \"city\"", "calendars.json /calendars/0/holidays undefined")]
    [InlineData("2026-06-02", "2026-06-31", "calendars.json /holidays/0/days/0/date invalid-format")]
    [InlineData("\"source\": \"assumed\", ", "", "calendars.json /calendars/0/source required")]
    public void What_cannot_be_meant_is_refused_with_its_place(string old, string changed, string fault)
    {
        var files = new Dictionary<string, string>(Files("office"));
        files["calendars.json"] = files["calendars.json"].Replace(old, changed, StringComparison.Ordinal);
        var refused = Assert.Throws<CatalogRefusedException>(() => CityReader.Read(new CityFiles(files), 1, 1));
        Assert.Contains(fault, refused.Faults.Select(found => $"{found.File} {found.Fault.Field} {found.Fault.Code}"));
    }

    [Theory]
    [InlineData(2025, 12)]
    [InlineData(2026, 12)]
    [InlineData(2028, 12)]
    [InlineData(2030, 12)]
    public void New_Yorks_offices_keep_twelve_holidays_a_year_on_working_days(int year, int count)
    {
        var office = CityReader.Read(CityFiles.Read(new CityOptions().Folder), 1, 1).Catalog.Calendars["office-hours"];
        var days = Enumerable.Range(0, 366).Select(i => new DateOnly(year, 1, 1).AddDays(i)).Where(day => day.Year == year);

        var closed = days.Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !office.IsWorkingDay(day));

        // New Year's Day of 2028 falls on a Saturday, and is kept in 2027.
        Assert.Equal(year == 2028 ? count - 1 : count, closed.Count());
    }

    private static Dictionary<string, string> Files(string calendar) => new(ReroutingTown.FilesWith("at-once"))
    {
        ["calendars.json"] = Calendars,
        ["departments.json"] = ReroutingTown.FilesWith("at-once")["departments.json"].Replace(
            "\"code\": \"ROADS\",", $"\"code\": \"ROADS\", \"calendar\": \"{calendar}\",", StringComparison.Ordinal),
    };

    private static DateTimeOffset At(string local) => LocalTimes.ToUtc(
        DateTime.Parse(local, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), out _);
}
