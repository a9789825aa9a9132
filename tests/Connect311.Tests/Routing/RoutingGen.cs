using System.Globalization;
using Connect311.Routing;
using Connect311.Routing.Areas;
using CsCheck;

namespace Connect311.Tests.Routing;

/// <summary>Random rules and reports of a small world, so that they often meet.</summary>
internal static class RoutingGen
{
    private static readonly string[] Boroughs = ["bronx", "queens"];
    private static readonly string[] Precincts = ["1", "2", "3"];
    private static readonly string[] Channels = ["mobile", "web", "phone"];

    private static readonly Gen<string> Description = Gen.Select(
            Gen.OneOf("gas", "Gas", "leak", "LEAK", "leaks", "can't", "can’t", "cant", "breathe", "über", "9", "gas leak"),
            Gen.OneOf(" ", "  ", ", ", "-", "\n", "'", "", ". "))
        .Array[0, 5]
        .Select(parts => string.Concat(parts.Select(part => part.Item1 + part.Item2)));

    private static readonly Gen<WindowModel> Window = Gen.Select(
        Some(Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant()).ToArray()).Null(0.5), Clock().Null(0.1), Clock().Null(0.1),
        (days, from, to) => new WindowModel(days, from, to));

    private static readonly Gen<AnswerModel> Answer = Gen.OneOf(
        Some("yes", "no", "3").Select(list => new AnswerModel(In: list)),
        Gen.Int[0, 4].Select(least => new AnswerModel(AtLeast: least)),
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], (least, most) => new AnswerModel(AtLeast: Math.Min(least, most), AtMost: Math.Max(least, most))));

    private static readonly Gen<WhenModel> When = Gen.Select(
        Some("noise", "noise.*", "noise.music", "noise-park.*", "tree.*", "tree.fallen", "gone.*").Null(0.5),
        Some("loud", "green").Null(0.8),
        Gen.Select(Some(Boroughs).Null(0.4), Some(Precincts).Null(0.4), Areas).Null(0.6),
        Gen.Select(Answer.Null(0.3), Answer.Null(0.7), Answers).Null(0.7),
        Some(Channels).Null(0.7),
        Window.Null(0.7),
        Some("gas leak", "can't breathe", "GAS", "über", "9").Null(0.7),
        (types, groups, areas, answers, channels, window, words) => new WhenModel
        {
            ServiceTypes = types,
            Groups = groups,
            Areas = areas,
            Answers = answers,
            Channels = channels,
            LocalTime = window,
            Words = words,
        });

    public static readonly Gen<RuleModel[]> Rules = Gen.Select(When.Null(0.05), Gen.Int[1, 4], Gen.Int[1, 4].Nullable())
        .Array[0, 12]
        .Select(rules => rules
            .Select((rule, i) => new RuleModel($"r{i}", rule.Item1, new($"D{rule.Item2}", Priority: rule.Item3)))
            .ToArray());

    public static readonly Gen<RoutingInput> Input = Gen.Select(
        Gen.OneOf(RuleSets.ServiceTypes),
        Gen.OneOf(Channels),
        Gen.DateTime[new DateTime(2026, 3, 5), new DateTime(2026, 11, 5)],
        Gen.Select(Gen.OneOf(Boroughs).Null(0.2), Gen.OneOf(Precincts).Null(0.2), Hits).Null(0.3),
        Gen.OneOf("yes", "no", "3", "1.5", "2e0", "many").Array[0, 2].Null(0.4),
        Gen.OneOf("yes", "4").Array[1].Null(0.5),
        Description.Null(0.2),
        (type, channel, time, areas, first, second, text) => new RoutingInput
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = channel,
            ReceivedAt = new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
            Areas = areas,
            Answers = new (string Question, string[]? Answer)[] { ("people", first), ("size", second) }
                .Where(answered => answered.Answer is not null)
                .ToDictionary(answered => answered.Question, answered => (IReadOnlyList<string>)answered.Answer!),
            Description = text,
        });

    /// <summary>At least one of a list.</summary>
    private static Gen<string[]> Some(params string[] all) => Gen.OneOf(all).Array[1, 3];

    private static Gen<string> Clock() => Gen.Int[0, 47].Select(half =>
        TimeSpan.FromMinutes(30 * half).ToString(@"hh\:mm", CultureInfo.InvariantCulture));

    private static Dictionary<string, string[]> Areas(string[]? boroughs, string[]? precincts)
    {
        var areas = new Dictionary<string, string[]>();
        if (boroughs is not null || precincts is null)
        {
            areas["borough"] = boroughs ?? Boroughs;
        }

        if (precincts is not null)
        {
            areas["precinct"] = precincts;
        }

        return areas;
    }

    private static Dictionary<string, AnswerModel> Answers(AnswerModel? people, AnswerModel? size)
    {
        var answers = new Dictionary<string, AnswerModel> { ["people"] = people ?? new AnswerModel(In: ["yes"]) };
        if (size is not null)
        {
            answers["size"] = size;
        }

        return answers;
    }

    private static AreaHit[] Hits(string? borough, string? precinct) =>
        [.. new[] { ("borough", borough), ("precinct", precinct) }
            .Where(hit => hit.Item2 is not null)
            .Select(hit => new AreaHit(hit.Item1, hit.Item2!, hit.Item2!))];
}
