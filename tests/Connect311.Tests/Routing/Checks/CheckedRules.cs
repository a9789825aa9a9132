using Connect311.Routing.Checks;

namespace Connect311.Tests.Routing.Checks;

/// <summary>Findings about rules made of models, in a small city.</summary>
internal static class CheckedRules
{
    public static readonly Vocabulary Words = new()
    {
        Departments = new Dictionary<string, KnownDepartment>
        {
            ["311"] = new(true),
            [RuleSets.FallbackDepartment] = new(true),
            ["NYPD"] = new(true, ["day", "night"]),
            ["OLD"] = new(false),
        },
        ServiceTypes = [.. RuleSets.ServiceTypes.Select(type => new KnownServiceType(type.Code, type.Group, QuestionsOf(type.Code)))],
        Groups = ["loud", "green"],
        Channels = ["mobile", "web", "phone"],
        AreaSets = new Dictionary<string, IReadOnlyCollection<string>> { ["borough"] = ["bronx", "queens"], ["precinct"] = ["1", "2", "3"] },
    };

    /// <summary>A rule that assigns to a department of that city.</summary>
    public static RuleModel Rule(string id, WhenModel? when = null, params string[] needs) =>
        new(id, when, new("NYPD")) { Needs = needs.Length == 0 ? null : needs };

    /// <summary>Places, codes and values of all findings, but for types that only the fallback takes.</summary>
    public static string[] Of(params RuleModel[] rules) =>
        [.. Find(rules).Where(finding => finding.Fault.Code != "only-fallback").Select(Text)];

    public static IReadOnlyList<Finding> Find(params RuleModel[] rules) => RuleSetChecks.Run(RuleSets.Document(rules), Words);

    public static string Text(Finding finding) => $"{finding.Severity} {finding.Rule} {finding.Fault}";

    private static KnownQuestion[] QuestionsOf(string type) => type switch
    {
        "other" => [],
        "tree" => [new("height", AnswerKind.Number, [], 0, 100)],
        _ =>
        [
            new("people", AnswerKind.OneOf, ["yes", "no", "unknown"]),
            new("sounds", AnswerKind.ManyOf, ["music", "talk", "engine"]),
            new("size", AnswerKind.Number, [], 1, 10),
            new("name", AnswerKind.Text, []),
        ],
    };
}
