using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using CsCheck;

namespace Connect311.Tests.ServiceLevels;

/// <summary>
/// A request under any sequence of changes, beside one whose minutes are counted one by one: across the days on which
/// clocks are set, with departments of other hours in other zones.
/// </summary>
public sealed class RequestClocksPropertyTests
{
    private static readonly Gen<Step> Steps = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 2 * OpenWindow.MinutesOfDay]).Select((act, minutes) => new Step(act, minutes));

    [Fact]
    public void What_is_due_is_when_the_counted_minutes_are_over() =>
        Gen.Select(CalendarGen.Models, CalendarGen.Models, Gen.Int[1, 60], Gen.Int[1, 60], Steps.Array[1, 8]).Sample(
            (one, other, inspectHours, hours, steps) =>
            {
                var counted = new CountedRequest(one, other with { Start = one.Start }, inspectHours, hours);
                foreach (var step in steps)
                {
                    counted.Take(step);
                }

                counted.AssertDue(TargetKind.Inspect);
                counted.AssertDue(TargetKind.Resolve);
            },
            iter: 400);

    [Fact]
    public void To_stop_and_go_on_at_once_changes_no_due_time() =>
        Gen.Select(CalendarGen.Models, Gen.Int[1, 60], Gen.Int[1, 9], Gen.Int[0, 5 * OpenWindow.MinutesOfDay]).Sample(
            (model, hours, days, minutes) =>
            {
                var (calendar, at) = (model.Calendar, model.Start.AddMinutes(minutes));
                var clocks = RequestClocks.Start(new(null, new(hours, null), new(null, days)), 1, model.Start, calendar);
                var same = clocks
                    .After(RequestStatus.Acknowledged, RequestStatus.Waiting, at, null, calendar)
                    .After(RequestStatus.Waiting, RequestStatus.Acknowledged, at, null, calendar)
                    .After(RequestStatus.Acknowledged, RequestStatus.Assigned, at, null, calendar);
                Assert.Equal(clocks, same);
            },
            iter: 300);

    [Fact]
    public void The_share_of_days_that_is_left_survives_a_transfer() =>
        Gen.Select(CalendarGen.Models, CalendarGen.Models, Gen.Int[1, 9], Gen.Int[0, 5 * OpenWindow.MinutesOfDay]).Sample(
            (model, other, days, minutes) =>
            {
                var (from, to, at) = (model.Calendar, (other with { Start = model.Start }).Calendar, model.Start.AddMinutes(minutes));
                var target = new Target(null, days);
                var clocks = RequestClocks.Start(new(null, null, target), 1, model.Start, from);
                if (clocks.DueAt is not { } due || due <= at || target.BudgetFrom(model.Start, to) is not { } budget)
                {
                    return;
                }

                var left = from.RunningTime(at, due) / target.BudgetFrom(model.Start, from)!.Value;
                var moved = clocks.Transferred(model.Start, at, from, to).LeftAt(TargetKind.Resolve, at, to);
                Assert.True((moved!.Value - (budget * left)).Duration() <= TimeSpan.FromMilliseconds(1));
            },
            iter: 300);

    [Fact]
    public void A_target_is_nearly_missed_when_a_fifth_of_its_minutes_is_left() =>
        Gen.Select(CalendarGen.Models, Gen.Int[1, 60], Gen.Int[0, 3 * OpenWindow.MinutesOfDay]).Sample(
            (model, hours, minutes) =>
            {
                var (calendar, at) = (model.Calendar, model.Start.AddMinutes(minutes));
                var clocks = RequestClocks.Start(new(null, null, new(hours, null)), 1, model.Start, calendar);
                if (clocks.DueAt is { } due && due > at && due < at.AddDays(60))
                {
                    var next = clocks.Watched(model.Start, at, null, calendar, NearRule.Default).NextMarkAt!.Value;
                    var left = model.OpenMinutes(next, due);
                    Assert.True(next == at ? left <= hours * 12 : left == hours * 12, $"{left} of {hours * 60}");
                }
            },
            iter: 100);

    /// <summary>Something that staff do, and how many minutes later the next.</summary>
    internal sealed record Step(int Act, int Minutes);

    /// <summary>A request, and its used minutes, counted.</summary>
    private sealed class CountedRequest
    {
        private readonly (CalendarModel Model, ServiceCalendar Calendar)[] _departments;
        private readonly Dictionary<TargetKind, int> _left;
        private readonly Dictionary<TargetKind, DateTimeOffset> _missedAt = [];
        private readonly DateTimeOffset _receivedAt;
        private RequestClocks _clocks;
        private DateTimeOffset _at;
        private DateTimeOffset? _closedAt;
        private string _status = RequestStatus.Acknowledged;
        private int _department;
        private bool _isKnown = true;

        public CountedRequest(CalendarModel one, CalendarModel other, int inspectHours, int hours)
        {
            _departments = [(one, one.Calendar), (other, other.Calendar)];
            _left = new() { [TargetKind.Inspect] = inspectHours * 60, [TargetKind.Resolve] = hours * 60 };
            _receivedAt = _at = one.Start;
            _clocks = RequestClocks.Start(new(null, new(inspectHours, null), new(hours, null)), 1, one.Start, _departments[0].Calendar);

            // A department that is hardly ever open makes everything due in years; those minutes are not counted.
            _isKnown = Targets.Kinds.Skip(1).All(kind => _clocks.DueOf(kind) is not null);
        }

        public void Take(Step step)
        {
            switch (step.Act)
            {
                case 0:
                    Become(_status == RequestStatus.Waiting ? RequestStatus.Acknowledged : RequestStatus.Waiting);
                    break;
                case 1:
                    _clocks = _clocks.Transferred(_receivedAt, _closedAt ?? _at, _departments[_department].Calendar, _departments[1 - _department].Calendar);
                    _department = 1 - _department;
                    _isKnown &= Targets.Kinds.Skip(1).All(kind => _clocks.DueOf(kind) is not null);
                    break;
                case 2 when !RequestStatus.IsOpen(_status):
                    Become(RequestStatus.Assigned);
                    break;
                case 3 when RequestStatus.IsOpen(_status) && _clocks.Marks.Has(ClockMarks.Inspected):
                    Become(RequestStatus.Closed);
                    break;
                case 4 when RequestStatus.IsOpen(_status):
                    Become(RequestStatus.InProgress);
                    break;
            }

            Pass(step.Minutes);
        }

        /// <summary>What is due is when the minutes that are left will have been counted, or when they were over.</summary>
        public void AssertDue(TargetKind kind)
        {
            if (!_isKnown || _status == RequestStatus.Closed || (kind == TargetKind.Inspect && _clocks.Marks.Has(ClockMarks.Inspected)))
            {
                return;
            }

            var model = _departments[_department].Model;
            if (_missedAt.TryGetValue(kind, out var missed))
            {
                Assert.Equal(missed, _clocks.DueOf(kind));
                return;
            }

            var end = model.After(_clocks.PausedAt ?? _at, _left[kind]);
            if (end is not null)
            {
                // The first such moment: when a department closes, not when it opens again.
                var due = _clocks.DueOf(kind)!.Value;
                Assert.True(due <= end && model.OpenMinutes(due, end.Value) == 0, $"{due:O} is not {end:O}");
                Assert.Equal(_left[kind], model.OpenMinutes(_clocks.PausedAt ?? _at, due));
            }
        }

        private void Become(string status)
        {
            _clocks = _clocks.After(_status, status, _at, _closedAt, _departments[_department].Calendar);
            _closedAt = RequestStatus.IsOpen(status) ? null : _at;
            _status = status;
            _isKnown &= Targets.Kinds.Skip(1).All(kind => _clocks.DueOf(kind) is not null || _clocks.Marks.Has(ClockMark.Done(kind)));
        }

        private void Pass(int minutes)
        {
            for (var end = _at.AddMinutes(minutes); _at < end; _at = _at.AddMinutes(1))
            {
                if (_status is RequestStatus.Waiting or RequestStatus.Closed || !_departments[_department].Model.IsOpen(_at))
                {
                    continue;
                }

                foreach (var kind in _left.Keys.ToList())
                {
                    if (--_left[kind] == 0)
                    {
                        _missedAt[kind] = _at.AddMinutes(1);
                    }
                }
            }
        }
    }
}
