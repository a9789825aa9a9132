using System.Globalization;
using System.Text.RegularExpressions;
using Connect311.Routing;

namespace Connect311.Tests.Routing;

/// <summary>First match decides, said as plainly as can be: what the compiled rule set is compared with.</summary>
internal static partial class NaiveRouting
{
    public static (string Rule, string Department) Decide(IEnumerable<RuleModel> rules, RoutingInput input)
    {
        foreach (var rule in rules)
        {
            switch (Matches(rule.When ?? new(), input))
            {
                case true:
                    return (rule.Id, rule.Assign.Department);
                case null:
                    return ("unplaced", "311");
            }
        }

        return ("fallback", RuleSets.FallbackDepartment);
    }

    /// <summary>Null when the answer hangs on a place that the report does not have.</summary>
    public static bool? Matches(WhenModel when, RoutingInput input)
    {
        if (!MatchesWithoutPlace(when, input))
        {
            return false;
        }

        if (when.Areas is null)
        {
            return true;
        }

        return input.Areas is null
            ? null
            : when.Areas.All(asked => input.Areas.Any(area => area.Set == asked.Key && asked.Value.Contains(area.Code)));
    }

    private static bool MatchesWithoutPlace(WhenModel when, RoutingInput input) =>
        (when.ServiceTypes is null || when.ServiceTypes.Any(code => IsOf(code, input.ServiceType)))
        && (when.Groups is null || when.Groups.Any(group => group == input.Group))
        && (when.Channels is null || when.Channels.Any(channel => channel == input.Channel))
        && (when.Answers is null || when.Answers.All(asked => Answered(asked.Key, asked.Value, input)))
        && (when.LocalTime is null || IsWithin(when.LocalTime, input.ReceivedAt))
        && (when.Words is null || when.Words.Any(phrase => Says(input.Description ?? "", phrase)));

    private static bool IsOf(string asked, string code) =>
        asked == code || (asked.EndsWith(".*", StringComparison.Ordinal) && $"{code}.".StartsWith(asked[..^1], StringComparison.Ordinal));

    private static bool Answered(string question, AnswerModel asked, RoutingInput input) =>
        input.Answers.ContainsKey(question) && input.Answers[question].Any(answer =>
            asked.In is not null
                ? asked.In.Any(one => one == answer)
                : double.TryParse(answer, CultureInfo.InvariantCulture, out var number)
                    && !(number < asked.AtLeast) && !(number > asked.AtMost));

    /// <summary>Looks at the windows that began today and yesterday, as spans on the wall's clock.</summary>
    private static bool IsWithin(WindowModel window, DateTimeOffset receivedAt)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(RuleSets.TimeZone);
        var wall = TimeZoneInfo.ConvertTime(receivedAt, zone).DateTime;
        var from = TimeSpan.Parse(window.From ?? "00:00", CultureInfo.InvariantCulture);
        var to = TimeSpan.Parse(window.To ?? "00:00", CultureInfo.InvariantCulture);
        var length = to > from ? to - from : to - from + TimeSpan.FromDays(1);
        return new[] { wall.Date, wall.Date.AddDays(-1) }.Any(day =>
            (window.Weekdays is null || window.Weekdays.Any(name => name.Equals(day.DayOfWeek.ToString(), StringComparison.OrdinalIgnoreCase)))
            && wall >= day + from
            && wall < day + from + length);
    }

    private static bool Says(string text, string phrase)
    {
        var (said, asked) = (WordsOf(text), WordsOf(phrase));
        return Enumerable.Range(0, said.Length).Any(start => said.Skip(start).Take(asked.Length).SequenceEqual(asked));
    }

    private static string[] WordsOf(string text) =>
        [.. Word().Matches(Regex.Replace(text, "['’]", "")).Select(word => word.Value.ToLowerInvariant())];

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();
}
