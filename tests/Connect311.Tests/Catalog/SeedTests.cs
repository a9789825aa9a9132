using Connect311.Api.Catalog;
using Connect311.Routing;
using Connect311.Routing.Documents;

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
    public void The_checks_find_nothing_but_that_the_unlisted_falls_back()
    {
        var warning = Assert.Single(City.Warnings);
        Assert.Equal(("rule-set.json", 3, FaultCodes.OnlyFallback), (warning.File, warning.Line, warning.Fault.Code));
        Assert.Contains(CatalogWords.Unlisted, warning.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mobile", "yes", "DHS", "encampment-with-people")]
    [InlineData("phone", "no", "NYPD", "encampment-without-people")]
    [InlineData("web", "unknown", "311", "encampment-unclear")]
    [InlineData("open311", null, "311", RuleSet.UnansweredRule)]
    [InlineData("import", null, "NYPD", "encampment-imported")]
    public void An_encampment_is_sent_by_the_answer_and_nobody_guesses(string channel, string? answer, string department, string rule)
    {
        var type = City.Catalog.ServiceType("encampment")!;
        var answers = new Dictionary<string, IReadOnlyList<string>>();
        if (answer is not null)
        {
            answers["people-present"] = [answer];
        }

        var decision = City.Rules.Decide(Input(type) with { Channel = channel, Answers = answers });
        Assert.Equal((department, rule), (decision.Department, decision.Rule));
        Assert.Equal(rule == RuleSet.UnansweredRule ? "people-present" : null, decision.NeedsAnswerTo);
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
        Assert.Contains($"| {City.Rules.RuleCount} routing rules |", readme, StringComparison.Ordinal);
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
