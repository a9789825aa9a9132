using System.Globalization;
using Connect311.Api.ServiceLevels;
using CsCheck;

namespace Connect311.Tests.ServiceLevels;

public sealed class ServiceCalendarTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private static readonly OpenWindow[] NineToFive = [new(9 * 60, 17 * 60)];

    /// <summary>Monday to Friday, nine to five, but for Independence Day.</summary>
    private static readonly ServiceCalendar Office = new(
        NewYork, [[], NineToFive, NineToFive, NineToFive, NineToFive, NineToFive, []], [new(2026, 7, 3)]);

    [Fact]
    public void The_running_time_is_the_count_of_its_open_minutes() =>
        Gen.Select(CalendarGen.Models, Gen.Int[-100, 12 * OpenWindow.MinutesOfDay]).Sample(
            (model, minutes) =>
            {
                var end = model.Start.AddMinutes(minutes);
                Assert.Equal(TimeSpan.FromMinutes(model.OpenMinutes(model.Start, end)), model.Calendar.RunningTime(model.Start, end));
            },
            iter: 400);

    [Fact]
    public void A_time_has_run_when_its_minutes_are_counted() =>
        Gen.Select(CalendarGen.Models, Gen.Int[0, 3 * OpenWindow.MinutesOfDay]).Sample(
            (model, minutes) =>
            {
                // The first moment: when a department closes, not when it opens again.
                var expected = model.After(model.Start, minutes);
                while (minutes > 0 && expected is { } at && !model.IsOpen(at.AddMinutes(-1)))
                {
                    expected = at.AddMinutes(-1);
                }

                if (expected is not null)
                {
                    Assert.Equal(expected, model.Calendar.After(model.Start, TimeSpan.FromMinutes(minutes)));
                }
            },
            iter: 400);

    [Fact]
    public void A_target_of_days_ends_when_the_last_day_that_counts_closes() =>
        Gen.Select(CalendarGen.Models.Where(model => !model.Calendar.IsAlwaysOpen), Gen.Int[1, 8]).Sample(
            (model, days) =>
            {
                var from = model.Calendar.DayOf(model.Start);
                var ends = Enumerable.Range(0, 60 * OpenWindow.MinutesOfDay)
                    .Select(minute => model.Start.AddMinutes(minute))
                    .Where(model.IsOpen)
                    .GroupBy(model.Calendar.DayOf)
                    .Where(day => day.Key > from)
                    .Take(days)
                    .Select(day => day.Last().AddMinutes(1))
                    .ToList();
                if (ends.Count == days)
                {
                    Assert.Equal(ends[^1], model.Calendar.AfterDays(model.Start, days));
                }
            },
            iter: 60);

    [Theory]
    [InlineData("2026-06-30T16:00", 1, "2026-06-30T17:00")]
    [InlineData("2026-06-30T16:00", 2, "2026-07-01T10:00")]
    [InlineData("2026-06-30T20:00", 8, "2026-07-01T17:00")]
    [InlineData("2026-07-02T16:30", 1, "2026-07-06T09:30")]
    public void Hours_run_while_the_office_is_open(string from, int hours, string due) =>
        Assert.Equal(At(due), new Target(hours, null).DueFrom(At(from), Office));

    [Theory]
    [InlineData("2026-06-29T08:00", 1, "2026-06-30T17:00")]
    [InlineData("2026-06-29T23:00", 1, "2026-06-30T17:00")]
    [InlineData("2026-07-02T10:00", 1, "2026-07-06T17:00")]
    [InlineData("2026-07-04T10:00", 2, "2026-07-07T17:00")]
    public void Days_exclude_the_first_and_those_without_hours(string from, int days, string due) =>
        Assert.Equal(At(due), new Target(null, days).DueFrom(At(from), Office));

    [Fact]
    public void Day_and_night_a_day_ends_at_the_same_clock_time()
    {
        var always = ServiceCalendar.Always(NewYork);

        Assert.Equal(At("2026-11-02T10:00"), new Target(null, 2).DueFrom(At("2026-10-31T10:00"), always));
        Assert.Equal(At("2026-11-01T10:00").AddHours(-1), new Target(24, null).DueFrom(At("2026-10-31T10:00"), always));
        Assert.True(always.IsAlwaysOpen);
    }

    [Fact]
    public void A_department_that_never_opens_has_no_due_time()
    {
        var closed = new ServiceCalendar(NewYork, [.. Enumerable.Repeat<IReadOnlyList<OpenWindow>>([], 7)], []);

        Assert.Null(closed.After(At("2026-06-29T08:00"), TimeSpan.FromHours(1)));
        Assert.Null(closed.AfterDays(At("2026-06-29T08:00"), 1));
        Assert.Equal(TimeSpan.Zero, closed.RunningTime(At("2026-06-29T08:00"), At("2026-07-29T08:00")));
    }

    private static DateTimeOffset At(string local) =>
        LocalTimes.ToUtc(DateTime.Parse(local, CultureInfo.InvariantCulture), NewYork, out _);
}
