using Connect311.Routing;
using Connect311.Routing.Areas;
using static Connect311.Tests.Routing.RuleSets;

namespace Connect311.Tests.Routing;

/// <summary>A place of which not all possible areas have the same department.</summary>
public sealed class UncertainPlaceTests
{
    private static readonly RuleModel[] ByBorough =
    [
        InBorough("bronx", new("NORTH", "day", 2)),
        InBorough("queens", new("EAST", null, 1)),
        InBorough("brooklyn", new("EAST", "south")),
    ];

    [Fact]
    public void A_place_that_is_certain_says_nothing()
    {
        var input = Report(areas: [Borough("bronx")]);
        Assert.Null(Decide(null, input).Uncertainty);
        Assert.Null(Decide(null, input with { PossiblePlaces = [new(input.Areas!, 1)] }).Uncertainty);
    }

    [Fact]
    public void A_boundary_between_areas_of_one_department_decides_nothing()
    {
        var decision = Decide("operator", At(("queens", 0.3), ("brooklyn", 0.7)));
        Assert.Equal(("EAST", "queens"), (decision.Department, decision.Rule));
        Assert.Null(decision.Uncertainty);
    }

    [Theory]
    [InlineData(0.6, 0.4, "NORTH", "bronx")]
    [InlineData(0.5, 0.5, "NORTH", "bronx")]
    [InlineData(0.4, 0.6, "EAST", "queens")]
    public void The_likelier_department_gets_it_and_both_are_named(double bronx, double queens, string department, string rule)
    {
        var decision = Decide("likelier", At(("bronx", bronx), ("queens", queens)));
        Assert.Equal((department, rule, $"Because of {rule}."), (decision.Department, decision.Rule, decision.Reason.In("en")));
        Assert.Equal(UncertainPlacePolicy.Likelier, decision.Uncertainty!.Policy);
        var expected = new[] { new PossibleDepartment("NORTH", "bronx", bronx), new PossibleDepartment("EAST", "queens", queens) };
        Assert.Equal(bronx >= queens ? expected : expected.Reverse(), decision.Uncertainty.Departments);
    }

    [Fact]
    public void Likelier_is_what_a_document_means_that_says_nothing() =>
        Assert.Equal(UncertainPlacePolicy.Likelier, Decide(null, At(("bronx", 0.9), ("queens", 0.1))).Uncertainty!.Policy);

    [Fact]
    public void Areas_of_one_department_are_likely_together()
    {
        var decision = Decide("likelier", At(("bronx", 0.4), ("queens", 0.25), ("brooklyn", 0.35)));
        Assert.Equal(("EAST", "brooklyn", "south"), (decision.Department, decision.Rule, decision.Queue));
        Assert.Equal(0.6, decision.Uncertainty!.Departments[0].Share, 9);
    }

    [Fact]
    public void The_operator_gets_it_where_the_city_says_so_as_urgent_as_it_may_be()
    {
        var decision = Decide("operator", At(("bronx", 0.99), ("queens", 0.01)));
        Assert.Equal(("311", RuleSet.UncertainRule, null, 1), (decision.Department, decision.Rule, decision.Queue, decision.Priority));
        Assert.Equal(["NORTH", "EAST"], decision.Uncertainty!.Departments.Select(department => department.Department));
        Assert.Contains("boundary", decision.Reason.In("en"), StringComparison.Ordinal);
        Assert.Contains("límite", decision.Reason.In("es"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edge_that_is_only_touched_counts_too()
    {
        Assert.NotNull(Decide("operator", At(("bronx", 1), ("queens", 0))).Uncertainty);
        Assert.Equal("NORTH", Decide("likelier", At(("bronx", 1), ("queens", 0))).Department);
    }

    [Fact]
    public void An_unplaced_report_is_not_uncertain_but_unplaced() =>
        Assert.Equal(RuleSet.UnplacedRule, Decide("operator", At(("bronx", 0.5), ("queens", 0.5)) with { Areas = null }).Rule);

    [Fact]
    public void An_explanation_says_what_would_be_decided_at_each_place()
    {
        var input = At(("bronx", 0.4), ("queens", 0.6));
        var explanation = Compile(7, ByBorough).Explain(input);
        Assert.Equal("EAST", explanation.Decision.Department);
        Assert.Equal(
            [("bronx", 0.4, "NORTH", "bronx"), ("queens", 0.6, "EAST", "queens")],
            explanation.PossiblePlaces.Select(place => (place.Areas["borough"], place.Share, place.Department, place.Rule)));
        Assert.Equal(("bronx", RuleOutcome.Won), (explanation.Considered[^1].Rule, explanation.Considered[^1].Outcome));
    }

    [Fact]
    public void The_area_sets_that_rules_look_at_are_known()
    {
        var nested = new WhenModel { Not = new() { AreasNotIn = new() { ["precinct"] = ["1"] } } };
        Assert.Equal(["borough", "precinct"], Compile([.. ByBorough, RuleModel.Of("nested", nested)]).AreaSets.Order());
        Assert.Empty(Compile(RuleModel.Of("all")).AreaSets);
    }

    private static RuleModel InBorough(string code, AssignModel assign) =>
        new(code, new() { Areas = new() { ["borough"] = [code] } }, assign);

    private static RoutingInput At(params (string Code, double Share)[] boroughs) => Report(areas: [Borough(boroughs[0].Code)]) with
    {
        PossiblePlaces = [.. boroughs.Select(borough => new PossiblePlace([Borough(borough.Code)], borough.Share))],
    };

    private static Decision Decide(string? policy, RoutingInput input) => Compile(7, ByBorough, policy).Decide(input);
}
