using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connect311.Routing;
using Connect311.Routing.Areas;

namespace Connect311.Tests.Routing;

/// <summary>
/// First match decides, said as plainly as can be, over the document as it is written: what the compiled rule set is
/// compared with.
/// </summary>
internal static partial class NaiveRouting
{
    /// <summary>How a condition fares, from nearest to furthest from holding.</summary>
    public enum Fate
    {
        Holds,
        Unanswered,
        Unplaced,
        Fails,
    }

    public static (string Rule, string Department) Decide(JsonElement document, RoutingInput input) => Decide(document, input, input.Areas);

    /// <summary>The decisions of all possible places, and the department that the policy makes of them.</summary>
    public static (string Rule, string Department) DecideUncertain(JsonElement document, RoutingInput input)
    {
        var here = Decide(document, input);
        if (input.Areas is null || input.PossiblePlaces is not { } places)
        {
            return here;
        }

        var decided = places.Select(place => (Decision: Decide(document, input, place.Areas), place.Share)).ToList();
        var shares = decided.GroupBy(place => place.Decision.Department)
            .ToDictionary(department => department.Key, department => department.Sum(place => place.Share));
        if (shares.Keys.Append(here.Department).Distinct().Count() == 1)
        {
            return here;
        }

        if (Text(document, "uncertainPlaces") == "operator")
        {
            return ("uncertain", "311");
        }

        var most = shares.Values.Max();
        var likeliest = shares.GetValueOrDefault(here.Department) == most
            ? here.Department
            : shares.Where(department => department.Value == most).Min(department => department.Key)!;
        return likeliest == here.Department && decided.Exists(place => place.Decision == here)
            ? here
            : decided.Where(place => place.Decision.Department == likeliest).MaxBy(place => place.Share).Decision;
    }

    private static (string Rule, string Department) Decide(JsonElement document, RoutingInput input, IReadOnlyList<AreaHit>? areas)
    {
        foreach (var rule in document.GetProperty("rules").EnumerateArray())
        {
            switch (FateOf(rule, input with { Areas = areas }, document))
            {
                case Fate.Holds:
                    return (Text(rule, "id")!, DepartmentOf(rule.GetProperty("assign")));
                case Fate.Unplaced:
                    return ("unplaced", "311");
                case Fate.Unanswered:
                    return ("unanswered", "311");
            }
        }

        return ("fallback", DepartmentOf(document.GetProperty("fallback")));
    }

    /// <summary>How a rule fares with a report.</summary>
    public static Fate FateOf(JsonElement rule, RoutingInput input, JsonElement document)
    {
        var needs = Texts(rule, "needs") ?? [];
        var world = new World(input, needs, TimeZoneInfo.FindSystemTimeZoneById(Text(document, "timeZone")!));
        return (Member(rule, "when") is { } when ? When(when, world) : [])
            .Concat(needs.Select(question => Answer(input, question).Count == 0 ? Fate.Unanswered : Fate.Holds))
            .Append(Fate.Holds)
            .Max();
    }

    /// <summary>How a rule fares when only what it says of the service type, at its top, is looked at.</summary>
    public static bool IsForType(JsonElement rule, RoutingInput input) =>
        Member(rule, "when") is not { } when
        || (Texts(when, "serviceTypes")?.Any(code => IsOf(code, input.ServiceType)) != false
            && Texts(when, "groups")?.Contains(input.Group!) != false);

    private static string DepartmentOf(JsonElement assign) => Text(assign, "department")!;

    private static List<Fate> When(JsonElement when, World world)
    {
        var fates = new List<Fate>();
        foreach (var member in when.EnumerateObject())
        {
            fates.AddRange(member.Name switch
            {
                "serviceTypes" => [Of(Texts(when, member.Name)!.Any(code => IsOf(code, world.Input.ServiceType)))],
                "groups" => [Of(Texts(when, member.Name)!.Contains(world.Input.Group!))],
                "channels" => [Of(Texts(when, member.Name)!.Contains(world.Input.Channel))],
                "words" => [Of(Texts(when, member.Name)!.Any(phrase => Says(world.Input.Description ?? "", phrase)))],
                "localTime" => [Of(IsWithin(member.Value, TimeZoneInfo.ConvertTime(world.Input.ReceivedAt, world.Zone).DateTime))],
                "areas" => member.Value.EnumerateObject().Select(set => Area(set.Name, set.Value, world.Input)),
                "answers" => member.Value.EnumerateObject().Select(asked => Answered(asked.Name, asked.Value, world)),
                "all" => member.Value.EnumerateArray().Select(part => When(part, world).Max()),
                "any" => [member.Value.EnumerateArray().Min(part => When(part, world).Max())],
                "not" => [Opposite(When(member.Value, world).Max())],
                _ => throw new InvalidOperationException(member.Name),
            });
        }

        return fates;
    }

    private static Fate Opposite(Fate fate) => fate switch { Fate.Holds => Fate.Fails, Fate.Fails => Fate.Holds, _ => fate };

    private static bool IsOf(string asked, string code) =>
        asked == code || (asked.EndsWith(".*", StringComparison.Ordinal) && $"{code}.".StartsWith(asked[..^1], StringComparison.Ordinal));

    private static Fate Area(string set, JsonElement asked, RoutingInput input)
    {
        if (input.Areas is null)
        {
            return Fate.Unplaced;
        }

        bool LiesIn(JsonElement codes) => codes.EnumerateArray().Any(code => input.Areas.Any(area => area.Set == set && area.Code == code.GetString()));
        return Of(asked.ValueKind == JsonValueKind.Array ? LiesIn(asked) : !LiesIn(asked.GetProperty("notIn")));
    }

    private static IReadOnlyList<string> Answer(RoutingInput input, string question) =>
        input.Answers.TryGetValue(question, out var answer) ? answer : [];

    private static Fate Answered(string question, JsonElement asked, World world)
    {
        var answer = Answer(world.Input, question);
        if (answer.Count == 0 && world.Needs.Contains(question))
        {
            return Fate.Unanswered;
        }

        return Of(asked.TryGetProperty("answered", out var answered)
            ? answer.Count > 0 == answered.GetBoolean()
            : answer.Any(one => Fits(one, asked)));
    }

    private static bool Fits(string answer, JsonElement asked)
    {
        bool Is(JsonElement value) => value.ValueKind == JsonValueKind.String
            ? value.GetString() == answer
            : Number(answer) == value.GetDouble();

        if (asked.TryGetProperty("equals", out var equal))
        {
            return Is(equal);
        }

        if (asked.TryGetProperty("in", out var list))
        {
            return list.EnumerateArray().Any(Is);
        }

        return Number(answer) is { } number && asked.EnumerateObject().All(bound => bound.Name switch
        {
            "atLeast" => number >= bound.Value.GetDouble(),
            "atMost" => number <= bound.Value.GetDouble(),
            "above" => number > bound.Value.GetDouble(),
            _ => number < bound.Value.GetDouble(),
        });
    }

    private static double? Number(string answer) =>
        double.TryParse(answer, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) && !double.IsInfinity(number) ? number : null;

    /// <summary>Looks at the windows that began on this day and on the day before, as spans on the wall's clock.</summary>
    private static bool IsWithin(JsonElement window, DateTime wall)
    {
        var from = TimeSpan.Parse(Text(window, "from") ?? "00:00", CultureInfo.InvariantCulture);
        var to = TimeSpan.Parse(Text(window, "to") ?? "00:00", CultureInfo.InvariantCulture);
        var length = to > from ? to - from : to - from + TimeSpan.FromDays(1);
        return new[] { wall.Date, wall.Date.AddDays(-1) }.Any(day =>
            Texts(window, "weekdays")?.Any(name => name.Equals(day.DayOfWeek.ToString(), StringComparison.OrdinalIgnoreCase)) != false
            && IsAmong(day, Text(window, "firstDate"), Text(window, "lastDate"))
            && wall >= day + from
            && wall < day + from + length);
    }

    /// <summary>Dates are compared as texts, with the year or without.</summary>
    private static bool IsAmong(DateTime day, string? first, string? last)
    {
        var form = (first ?? last)?.Length == 5 ? "MM-dd" : "yyyy-MM-dd";
        var date = day.ToString(form, CultureInfo.InvariantCulture);
        var (isAfter, isBefore) = (string.CompareOrdinal(date, first ?? date) >= 0, string.CompareOrdinal(date, last ?? date) <= 0);
        return form == "MM-dd" && string.CompareOrdinal(first, last) > 0 ? isAfter || isBefore : isAfter && isBefore;
    }

    private static bool Says(string text, string phrase)
    {
        var (said, asked) = (WordsOf(text), WordsOf(phrase));
        return Enumerable.Range(0, said.Length).Any(start => said.Skip(start).Take(asked.Length).SequenceEqual(asked));
    }

    private static string[] WordsOf(string text) =>
        [.. Word().Matches(Regex.Replace(text, "['’]", "")).Select(word => word.Value.ToLowerInvariant())];

    private static Fate Of(bool holds) => holds ? Fate.Holds : Fate.Fails;

    private static JsonElement? Member(JsonElement json, string name) => json.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement json, string name) => Member(json, name)?.GetString();

    private static List<string>? Texts(JsonElement json, string name) =>
        Member(json, name)?.EnumerateArray().Select(text => text.GetString()!).ToList();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();

    private sealed record World(RoutingInput Input, List<string> Needs, TimeZoneInfo Zone);
}
