using Connect311.Routing;
using static Connect311.Tests.Routing.RuleSets;

namespace Connect311.Tests.Routing;

/// <summary>all, any and not, and what they make of a place or an answer that is not known.</summary>
public sealed class CombinedConditionTests
{
    private static readonly WhenModel Web = new() { Channels = ["web"] };
    private static readonly WhenModel Phone = new() { Channels = ["phone"] };
    private static readonly WhenModel Bronx = new() { Areas = new() { ["borough"] = ["bronx"] } };
    private static readonly WhenModel People = new() { Answers = new() { ["people"] = new() { EqualTo = "yes" } } };

    [Fact]
    public void All_of_several_must_hold()
    {
        Assert.True(Holds(new() { All = [Web, new() { Words = ["gas"] }] }, "gas"));
        Assert.False(Holds(new() { All = [Web, new() { Words = ["gas"] }] }, "smoke"));
        Assert.False(Holds(new() { All = [Web], Words = ["gas"] }, "smoke"));
    }

    [Fact]
    public void Any_of_several_must_hold()
    {
        Assert.True(Holds(new() { Any = [Phone, new() { Words = ["gas"] }] }, "gas"));
        Assert.False(Holds(new() { Any = [Phone, new() { Words = ["gas"] }] }, "smoke"));
        Assert.False(Holds(new() { Any = [Web, Phone], Words = ["gas"] }, "smoke"));
        Assert.True(Holds(new() { Any = [new() { Channels = ["web"], Words = ["gas"] }, Phone] }, "gas"));
        Assert.False(Holds(new() { Any = [new() { Channels = ["web"], Words = ["gas"] }, Phone] }, "smoke"));
    }

    [Fact]
    public void What_must_not_hold_may_be_several_together()
    {
        Assert.False(Holds(new() { Not = Web }, null));
        Assert.True(Holds(new() { Not = Phone }, null));
        Assert.True(Holds(new() { Not = new() { Channels = ["web"], Words = ["gas"] } }, "smoke"));
        Assert.False(Holds(new() { Not = new() { Channels = ["web"], Words = ["gas"] } }, "gas"));
        Assert.True(Holds(new() { Not = new() { Not = Web } }, null));
    }

    [Theory]
    [InlineData("noise.music", true)]
    [InlineData("tree", false)]
    [InlineData("other", true)]
    public void A_service_type_may_be_asked_for_inside(string type, bool holds)
    {
        Assert.Equal(holds, ConditionTests.Holds(new() { Any = [new() { ServiceTypes = ["noise.*"] }, new() { ServiceTypes = ["other"] }] }, Report(type)));
        Assert.Equal(holds, ConditionTests.Holds(new() { Not = new() { Groups = ["green"] } }, Report(type)));
    }

    [Fact]
    public void A_service_type_inside_settles_what_it_can_and_leaves_the_rest()
    {
        var rules = Compile(
            RuleModel.Of("mixed", new() { Any = [new() { ServiceTypes = ["tree.*"] }, new() { ServiceTypes = ["noise.*"], Channels = ["phone"] }] }),
            RuleModel.Of("all"));
        Assert.Equal("mixed", rules.Decide(Report("tree", "web")).Rule);
        Assert.Equal("mixed", rules.Decide(Report("noise", "phone")).Rule);
        Assert.Equal("all", rules.Decide(Report("noise", "web")).Rule);
        Assert.Equal("dept-of-mixed", rules.OnlyDepartmentOf("tree"));
        Assert.Equal("dept-of-all", rules.OnlyDepartmentOf("other"));
        Assert.Null(rules.OnlyDepartmentOf("noise"));
    }

    [Fact]
    public void A_place_matters_only_when_nothing_else_decides()
    {
        Assert.Equal("one", Decide(new() { Any = [Bronx, Web] }));
        Assert.Equal(RuleSet.UnplacedRule, Decide(new() { Any = [Bronx, Phone] }));
        Assert.Equal(RuleSet.FallbackRule, Decide(new() { All = [Bronx, Phone] }));
        Assert.Equal(RuleSet.UnplacedRule, Decide(new() { All = [Bronx, Web] }));
        Assert.Equal(RuleSet.UnplacedRule, Decide(new() { Not = Bronx }));
        Assert.Equal("one", Decide(new() { Not = new() { All = [Bronx, Phone] } }));
    }

    [Fact]
    public void Of_a_place_and_an_answer_all_lacks_the_place_first_and_any_the_answer()
    {
        Assert.Equal(RuleSet.UnplacedRule, Decide(new() { All = [People, Bronx] }, needs: "people"));
        Assert.Equal(RuleSet.UnansweredRule, Decide(new() { Any = [Bronx, People] }, needs: "people"));
    }

    private static bool Holds(WhenModel when, string? description) => ConditionTests.Holds(when, Report(channel: "web", description: description));

    private static string Decide(WhenModel when, params string[] needs) =>
        Compile(RuleModel.Of("one", when) with { Needs = needs.Length == 0 ? null : needs }).Decide(Report(channel: "web", areas: null)).Rule;
}
