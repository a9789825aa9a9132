using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;
using CsCheck;

namespace Connect311.Tests.Routing.Checks;

/// <summary>
/// Random rules in a world so small that every report of it can be tried: what the checks say of a rule is what all
/// reports together show, no more and no less.
/// </summary>
public sealed class ReachPropertyTests
{
    private static readonly string[] Channels = ["mobile", "web"];
    private static readonly int[] Hours = [3, 9, 15, 21];
    private static readonly string?[] Descriptions = [null, "gas", "gas leak"];
    private static readonly (string Code, string? Group)[] Types = [("noise", "loud"), ("noise.music", "loud"), ("tree", null)];

    private static readonly Vocabulary Words = new()
    {
        Departments = new Dictionary<string, KnownDepartment> { ["NYPD"] = new(true), [RuleSets.FallbackDepartment] = new(true) },
        ServiceTypes =
        [
            .. Types.Select(type => new KnownServiceType(type.Code, type.Group,
            [
                new("people", AnswerKind.OneOf, ["yes", "no"]),
                new("sounds", AnswerKind.ManyOf, ["music", "talk", "engine"]),
                new("size", AnswerKind.Number, [], 0, 1),
            ])),
        ],
        Groups = ["loud"],
        Channels = Channels,
        AreaSets = new Dictionary<string, IReadOnlyCollection<string>> { ["borough"] = ["bronx", "queens"], ["precinct"] = ["1"] },
    };

    private static readonly Gen<WhenModel> Leaf = Gen.OneOf(
        Gen.OneOf("noise", "noise.*", "tree").Array[1, 2].Select(types => new WhenModel { ServiceTypes = types }),
        Gen.Const(new WhenModel { Groups = ["loud"] }),
        Gen.OneOf("bronx", "queens").Array[1, 2].Select(codes => new WhenModel { Areas = new() { ["borough"] = codes } }),
        Gen.OneOf("bronx", "queens").Array[1, 2].Select(codes => new WhenModel { AreasNotIn = new() { ["borough"] = codes } }),
        Gen.Const(new WhenModel { Areas = new() { ["precinct"] = ["1"] } }),
        Gen.OneOf("yes", "no").Array[1, 2].Select(codes => Asks("people", new(In: codes))),
        Gen.OneOf("music", "talk").Array[1, 2].Select(codes => Asks("sounds", new(In: codes))),
        Gen.Select(Gen.OneOf("people", "sounds", "size"), Gen.Bool, (question, answered) => Asks(question, new(Answered: answered))),
        Gen.Int[0, 1].Select(number => Asks("size", new(AtLeast: number))),
        Gen.Int[0, 1].Select(number => Asks("size", new(Below: number))),
        Gen.Int[0, 1].Select(number => Asks("size", new() { EqualTo = number })),
        Gen.OneOf(Channels).Array[1, 2].Select(channels => new WhenModel { Channels = channels }),
        Gen.Select(Gen.Const("monday").Array[1].Null(), Gen.Int[0, 3], Gen.Int[0, 3], (days, from, to) =>
            new WhenModel { LocalTime = new(days, $"{6 * from:00}:00", $"{6 * to:00}:00") }),
        Gen.OneOf("gas", "gas leak").Array[1, 2].Select(phrases => new WhenModel { Words = phrases }));

    private static readonly Gen<RuleModel[]> Rules = Gen.Select(TreeOf(2).Array[0, 2], Gen.OneOf("people", "size").Array[1].Null(0.8))
        .Array[1, 7]
        .Select(rules => rules.Select((rule, i) => new RuleModel($"r{i}", new() { All = rule.Item1.Length == 0 ? null : rule.Item1 }, new("NYPD"))
        {
            Needs = rule.Item2,
        }).ToArray());

    /// <summary>In no order, so that what a rule decides is found soon.</summary>
    private static readonly RoutingInput[] Reports = Shuffled(AllReports());

    [Fact]
    public void What_the_checks_say_is_what_all_reports_together_show() => Rules.Sample(
        rules =>
        {
            var findings = RuleSetChecks.Run(RuleSets.Document(rules), Words);
            var never = rules.Where(rule => Deciding(rule).Count == 0).Select(rule => rule.Id).ToList();
            var deciding = Deciding(rules);
            var unreachable = rules.Select(rule => rule.Id).Where(rule => !never.Contains(rule) && !deciding.Contains(rule));
            Assert.Equal(never, RulesOf(findings, finding => finding.IsError));
            Assert.Equal(unreachable, RulesOf(findings, finding => finding.Fault.Code == FaultCodes.Unreachable));
            Assert.DoesNotContain(findings, finding => finding.Fault.Code == FaultCodes.NotExamined);
            Assert.All(findings.Where(finding => finding.Fault.Code == FaultCodes.Unreachable), finding => AssertTaken(rules, finding));
        },
        iter: 60,
        print: RuleSets.Text);

    /// <summary>The rules that are named take all reports of the rule.</summary>
    private static void AssertTaken(RuleModel[] rules, Finding finding)
    {
        var takers = ((string)finding.Fault.Params["by"]!).Split(", ");
        if (takers[^1] == "…")
        {
            return;
        }

        RuleModel[] named = [.. rules.Where(rule => takers.Contains(rule.Id))];
        var rule = rules.Single(rule => rule.Id == finding.Rule);
        Assert.DoesNotContain(rule.Id, Deciding([.. named, rule]));
    }

    private static string[] RulesOf(IEnumerable<Finding> findings, Func<Finding, bool> which) =>
        [.. findings.Where(which).Select(finding => finding.Rule!).Distinct()];

    /// <summary>The rules that decide about a report, tried on all of them until each has been seen to.</summary>
    private static HashSet<string> Deciding(params RuleModel[] rules)
    {
        var compiled = RuleSet.Compile(RuleSets.Document(rules), 1, Types);
        var ids = rules.Select(rule => rule.Id).ToHashSet();
        var deciding = new HashSet<string>();
        foreach (var report in Reports)
        {
            if (compiled.Decide(report).Rule is var rule && ids.Contains(rule) && deciding.Add(rule) && deciding.Count == ids.Count)
            {
                break;
            }
        }

        return deciding;
    }

    private static RoutingInput[] Shuffled(IEnumerable<RoutingInput> reports)
    {
        var all = reports.ToArray();
        new Random(1).Shuffle(all);
        return all;
    }

    private static WhenModel Asks(string question, AnswerModel answer) => new() { Answers = new() { [question] = answer } };

    private static Gen<WhenModel> TreeOf(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (3, Leaf),
        (1, Gen.Select(Leaf, TreeOf(depth - 1), (one, other) => new WhenModel { All = [one, other] })),
        (2, Gen.Select(Leaf, TreeOf(depth - 1), (one, other) => new WhenModel { Any = [one, other] })),
        (2, TreeOf(depth - 1).Select(inner => new WhenModel { Not = inner })));

    /// <summary>Every report that the leaves above can tell from another.</summary>
    private static IEnumerable<RoutingInput> AllReports() =>
        from type in Types
        from channel in Channels
        from areas in Places()
        from answers in Answers()
        from day in Enumerable.Range(0, 3)
        from hour in Hours
        from description in Descriptions
        select new RoutingInput
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = channel,
            ReceivedAt = new DateTimeOffset(2026, 6, 7 + day, hour, 0, 0, TimeSpan.FromHours(-4)),
            Areas = areas,
            Answers = answers,
            Description = description,
        };

    private static IEnumerable<AreaHit[]?> Places()
    {
        AreaHit[][] boroughs = [[], [new("borough", "bronx", "")], [new("borough", "queens", "")]];
        AreaHit[][] precincts = [[], [new("precinct", "1", "")]];
        return boroughs.SelectMany(borough => precincts.Select(precinct => (AreaHit[]?)[.. borough, .. precinct])).Prepend(null);
    }

    /// <summary>Choices that no leaf names stand for each other; of numbers there is one at and one between all bounds.</summary>
    private static List<IReadOnlyDictionary<string, IReadOnlyList<string>>> Answers() =>
    [
        .. from people in new string[][] { [], ["yes"], ["no"] }
           from sounds in new string[][] { [], ["music"], ["talk"], ["engine"], ["music", "talk"] }
           from size in new string[][] { [], ["0"], ["0.5"], ["1"] }
           select new Dictionary<string, IReadOnlyList<string>> { ["people"] = people, ["sounds"] = sounds, ["size"] = size },
    ];
}
