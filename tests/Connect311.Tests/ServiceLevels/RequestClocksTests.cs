using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.ServiceLevels;

/// <summary>What is decided of clocks at single moments; <see cref="RequestClocksPropertyTests"/> tries all others.</summary>
public sealed class RequestClocksTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly OpenWindow[] NineToFive = [new(9 * 60, 17 * 60)];
    private static readonly ServiceCalendar Always = ServiceCalendar.Always(NewYork);
    private static readonly ServiceCalendar Office = new(NewYork, [[], NineToFive, NineToFive, NineToFive, NineToFive, NineToFive, []], []);

    /// <summary>A Monday at nine.</summary>
    private static readonly DateTimeOffset Start = new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.FromHours(-4)).ToUniversalTime();

    private static RequestClocks Given(string targets = "2h/8h/24h", ServiceCalendar? calendar = null) =>
        RequestClocks.Start(Targets.Read(targets), 1, Start, calendar ?? Always);

    [Theory]
    [InlineData("4h/-/30d")]
    [InlineData("-/-/-")]
    [InlineData("10000h/2000d/1h")]
    public void Targets_are_read_as_they_were_written(string text) => Assert.Equal(text, Targets.Read(text).ToString());

    [Fact]
    public void Each_target_is_due_in_its_own_time()
    {
        var clocks = Given("4h/-/2d", Office);

        Assert.Equal((Start.AddHours(4), null, Start.AddHours(56)), (clocks.AcknowledgeDueAt, clocks.InspectDueAt, clocks.DueAt));
        Assert.Equal(("4h/-/2d", 1), (clocks.Targets, clocks.TargetsVersion));
    }

    [Fact]
    public void To_acknowledge_ends_its_clock_alone()
    {
        var clocks = Given().After(RequestStatus.Assigned, RequestStatus.Acknowledged, Start.AddHours(1), null, Always);

        Assert.Equal((null, Start.AddHours(8), Start.AddHours(24)), (clocks.AcknowledgeDueAt, clocks.InspectDueAt, clocks.DueAt));
        Assert.Equal(ClockMarks.Acknowledged, clocks.Marks);
    }

    [Fact]
    public void What_is_done_late_keeps_its_due_time_and_is_no_longer_asked_for()
    {
        var clocks = Given().After(RequestStatus.Assigned, RequestStatus.InProgress, Start.AddHours(3), null, Always);

        Assert.Equal((Start.AddHours(2), null), (clocks.AcknowledgeDueAt, clocks.InspectDueAt));
        Assert.Equal((null, null), (clocks.ShownAcknowledgeDueAt, clocks.ShownInspectDueAt));
    }

    [Fact]
    public void While_it_waits_nothing_is_due_but_what_was_missed()
    {
        var waiting = Given("2h/8h/24h").After(RequestStatus.Acknowledged, RequestStatus.Waiting, Start.AddHours(9), null, Always);

        Assert.Equal((null, Start.AddHours(24)), (waiting.ShownDueAt, waiting.HeldDueAt));
        Assert.Equal(Start.AddHours(8), waiting.ShownInspectDueAt);
    }

    [Fact]
    public void A_closed_request_shows_whether_it_was_late()
    {
        var waiting = Given().After(RequestStatus.InProgress, RequestStatus.Waiting, Start.AddHours(20), null, Always);

        var closed = waiting.After(RequestStatus.Waiting, RequestStatus.Closed, Start.AddHours(50), null, Always);

        Assert.Equal((Start.AddHours(54), null), (closed.DueAt, closed.PausedAt));
    }

    [Fact]
    public void A_reopened_request_has_what_it_had_left()
    {
        var closed = Given().After(RequestStatus.InProgress, RequestStatus.Closed, Start.AddHours(20), null, Always);

        var open = closed.After(RequestStatus.Closed, RequestStatus.Assigned, Start.AddHours(100), Start.AddHours(20), Always);

        Assert.Equal(Start.AddHours(104), open.DueAt);
        Assert.Equal((null, null), (open.ShownAcknowledgeDueAt, open.ShownInspectDueAt));
    }

    [Fact]
    public void What_was_missed_before_it_closed_is_missed_when_it_opens_again()
    {
        var closed = Given().After(RequestStatus.InProgress, RequestStatus.Closed, Start.AddHours(30), null, Always);
        var open = closed.After(RequestStatus.Closed, RequestStatus.Assigned, Start.AddHours(100), Start.AddHours(30), Always);

        Assert.Equal(Start.AddHours(24), open.DueAt);
        Assert.Equal(TimeSpan.FromHours(-77), open.LeftAt(TargetKind.Resolve, Start.AddHours(101), Always));
    }

    [Fact]
    public void A_transfer_keeps_the_share_of_days_that_is_left()
    {
        // Half of ten days and nights have run; half of ten working days (and the rest of the first) are left: 44 hours.
        var moved = Given("-/-/10d").Transferred(Start, Start.AddDays(5), Always, Office);

        Assert.Equal(TimeSpan.FromHours(44), moved.LeftAt(TargetKind.Resolve, Start.AddDays(5), Office));
        Assert.Equal(Start.AddDays(7 + 7).AddHours(4), moved.DueAt);
    }

    [Fact]
    public void A_transfer_keeps_the_hours_that_are_left()
    {
        var moved = Given("-/-/24h").Transferred(Start, Start.AddHours(20), Always, Office);

        Assert.Equal(Start.AddHours(24 + 4), moved.DueAt);
    }

    [Fact]
    public void Another_department_has_to_acknowledge_it_too()
    {
        var seen = Given("2h/-/24h").After(RequestStatus.Assigned, RequestStatus.Acknowledged, Start.AddHours(1), null, Always);

        var moved = seen.Transferred(Start, Start.AddHours(10), Always, Always);

        Assert.Equal((Start.AddHours(12), Start.AddHours(24), ClockMarks.None), (moved.AcknowledgeDueAt, moved.DueAt, moved.Marks));
        Assert.Equal(Start.AddHours(2), Given("2h/-/24h").Transferred(Start, Start.AddHours(1), Always, Always).AcknowledgeDueAt);
    }

    [Fact]
    public void Other_targets_count_from_the_beginning()
    {
        var clocks = Given("2h/8h/24h").Retargeted(Targets.Read("1h/12h/2d"), 2, false, false, Start, Start.AddHours(5), Always);

        Assert.Equal((Start.AddHours(1), Start.AddHours(12), Start.AddHours(48)), (clocks.AcknowledgeDueAt, clocks.InspectDueAt, clocks.DueAt));
        Assert.Equal(("1h/12h/2d", 2), (clocks.Targets, clocks.TargetsVersion));
    }

    [Fact]
    public void Other_targets_leave_out_the_time_in_which_it_waited()
    {
        var clocks = Given()
            .After(RequestStatus.InProgress, RequestStatus.Waiting, Start.AddHours(2), null, Always)
            .After(RequestStatus.Waiting, RequestStatus.InProgress, Start.AddHours(12), null, Always);

        var other = clocks.Retargeted(Targets.Read("-/-/5h"), 2, true, true, Start, Start.AddHours(13), Always);

        Assert.Equal(Start.AddHours(15), other.DueAt);
    }

    [Fact]
    public void A_target_that_can_be_missed_again_can_be_marked_again()
    {
        var clocks = Given() with { Marks = ClockMarks.BreachedAcknowledge | ClockMarks.BreachedResolve | ClockMarks.NearResolve };

        var other = clocks.Retargeted(Targets.Read("2h/-/30d"), 2, false, false, Start, Start.AddHours(30), Always);

        Assert.Equal(ClockMarks.BreachedAcknowledge, other.Marks);
    }

    [Theory]
    [InlineData("-/-/10h", 8)]
    [InlineData("5h/-/10h", 4)]
    [InlineData("-/5h/10h", 4)]
    public void A_target_is_looked_at_when_most_of_its_time_is_used(string targets, double hours) =>
        Assert.Equal(Start.AddHours(hours), Given(targets).Watched(Start, Start, null, Always, NearRule.Default).NextMarkAt);

    [Fact]
    public void A_target_may_be_looked_at_a_time_before_it_is_due()
    {
        var rule = new NearRule(null, TimeSpan.FromHours(4));

        Assert.Equal(Start.AddHours(20), Given("-/-/24h").Watched(Start, Start, null, Always, rule).NextMarkAt);
        Assert.Equal(Start.AddHours(3), Given("-/-/3h").Watched(Start, Start, null, Always, rule).NextMarkAt);
    }

    [Fact]
    public void What_stands_still_is_looked_at_when_it_runs_again()
    {
        var waiting = Given("-/-/10h").After(RequestStatus.InProgress, RequestStatus.Waiting, Start.AddHours(5), null, Always);
        Assert.Null(waiting.Watched(Start, Start.AddHours(5), null, Always, NearRule.Default).NextMarkAt);

        var open = waiting.After(RequestStatus.Waiting, RequestStatus.InProgress, Start.AddHours(25), null, Always);
        Assert.Equal(Start.AddHours(28), open.Watched(Start, Start.AddHours(25), null, Always, NearRule.Default).NextMarkAt);
    }

    [Fact]
    public void What_was_missed_before_anybody_looked_is_marked_though_it_is_closed()
    {
        var closed = Given().After(RequestStatus.Assigned, RequestStatus.Closed, Start.AddHours(3), null, Always);

        var watched = closed.Watched(Start, Start.AddHours(3), Start.AddHours(3), Always, NearRule.Default);

        Assert.Equal(Start.AddHours(2), watched.NextMarkAt);
        Assert.Null((watched with { Marks = watched.Marks | ClockMarks.BreachedAcknowledge })
            .Watched(Start, Start.AddHours(3), Start.AddHours(3), Always, NearRule.Default).NextMarkAt);
    }
}
