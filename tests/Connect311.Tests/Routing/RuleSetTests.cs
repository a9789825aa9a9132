using Connect311.Routing;
using static Connect311.Tests.Routing.RuleSets;

namespace Connect311.Tests.Routing;

public sealed class RuleSetTests
{
    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        var rules = Compile(
            RuleModel.Of("phone", new() { Channels = ["phone"] }),
            RuleModel.Of("web", new() { Channels = ["web"] }),
            RuleModel.Of("all"));
        Assert.Equal("web", rules.Decide(Report(channel: "web")).Rule);
        Assert.Equal("all", rules.Decide(Report(channel: "open311")).Rule);
    }

    [Fact]
    public void A_decision_names_department_queue_priority_version_and_reason()
    {
        var rules = Compile(12, [new RuleModel("night", null, new("NYPD", "night", 2))]);
        var decision = rules.Decide(Report());
        Assert.Equal(("NYPD", "night", 2, "night", 12), (decision.Department, decision.Queue, decision.Priority, decision.Rule, decision.RuleSetVersion));
        Assert.Equal("Because of night.", decision.Reason.In("en"));
        Assert.Same(decision.Reason, rules.ReasonOf("night"));
        Assert.Equal(12, rules.Version);
    }

    [Fact]
    public void What_no_rule_covers_falls_back()
    {
        var rules = Compile(RuleModel.Of("trees", new() { ServiceTypes = ["tree.*"] }));
        var decision = rules.Decide(Report("noise.music"));
        Assert.Equal((RuleSet.FallbackRule, FallbackDepartment, 3), (decision.Rule, decision.Department, decision.Priority));
        Assert.Equal(7, decision.RuleSetVersion);
        Assert.Equal("Nobody else.", decision.Reason.In("en"));
    }

    [Fact]
    public void A_service_type_that_nobody_compiled_falls_back()
    {
        var rules = Compile(RuleModel.Of("all"));
        Assert.Equal(RuleSet.FallbackRule, rules.Decide(Report() with { ServiceType = "no-such-type" }).Rule);
    }

    [Theory]
    [InlineData("by-web,bronx", "by-web")]
    [InlineData("bronx,by-web", RuleSet.UnplacedRule)]
    [InlineData("by-phone,by-web", "by-web")]
    [InlineData("by-phone,bronx,by-web", RuleSet.UnplacedRule)]
    [InlineData("by-phone", RuleSet.FallbackRule)]
    public void Without_a_place_rules_that_need_none_decide_or_else_the_operator(string order, string expected)
    {
        var bronx = new Dictionary<string, string[]> { ["borough"] = ["bronx"] };
        var all = new[]
        {
            RuleModel.Of("by-web", new() { Channels = ["web"] }),
            RuleModel.Of("bronx", new() { Areas = bronx }),
            RuleModel.Of("by-phone", new() { Areas = bronx, Channels = ["phone"] }),
        };
        var rules = Compile([.. order.Split(',').Select(id => all.Single(rule => rule.Id == id))]);
        Assert.Equal(expected, rules.Decide(Report(channel: "web", areas: null)).Rule);
    }

    [Fact]
    public void The_operators_get_what_waits_for_its_place()
    {
        var rules = Compile(5, [RuleModel.Of("bronx", new() { Areas = new() { ["borough"] = ["bronx"] } })]);
        var explanation = rules.Explain(Report(areas: null));
        var decision = explanation.Decision;
        Assert.Equal(("311", RuleSet.UnplacedRule, 5, 3), (decision.Department, decision.Rule, decision.RuleSetVersion, decision.Priority));
        var lost = Assert.Single(explanation.Considered);
        Assert.Equal(("bronx", RuleOutcome.NeedsPlace, "/rules/0/when/areas/borough"), (lost.Rule, lost.Outcome, lost.Condition));
        Assert.Equal(ClauseCode.NoPlace, lost.Because!.Found.Code);
        Assert.Equal("bronx", rules.Decide(Report(areas: [Borough("bronx")])).Rule);
    }

    [Fact]
    public void Explanations_never_repeat_the_description()
    {
        var rules = Compile(RuleModel.Of("gas", new() { Words = ["gas leak"] }), RuleModel.Of("all"));
        var explanation = rules.Explain(Report(description: "my secret diary"));
        Assert.DoesNotContain("secret", System.Text.Json.JsonSerializer.Serialize(explanation), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_its_sentence_and_an_unknown_one_its_name()
    {
        var rules = Compile(RuleModel.Of("a"), RuleModel.Of("b"));
        Assert.Equal(["a", "b", "fallback", "unanswered", "uncertain", "unplaced"], rules.Reasons.Keys.Order());
        Assert.Equal("Because of b.", rules.ReasonOf("b").In("es"));
        Assert.Equal("of-an-older-version", rules.ReasonOf("of-an-older-version").In("en"));
    }

    [Theory]
    [InlineData("tree", null)]
    [InlineData("noise", "dept-of-noise")]
    [InlineData("other", FallbackDepartment)]
    public void The_only_department_is_known_where_nothing_but_the_type_decides(string type, string? department)
    {
        var rules = Compile(
            RuleModel.Of("noise", new() { Groups = ["loud"] }),
            RuleModel.Of("tree", new() { ServiceTypes = ["tree.*"], Channels = ["web"] }));
        Assert.Equal(department, rules.OnlyDepartmentOf(type));
        Assert.Null(rules.OnlyDepartmentOf("no-such-type"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("There is no leak of gas here, but I can't say what it is that smells so badly in the stairwell")]
    public void A_decision_allocates_nothing(string? description)
    {
        var rules = Compile(
            RuleModel.Of("area", new() { ServiceTypes = ["noise.*"], Areas = new() { ["borough"] = ["queens", "bronx"] } }),
            RuleModel.Of("in", new() { Answers = new() { ["people"] = new(In: ["yes", "no"]) } }),
            RuleModel.Of("number", new() { Answers = new() { ["people"] = new(AtLeast: 2.5) } }),
            RuleModel.Of("channel", new() { Groups = ["loud"], Channels = ["phone", "mobile"] }),
            RuleModel.Of("time", new() { LocalTime = new(["sunday"], "22:00", "06:00", "11-15", "03-31") }),
            RuleModel.Of("equals", new() { Answers = new() { ["people"] = new() { EqualTo = 7 } } }),
            RuleModel.Of("outside", new() { AreasNotIn = new() { ["borough"] = ["brooklyn"] } }),
            RuleModel.Of("any", new() { Any = [new() { Words = ["smoke"] }, new() { Not = new() { Channels = ["web"] } }] }),
            RuleModel.Of("words", new() { Words = ["gas leak", "can't breathe"] }));
        var answers = new Dictionary<string, IReadOnlyList<string>> { ["people"] = ["1", "2"] };
        var report = Report(description: description, areas: [new("precinct", "1", "1"), Borough("brooklyn")]);
        var input = report with { Answers = answers };
        Assert.Equal(9, rules.Explain(input).Considered.Count);
        var allocated = AllocatedBy(() => rules.Decide(input));
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_decision_by_an_operator_allocates_nothing_either()
    {
        var area = new Dictionary<string, string[]> { ["borough"] = ["queens"] };
        var rules = Compile(RuleModel.Of("needs", new() { Channels = ["web"] }) with { Needs = ["people"] }, RuleModel.Of("area", new() { Areas = area }));
        var (unanswered, unplaced) = (Report(), Report(channel: "phone"));
        Assert.Equal(RuleSet.UnansweredRule, rules.Decide(unanswered).Rule);
        Assert.Equal(RuleSet.UnplacedRule, rules.Decide(unplaced).Rule);
        Assert.Equal(0, AllocatedBy(() => rules.Decide(unanswered)));
        Assert.Equal(0, AllocatedBy(() => rules.Decide(unplaced)));
    }

    [Fact]
    public void A_note_to_staff_goes_with_the_decision()
    {
        var rules = Compile(new RuleModel("noted", null, new("NYPD", Note: new() { ["en"] = "Ring the bell." })));
        Assert.Equal("Ring the bell.", rules.Decide(Report()).Note!.In("es"));
        Assert.Null(Compile(RuleModel.Of("silent")).Decide(Report()).Note);
    }

    private static long AllocatedBy(Action act)
    {
        for (var i = 0; i < 100; i++)
        {
            act();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            act();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
