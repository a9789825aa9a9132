using System.Globalization;
using static Connect311.Tests.Routing.RuleSets;

namespace Connect311.Tests.Routing;

public sealed class LocalTimeConditionTests
{
    private const string Monday = "2026-06-01";
    private const string Tuesday = "2026-06-02";
    private const string Saturday = "2026-06-06";
    private const string Sunday = "2026-06-07";

    [Theory]
    [InlineData("08:59:59.999", false)]
    [InlineData("09:00:00", true)]
    [InlineData("16:59:59.999", true)]
    [InlineData("17:00:00", false)]
    [InlineData("00:00:00", false)]
    public void A_window_holds_its_first_moment_and_not_its_last(string clock, bool holds) =>
        Assert.Equal(holds, Holds(new(null, "09:00", "17:00"), Monday, clock));

    [Theory]
    [InlineData("21:59:59.999", false)]
    [InlineData("22:00:00", true)]
    [InlineData("23:59:59.999", true)]
    [InlineData("00:00:00", true)]
    [InlineData("05:59:59.999", true)]
    [InlineData("06:00:00", false)]
    [InlineData("12:00:00", false)]
    public void A_window_may_run_over_midnight(string clock, bool holds) =>
        Assert.Equal(holds, Holds(new(null, "22:00", "06:00"), Monday, clock));

    [Theory]
    [InlineData(Monday, "23:00", true)]
    [InlineData(Tuesday, "05:00", true)]
    [InlineData(Monday, "05:00", false)]
    [InlineData(Tuesday, "23:00", false)]
    public void Over_midnight_a_window_belongs_to_the_day_it_began(string day, string clock, bool holds) =>
        Assert.Equal(holds, Holds(new(["Monday"], "22:00", "06:00"), day, clock));

    [Theory]
    [InlineData(Saturday, "23:00", true)]
    [InlineData(Sunday, "01:00", true)]
    [InlineData(Sunday, "23:00", false)]
    [InlineData(Saturday, "01:00", false)]
    public void The_week_goes_round(string day, string clock, bool holds) =>
        Assert.Equal(holds, Holds(new(["saturday"], "22:00", "06:00"), day, clock));

    [Theory]
    [InlineData(Sunday, "07:59", false)]
    [InlineData(Sunday, "08:00", true)]
    [InlineData(Sunday, "23:59", true)]
    [InlineData("2026-06-08", "07:59", true)]
    [InlineData("2026-06-08", "08:00", false)]
    public void Equal_clocks_mean_a_whole_day_from_then(string day, string clock, bool holds) =>
        Assert.Equal(holds, Holds(new(["sunday"], "08:00", "08:00"), day, clock));

    [Theory]
    [InlineData(null, "06:00", "05:59", true)]
    [InlineData(null, "06:00", "06:00", false)]
    [InlineData("22:00", null, "22:00", true)]
    [InlineData("22:00", null, "21:59", false)]
    [InlineData("22:00", null, "00:00", false)]
    public void A_clock_left_out_is_midnight(string? from, string? to, string clock, bool holds) =>
        Assert.Equal(holds, Holds(new(null, from, to), Monday, clock));

    [Theory]
    [InlineData("2026-06-01T03:30:00Z", true)]
    [InlineData("2026-06-01T04:30:00Z", false)]
    [InlineData("2026-05-31T23:30:00-04:00", true)]
    [InlineData("2026-06-01T12:30:00+09:00", true)]
    public void The_citys_clock_counts_whatever_the_offset_sent(string receivedAt, bool holds) =>
        Assert.Equal(holds, ConditionTests.Holds(
            new() { LocalTime = new(["sunday"], "23:00", "23:59") }, Report(receivedAt: receivedAt)));

    [Theory]
    [InlineData("2026-06-15", "22:00", "06:00", 8 * 60)] // an ordinary night
    [InlineData("2026-03-07", "22:00", "06:00", 7 * 60)] // clocks go from 2:00 to 3:00
    [InlineData("2026-10-31", "22:00", "06:00", 9 * 60)] // clocks go from 2:00 back to 1:00
    [InlineData("2026-03-08", "02:00", "03:00", 0)] // an hour that this day does not have
    [InlineData("2026-03-08", "01:30", "03:30", 60)]
    [InlineData("2026-11-01", "01:00", "02:00", 120)] // an hour that this day has twice
    [InlineData("2026-03-08", "00:00", "00:00", 23 * 60)]
    [InlineData("2026-11-01", "00:00", "00:00", 25 * 60)]
    public void On_days_when_the_clocks_change_a_window_is_as_long_as_the_wall_says(string day, string from, string to, int minutes)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var rules = Compile(RuleModel.Of("one", new() { LocalTime = new([date.DayOfWeek.ToString()], from, to) }));
        var start = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        var within = Enumerable.Range(0, 2 * 24 * 60)
            .Count(minute => rules.Decide(Report() with { ReceivedAt = start.AddMinutes(minute) }).Rule == "one");
        Assert.Equal(minutes, within);
    }

    [Theory]
    [InlineData("2026-05-31", false)]
    [InlineData("2026-06-01", true)]
    [InlineData("2026-08-31", true)]
    [InlineData("2026-09-01", false)]
    [InlineData("2027-07-01", false)]
    public void Dates_with_a_year_come_once_and_hold_both_ends(string day, bool holds) =>
        Assert.Equal(holds, Holds(new(null, null, null, "2026-06-01", "2026-08-31"), day, "12:00"));

    [Theory]
    [InlineData("2026-01-01", true)]
    [InlineData("2026-06-01", true)]
    [InlineData("2026-06-02", false)]
    public void A_date_left_out_leaves_that_side_open(string day, bool holds)
    {
        Assert.Equal(holds, Holds(new(null, null, null, LastDate: "2026-06-01"), day, "12:00"));
        Assert.Equal(!holds, Holds(new(null, null, null, FirstDate: "2026-06-02"), day, "12:00"));
    }

    [Theory]
    [InlineData("2026-06-01", false)]
    [InlineData("2026-11-14", false)]
    [InlineData("2026-11-15", true)]
    [InlineData("2026-12-31", true)]
    [InlineData("2027-01-01", true)]
    [InlineData("2031-03-31", true)]
    [InlineData("2031-04-01", false)]
    public void Dates_without_a_year_come_every_year_and_may_run_over_it(string day, bool holds) =>
        Assert.Equal(holds, Holds(new(null, null, null, "11-15", "03-31"), day, "12:00"));

    [Theory]
    [InlineData("2028-02-29", true)]
    [InlineData("2027-03-01", false)]
    [InlineData("2027-02-28", false)]
    public void A_leap_day_comes_in_leap_years(string day, bool holds) =>
        Assert.Equal(holds, Holds(new(null, null, null, "02-29", "02-29"), day, "12:00"));

    [Theory]
    [InlineData("2026-06-30", "23:00", true)]
    [InlineData("2026-07-01", "05:00", true)]
    [InlineData("2026-07-01", "23:00", false)]
    [InlineData("2026-06-01", "05:00", false)]
    public void Over_midnight_a_window_belongs_to_the_date_it_began(string day, string clock, bool holds) =>
        Assert.Equal(holds, Holds(new(null, "22:00", "06:00", "06-01", "06-30"), day, clock));

    /// <summary>New York is four hours behind in June.</summary>
    private static bool Holds(WindowModel window, string day, string clock) =>
        ConditionTests.Holds(new() { LocalTime = window }, Report(receivedAt: $"{day}T{clock}-04:00"));
}
