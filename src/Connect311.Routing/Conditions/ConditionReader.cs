using System.Globalization;
using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Conditions;

/// <summary>Reads the <c>when</c> of a rule.</summary>
internal static class ConditionReader
{
    private const int MaxValues = 2_000;

    // Enum.TryParse would also take numbers, spaces and "monday,tuesday".
    private static readonly Dictionary<string, DayOfWeek> Days =
        Enum.GetValues<DayOfWeek>().ToDictionary(day => day.ToString(), StringComparer.OrdinalIgnoreCase);

    public static List<Condition> Read(ObjectReader when)
    {
        var conditions = new List<Condition>();
        AddList(conditions, when, "serviceTypes", codes => new ServiceTypeCondition(codes));
        AddList(conditions, when, "groups", groups => new GroupCondition(groups));
        AddAreas(conditions, when);
        AddAnswers(conditions, when);
        AddList(conditions, when, "channels", channels => new ChannelCondition(channels));
        AddLocalTime(conditions, when);
        AddList(conditions, when, "words", phrases => new WordsCondition(phrases), PhraseList.HasWord);
        when.End();
        return conditions;
    }

    private static void AddList(
        List<Condition> conditions,
        ObjectReader reader,
        string name,
        Func<IReadOnlyList<string>, Condition> condition,
        Func<string, bool>? saysSomething = null)
    {
        if (Values(reader, name, saysSomething ?? (value => !string.IsNullOrWhiteSpace(value))) is { } values)
        {
            conditions.Add(condition(values));
        }
    }

    private static IReadOnlyList<string>? Values(ObjectReader reader, string name, Func<string, bool> saysSomething)
    {
        var before = reader.Faults.Count;
        var values = reader.TextList(name, MaxValues, 100);
        if (values is not null && reader.Faults.Count == before && (values.Count == 0 || !values.All(saysSomething)))
        {
            // Neither an empty list nor a value that says nothing can ever match.
            reader.Add(name, FaultCodes.Required);
        }

        return values;
    }

    /// <summary>A condition that asks for nothing would make its rule match everything.</summary>
    private static void RequireSome(ObjectReader when, string name, ObjectReader asked)
    {
        if (asked.Members().All(member => member.Value.ValueKind == JsonValueKind.Null))
        {
            when.Add(name, FaultCodes.Required);
        }
    }

    private static void AddAreas(List<Condition> conditions, ObjectReader when)
    {
        if (when.Object("areas") is not { } areas)
        {
            return;
        }

        RequireSome(when, "areas", areas);
        foreach (var (set, _) in areas.Members())
        {
            AddList(conditions, areas, set, codes => new AreaCondition(set, codes));
        }
    }

    private static void AddAnswers(List<Condition> conditions, ObjectReader when)
    {
        if (when.Object("answers") is not { } answers)
        {
            return;
        }

        RequireSome(when, "answers", answers);
        foreach (var (question, _) in answers.Members())
        {
            if (answers.Object(question) is not { } asked)
            {
                continue;
            }

            var allowed = Values(asked, "in", _ => true);
            var atLeast = asked.Number("atLeast");
            var condition = new AnswerCondition(question, allowed, atLeast, asked.Number("atMost", minimum: atLeast ?? double.MinValue));
            asked.End();
            if (allowed is null == !(asked.Has("atLeast") || asked.Has("atMost")))
            {
                asked.AddHere(FaultCodes.TwoWays, "allowed", "in, or atLeast and atMost");
            }

            conditions.Add(condition);
        }
    }

    private static void AddLocalTime(List<Condition> conditions, ObjectReader when)
    {
        if (when.Object("localTime") is not { } window)
        {
            return;
        }

        var days = Weekdays(window);
        conditions.Add(new LocalTimeCondition(days, Clock(window, "from"), Clock(window, "to")));
        window.End();
    }

    private static List<DayOfWeek> Weekdays(ObjectReader window)
    {
        var days = new List<DayOfWeek>();
        foreach (var name in Values(window, "weekdays", _ => true) ?? [])
        {
            if (Days.TryGetValue(name, out var day))
            {
                days.Add(day);
            }
            else
            {
                window.Add("weekdays", FaultCodes.UnknownValue, "allowed", "sunday, monday, tuesday, wednesday, thursday, friday, saturday");
            }
        }

        return days;
    }

    private static TimeOnly Clock(ObjectReader window, string name)
    {
        if (window.Text(name, 5) is not { } text)
        {
            return TimeOnly.MinValue;
        }

        if (!TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            window.Add(name, FaultCodes.InvalidFormat, "expected", "HH:mm");
        }

        return clock;
    }
}
