using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Checks;

/// <summary>Finds time windows that never occur: no such day in their dates, or only an hour that the clocks skip.</summary>
internal static class TimeChecks
{
    /// <summary>Any span of this many days has every weekday, and a day on which no clock is changed.</summary>
    private const int DaysOfEverything = 400;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static IEnumerable<Finding> Run(RuleSetDocument document) =>
        from rule in document.Rules
        from condition in rule.When
        from part in condition.AndParts()
        where part is LocalTimeCondition window && !Occurs(window, document.TimeZone)
        select new Finding(Severity.Error, rule.Id, new(part.At, FaultCodes.NeverOccurs));

    private static bool Occurs(LocalTimeCondition window, TimeZoneInfo zone)
    {
        if (window.Dates is not DateSpan.Once { First: { } first, Last: { } last }
            || last.DayNumber - first.DayNumber > DaysOfEverything)
        {
            return true;
        }

        for (var date = first; date <= last; date = date.AddDays(1))
        {
            if (window.Begins(date) && HasMoment(window, date, zone))
            {
                return true;
            }

            if (date == DateOnly.MaxValue)
            {
                break;
            }
        }

        return false;
    }

    /// <summary>Whether the window that begins on a date has a minute that the clocks do not skip.</summary>
    private static bool HasMoment(LocalTimeCondition window, DateOnly date, TimeZoneInfo zone)
    {
        var start = date.ToDateTime(window.From);
        var length = window.To - window.From;
        if (length == TimeSpan.Zero)
        {
            length = TimeSpan.FromDays(1);
        }

        for (var passed = TimeSpan.Zero; passed < length && DateTime.MaxValue - start > passed; passed += Minute)
        {
            if (!zone.IsInvalidTime(start + passed))
            {
                return true;
            }
        }

        return false;
    }
}
