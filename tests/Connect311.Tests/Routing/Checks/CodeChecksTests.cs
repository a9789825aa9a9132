using static Connect311.Tests.Routing.Checks.CheckedRules;

namespace Connect311.Tests.Routing.Checks;

/// <summary>Codes that nothing defines, or no longer.</summary>
public sealed class CodeChecksTests
{
    [Fact]
    public void Rules_of_known_codes_are_sound() => Assert.Empty(Of(
        Rule("people", new() { ServiceTypes = ["noise.*"], Answers = new() { ["people"] = new(In: ["yes", "no"]) } }, "people"),
        Rule("bronx", new() { Areas = new() { ["borough"] = ["bronx"] }, AreasNotIn = new() { ["precinct"] = ["1"] } }),
        Rule("trees", new() { Groups = ["green"], Channels = ["web"] }),
        Rule("all")));

    [Theory]
    [InlineData("GONE", null, "department: undefined (what the department GONE)")]
    [InlineData("OLD", null, "department: retired (what the department OLD)")]
    [InlineData("NYPD", "noon", "queue: undefined (what the queue noon of NYPD)")]
    [InlineData("NYPD", "night", null)]
    [InlineData("311", "any", null)]
    public void A_rule_assigns_to_what_there_is(string department, string? queue, string? finding) => Assert.Equal(
        finding is null ? [] : [$"Error one /rules/0/assign/{finding}"], Of(new RuleModel("one", null, new(department, queue))));

    [Fact]
    public void Each_unknown_value_is_named_in_its_place()
    {
        var when = new WhenModel
        {
            ServiceTypes = ["noise.*", "noise.loud", "tre.*"],
            Groups = ["loud", "silent"],
            Channels = ["pigeon"],
            Areas = new() { ["borough"] = ["bronx", "hoboken"], ["ward"] = ["1"] },
            AreasNotIn = new() { ["precinct"] = ["1", "9"] },
            Answers = new() { ["people"] = new(In: ["yes", "maybe", 3]), ["colour"] = new() { EqualTo = "red" } },
        };
        Assert.Equal(
            [
                "/rules/0/when/serviceTypes/1: undefined (what the request type noise.loud)",
                "/rules/0/when/serviceTypes/2: undefined (what the request type tre.*)",
                "/rules/0/when/groups/1: undefined (what the group silent)",
                "/rules/0/when/areas/borough/1: undefined (what the borough hoboken)",
                "/rules/0/when/areas/ward: undefined (what the area set ward)",
                "/rules/0/when/areas/precinct/notIn/1: undefined (what the precinct 9)",
                "/rules/0/when/answers/people: undefined (what the choice maybe of people)",
                "/rules/0/when/answers/colour: undefined (what the question colour of the rule's service types)",
                "/rules/0/when/channels/0: undefined (what the channel pigeon)",
            ],
            Of(Rule("one", when)).Select(finding => finding["Error one ".Length..]));
    }

    [Fact]
    public void Codes_inside_of_other_conditions_are_looked_at_too()
    {
        var gone = new WhenModel { Groups = ["gone"] };
        Assert.Equal(
            ["all/0", "any/1/all/0", "not"],
            Of(Rule("one", new() { All = [gone], Any = [new() { Channels = ["web"] }, new() { All = [gone], Channels = ["phone"] }], Not = gone }))
                .Select(finding => finding["Error one /rules/0/when/".Length..finding.IndexOf("/groups/0: undefined", StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_question_must_be_one_of_a_type_that_the_conditions_around_it_admit()
    {
        var asked = new Dictionary<string, AnswerModel> { ["height"] = new(AtLeast: 2) };
        Assert.Empty(Of(Rule("one", new() { ServiceTypes = ["noise", "tree"], Answers = asked })));
        Assert.Empty(Of(Rule("one", new() { Answers = asked })));
        Assert.Single(Of(Rule("one", new() { ServiceTypes = ["noise"], Answers = asked })));
        Assert.Single(Of(Rule("one", new() { ServiceTypes = ["noise"], Any = [new() { Answers = asked }, new() { Channels = ["web"] }] })));
        Assert.Single(Of(Rule("one", new() { Any = [new() { ServiceTypes = ["noise"], Answers = asked }, new() { ServiceTypes = ["tree"] }] })));
        Assert.Empty(Of(Rule("one", new() { Any = [new() { ServiceTypes = ["tree"], Answers = asked }, new() { ServiceTypes = ["noise"] }] })));
    }

    [Fact]
    public void What_a_rule_needs_answered_every_one_of_its_types_must_ask()
    {
        Assert.Empty(Of(Rule("one", new() { Groups = ["loud"] }, "people", "size")));
        Assert.Equal(
            ["Error one /rules/0/needs/0: undefined (what the question people of other)"],
            Of(Rule("one", new() { ServiceTypes = ["noise", "other"] }, "people")));
    }
}
