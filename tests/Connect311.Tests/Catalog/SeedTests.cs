using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Routing;

namespace Connect311.Tests.Catalog;

/// <summary>New York's files, as they come with the program.</summary>
public sealed class SeedTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "seed", "nyc");
    private static readonly City City = Read();

    [Fact]
    public void The_files_come_with_the_program_and_load()
    {
        Assert.Equal(Folder, new CityOptions().Folder);
        Assert.Equal("nyc", City.Catalog.City.Code);
        Assert.Equal("America/New_York", City.Catalog.City.TimeZone.Id);
        Assert.Equal("borough", City.AreaSets[0].Name);
    }

    [Fact]
    public void Every_request_goes_to_one_department_or_by_rule_to_one_of_several()
    {
        var undecided = Requests.Where(type => City.Rules.OnlyDepartmentOf(type.Code) is null).Select(type => type.Code);
        Assert.Equal(["encampment"], undecided);
    }

    [Fact]
    public void No_request_but_the_unlisted_falls_back_at_any_hour_placed_or_not()
    {
        var fallen =
            from type in Requests
            from hour in Enumerable.Range(0, 24)
            from areas in new IReadOnlyList<Connect311.Routing.Areas.AreaHit>?[] { null, [], [City.AreaSets[0].Areas[0]] }
            let decision = City.Rules.Decide(new RoutingInput
            {
                ServiceType = type.Code,
                Group = type.Group,
                Channel = "mobile",
                ReceivedAt = new DateTimeOffset(2026, 6, 1, hour, 0, 0, TimeSpan.Zero),
                Areas = areas,
            })
            where decision.Rule is RuleSet.FallbackRule or RuleSet.UnplacedRule
            select type.Code;
        Assert.Equal([CatalogWords.Unlisted], fallen.Distinct());
    }

    [Fact]
    public void Every_rule_can_decide_something()
    {
        var decided = Requests.SelectMany(type => City.Rules.Explain(Input(type)).Lost.Select(lost => lost.Rule)
            .Append(City.Rules.Decide(Input(type)).Rule));
        var rules = City.Rules.Reasons.Keys.Except([RuleSet.FallbackRule, RuleSet.UnplacedRule]);
        Assert.Empty(rules.Except(decided));
    }

    [Fact]
    public void No_request_goes_to_a_retired_department()
    {
        var used = Requests.Select(type => City.Rules.Decide(Input(type)).Department).Distinct();
        Assert.All(used, code => Assert.True(City.Catalog.Departments[code].IsActive, $"{code} is retired"));
    }

    [Fact]
    public void Counts_are_those_that_the_readme_says()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.Contains($"{City.Catalog.Departments.Count} departments, {City.Catalog.Departments.Values.Count(department => !department.IsActive)} of them retired", readme, StringComparison.Ordinal);
        Assert.Contains($"| {City.Catalog.Groups.Count} groups under", readme, StringComparison.Ordinal);
        Assert.Contains($"| {City.Rules.Reasons.Count - 2} routing rules |", readme, StringComparison.Ordinal);
        Assert.Contains($"with {Requests.Count()} service types for requests, {Count(CatalogWords.Information)} entries of information, {Count(CatalogWords.Diversion)} diversions", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_asked_on_a_condition_can_be_reached()
    {
        var unreachable =
            from type in City.Catalog.ServiceTypes
            from question in type.Questions
            let when = question.When
            where when is not null
            let asked = type.Questions.Single(other => other.Code == when.Question)
            where !when.In.All(code => asked.Choices.Any(choice => choice.Code == code))
            select $"{type.Code}: {question.Code}";
        Assert.Empty(unreachable);
    }

    [Fact]
    public void Answers_and_channels_of_the_rules_are_those_of_the_catalogue()
    {
        using var rules = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "rule-set.json")));
        var questions = City.Catalog.ServiceTypes.SelectMany(type => type.Questions).ToLookup(question => question.Code);
        foreach (var rule in rules.RootElement.GetProperty("rules").EnumerateArray())
        {
            if (rule.GetProperty("when").TryGetProperty("answers", out var answers))
            {
                Assert.All(answers.EnumerateObject(), answer => Assert.All(
                    answer.Value.GetProperty("in").EnumerateArray(),
                    code => Assert.Contains(questions[answer.Name], question => question.Choices.Any(choice => choice.Code == code.GetString()))));
            }
        }
    }

    [Theory]
    [InlineData("I smell gas in the hallway", "gas-smell")]
    [InlineData("Somebody pulled a knife!", "weapon")]
    [InlineData("There's a fire", "fire")]
    [InlineData("The elevator is broken again", null)]
    [InlineData("Loud music since midnight", null)]
    [InlineData("", null)]
    public void Danger_is_told_by_its_words(string description, string? danger) =>
        Assert.Equal(danger, City.Catalog.Danger.Find(description));

    private static IEnumerable<ServiceType> Requests => City.Catalog.ServiceTypes.Where(type => type.IsRequest);

    private static int Count(string kind) => City.Catalog.ServiceTypes.Count(type => type.Kind == kind);

    /// <summary>Noon in New York.</summary>
    private static RoutingInput Input(ServiceType type) => new()
    {
        ServiceType = type.Code,
        Group = type.Group,
        Channel = "mobile",
        ReceivedAt = new DateTimeOffset(2026, 6, 1, 16, 0, 0, TimeSpan.Zero),
        Areas = [],
    };

    private static City Read() => CityReader.Read(CityFiles.Read(Folder), 1, 1);
}
