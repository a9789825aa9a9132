using Connect311.Api.ServiceLevels;
using CsCheck;

namespace Connect311.Tests.ServiceLevels;

/// <summary>A target runs down minute by minute, however often it is paused, resumed and handed on.</summary>
public sealed class CountdownTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public void What_is_left_is_the_budget_less_the_open_minutes_in_which_it_ran() =>
        Gen.Select(CalendarGen.Models, Gen.Int[1, 60], Gen.Int[1, 2 * OpenWindow.MinutesOfDay].Array[1, 6]).Sample(
            (model, hours, steps) =>
            {
                var calendar = model.Calendar;
                if (Countdown.Start(new(hours, null), model.Start, calendar) is not { } countdown)
                {
                    return;
                }

                var (at, ran) = (model.Start, 0);
                foreach (var (step, i) in steps.Select((step, i) => (step, i)))
                {
                    var next = at.AddMinutes(step);
                    ran += i % 2 == 0 ? model.OpenMinutes(at, next) : 0;
                    countdown = i % 2 == 0 ? countdown.Pause(next, calendar) : countdown.Resume(next, calendar);
                    at = next;
                }

                Assert.Equal(TimeSpan.FromMinutes((hours * 60) - ran), countdown.LeftAt(at, calendar));
                if (countdown is { RunsSince: not null, DueAt: { } due } && due >= at)
                {
                    Assert.Equal(countdown.Left, calendar.RunningTime(at, due));
                }
            },
            iter: 300);

    [Fact]
    public void To_stop_and_go_on_at_once_changes_no_due_time() =>
        Gen.Select(CalendarGen.Models, Gen.Int[1, 60], Gen.Int[0, 5 * OpenWindow.MinutesOfDay]).Sample(
            (model, hours, minutes) =>
            {
                var (calendar, at) = (model.Calendar, model.Start.AddMinutes(minutes));
                if (Countdown.Start(new(hours, null), model.Start, calendar) is { } countdown)
                {
                    Assert.Equal(countdown.DueAt, countdown.Pause(at, calendar).Resume(at, calendar).DueAt);
                }
            },
            iter: 300);

    [Fact]
    public void A_transfer_keeps_the_share_that_is_left()
    {
        OpenWindow[] hours = [new(9 * 60, 17 * 60)];
        var (always, office) = (ServiceCalendar.Always(NewYork), new ServiceCalendar(NewYork, [[], hours, hours, hours, hours, hours, []], []));
        var start = new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.FromHours(-4));
        var target = new Target(null, 10);

        // Half of ten days and nights have run; half of ten working days (and the rest of the first) are left.
        var moved = Countdown.Start(target, start, always)!.Transfer(target, start, start.AddDays(5), always, office)!;

        Assert.Equal(TimeSpan.FromHours(11 * 8), moved.Budget);
        Assert.Equal(TimeSpan.FromHours(44), moved.Left);
        Assert.Equal(new DateTimeOffset(2026, 6, 12, 17, 0, 0, TimeSpan.FromHours(-4)).AddHours(-4 + 24 * 3), moved.DueAt);
    }

    [Fact]
    public void What_was_missed_stays_missed()
    {
        var always = ServiceCalendar.Always(NewYork);
        var start = new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
        var missed = Countdown.Start(new(2, null), start, always)!.Pause(start.AddHours(5), always).Resume(start.AddHours(9), always);

        Assert.Equal(start.AddHours(2), missed.DueAt);
        Assert.Equal(TimeSpan.FromHours(-4), missed.LeftAt(start.AddHours(10), always));
    }
}
