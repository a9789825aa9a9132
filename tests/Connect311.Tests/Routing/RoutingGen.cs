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

    private static readonly Gen<(string? First, string? Last)> Dates = Gen.OneOf(
        Gen.Const<(string?, string?)>((null, null)),
        Gen.Select(Date("yyyy-MM-dd").Null(0.3), Date("yyyy-MM-dd").Null(0.3), (first, last) => (first, last)),
        Gen.Select(Date("MM-dd"), Date("MM-dd"), (first, last) => ((string?)first, (string?)last)));

    private static readonly Gen<WindowModel> Window = Gen.Select(
        Some(Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant()).ToArray()).Null(0.5), Clock().Null(0.1), Clock().Null(0.1), Dates,
        (days, from, to, dates) => new WindowModel(days, from ?? (days is null && to is null && dates is (null, null) ? "12:00" : null), to, dates.First, dates.Last));

    private static readonly Gen<AnswerModel> Answer = Gen.OneOf(
        Gen.OneOf<object>("yes", "no", "3", 3, 1.5).Array[1, 3].Select(list => new AnswerModel(In: list)),
        Gen.OneOf<object>("yes", 2).Select(value => new AnswerModel { EqualTo = value }),
        Gen.Bool.Select(answered => new AnswerModel(Answered: answered)),
        Gen.Int[0, 4].Select(least => new AnswerModel(AtLeast: least)),
        Gen.Int[0, 4].Select(most => new AnswerModel(Below: most)),
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], (low, high) => new AnswerModel(Above: Math.Min(low, high), AtMost: Math.Max(low, high))),
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], (least, most) => new AnswerModel(AtLeast: Math.Min(least, most), AtMost: Math.Max(least, most))));

    /// <summary>Conditions of one kind each, as they stand inside <c>all</c>, <c>any</c> and <c>not</c>.</summary>
    private static readonly Gen<WhenModel> Leaf = Gen.OneOf(
        Some("noise", "noise.*", "noise.music", "tree.*", "tree.fallen").Select(types => new WhenModel { ServiceTypes = types }),
        Some("loud", "green").Select(groups => new WhenModel { Groups = groups }),
        Some(Boroughs).Select(codes => new WhenModel { Areas = new() { ["borough"] = codes } }),
        Some(Precincts).Select(codes => new WhenModel { AreasNotIn = new() { ["precinct"] = codes } }),
        Answer.Select(answer => new WhenModel { Answers = new() { ["people"] = answer } }),
        Answer.Select(answer => new WhenModel { Answers = new() { ["size"] = answer } }),
        Some(Channels).Select(channels => new WhenModel { Channels = channels }),
        Window.Select(window => new WhenModel { LocalTime = window }),
        Some("gas leak", "GAS", "9").Select(words => new WhenModel { Words = words }));

    private static readonly Gen<WhenModel> Tree = TreeOf(2);

    private static readonly Gen<WhenModel> When = Gen.Select(
        Some("noise", "noise.*", "noise.music", "noise-park.*", "tree.*", "tree.fallen", "gone.*").Null(0.5),
        Some("loud", "green").Null(0.8),
        Gen.Select(Some(Boroughs).Null(0.4), Some(Precincts).Null(0.4), Areas).Null(0.6),
        Gen.Select(Answer.Null(0.3), Answer.Null(0.7), Answers).Null(0.7),
        Some(Channels).Null(0.7),
        Gen.Select(Window.Null(0.7), Some("gas leak", "can't breathe", "GAS", "über", "9").Null(0.7)),
        Gen.Select(Tree.Array[1, 3].Null(0.8), Tree.Array[1, 3].Null(0.7), Tree.Null(0.8)),
        (types, groups, areas, answers, channels, text, trees) => new WhenModel
        {
            ServiceTypes = types,
            Groups = groups,
            Areas = areas,
            Answers = answers,
            Channels = channels,
            LocalTime = text.Item1,
            Words = text.Item2,
            All = trees.Item1,
            Any = trees.Item2,
            Not = trees.Item3,
        });

    public static readonly Gen<RuleModel[]> Rules = Gen.Select(
            When.Null(0.05), Gen.Int[1, 4], Gen.Int[1, 4].Nullable(), Gen.OneOf("people", "size").Array[1, 2].Null(0.8))
        .Array[0, 12]
        .Select(rules => rules
            .Select((rule, i) => new RuleModel($"r{i}", rule.Item1, new($"D{rule.Item2}", Priority: rule.Item3)) { Needs = rule.Item4 })
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

    /// <summary>A report whose place may lie elsewhere too; the shares add up to 1, and ties are frequent.</summary>
    public static readonly Gen<RoutingInput> Uncertain = Gen.Select(
        Input,
        Gen.Select(Gen.OneOf(Boroughs).Null(0.2), Gen.OneOf(Precincts).Null(0.2), Gen.Int[0, 3]).Array[1, 4],
        (input, places) => input with
        {
            PossiblePlaces = input.Areas is null ? null :
            [
                new(input.Areas, 0.25),
                .. places.Select(place => new PossiblePlace(Hits(place.Item1, place.Item2), 0.75 * place.Item3 / Math.Max(1, places.Sum(one => one.Item3)))),
            ],
        });

    /// <summary>At least one of a list.</summary>
    private static Gen<string[]> Some(params string[] all) => Gen.OneOf(all).Array[1, 3];

    private static Gen<string> Clock() => Gen.Int[0, 47].Select(half =>
        TimeSpan.FromMinutes(30 * half).ToString(@"hh\:mm", CultureInfo.InvariantCulture));

    private static Gen<string> Date(string form) => Gen.Int[0, 365].Select(day =>
        new DateOnly(2026, 1, 1).AddDays(day).ToString(form, CultureInfo.InvariantCulture));

    private static Gen<WhenModel> TreeOf(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Select(Leaf, TreeOf(depth - 1), (one, other) => new WhenModel { All = [one, other] }),
        Gen.Select(Leaf, TreeOf(depth - 1), (one, other) => new WhenModel { Any = [one, other] }),
        TreeOf(depth - 1).Select(inner => new WhenModel { Not = inner }));

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
