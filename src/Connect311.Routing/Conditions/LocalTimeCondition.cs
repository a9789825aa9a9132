using System.Globalization;

namespace Connect311.Routing.Conditions;

/// <summary>
/// The report was received on one of the weekdays and within the clock times of the city's time zone.
/// A window that ends before it begins runs over midnight and belongs to the weekday on which it began.
/// </summary>
/// <param name="Weekdays">The days on which the window begins; empty means every day.</param>
/// <param name="From">The first moment of the window.</param>
/// <param name="To">The first moment after the window; equal to <paramref name="From"/> means the whole day.</param>
public sealed record LocalTimeCondition(IReadOnlyList<DayOfWeek> Weekdays, TimeOnly From, TimeOnly To) : Condition
{
    public override Verdict Check(RoutingInput input, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(input.ReceivedAt, zone);
        var clock = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (From < To)
        {
            return Of(clock >= From && clock < To && IsOn(local.DayOfWeek));
        }

        return Of((clock >= From && IsOn(local.DayOfWeek)) || (clock < To && IsOn(DayBefore(local.DayOfWeek))));
    }

    public override string Lost(RoutingInput input, Verdict verdict, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(input.ReceivedAt, zone);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"it was received on {local:dddd} at {local:HH:mm}, the rule asks for {Days()} {From:HH:mm} to {To:HH:mm}");
    }

    private bool IsOn(DayOfWeek day) => Weekdays.Count == 0 || Weekdays.Contains(day);

    private static DayOfWeek DayBefore(DayOfWeek day) => (DayOfWeek)(((int)day + 6) % 7);

    private string Days() => Weekdays.Count == 0 ? "every day" : List(Weekdays.Select(day => day.ToString()));
}
