using Connect311.Routing.Checks;
using Connect311.Routing.Documents;
using static Connect311.Tests.Routing.Checks.CheckedRules;

namespace Connect311.Tests.Routing.Checks;

/// <summary>A text as it is saved: read, checked, and every finding with its line.</summary>
public sealed class RuleSetChecksTests
{
    private const string Text = """
        {
          "name": "test", "timeZone": "America/New_York",
          "fallback": {"department": "311", "reason": {"en": "Nobody else."}},
          "rules": [
            {
              "id": "noise",
              "when": {"serviceTypes": ["noise.*"]},
              "assign": {"department": "NYPD"}, "reason": {"en": "Noise."}
            },
            {
              "id": "music",
              "when": {"serviceTypes": [
                "noise.music"]},
              "assign": {"department": "NYPD"}, "reason": {"en": "Music."}
            },
            {
              "id": "rest",
              "when": {"channels": [
                "web",
                "pigeon"]},
              "assign": {"department": "NYPD"}, "reason": {"en": "Rest."}
            }
          ]
        }
        """;

    [Fact]
    public void Every_finding_has_its_rule_its_place_and_its_line()
    {
        var report = RuleSetChecks.Check(Text, Words);
        Assert.False(report.IsSound);
        Assert.NotNull(report.Document);
        Assert.Equal(
            [(10, "music", "/rules/1", "unreachable"), (20, "rest", "/rules/2/when/channels/1", "undefined")],
            report.Findings.Select(finding => (finding.Line, finding.Rule!, finding.Fault.Field, finding.Fault.Code)));
    }

    [Fact]
    public void Warnings_alone_stand_in_nobodys_way() =>
        Assert.True(RuleSetChecks.Check(Text.Replace("pigeon", "phone", StringComparison.Ordinal), Words).IsSound);

    [Fact]
    public void What_cannot_be_read_is_found_with_its_line()
    {
        var report = RuleSetChecks.Check(Text.Replace("\"pigeon\"", "7", StringComparison.Ordinal), Words);
        Assert.Null(report.Document);
        var finding = Assert.Single(report.Findings);
        Assert.Equal((20, "/rules/2/when/channels/1: wrong-type (expected string)", true), (finding.Line, finding.Fault.ToString(), finding.IsError));
        Assert.Equal("rest", finding.Rule);
    }

    [Fact]
    public void What_cannot_be_read_is_listed_from_top_to_bottom_with_the_rules_that_have_an_id()
    {
        var report = RuleSetChecks.Check(
            """
            {
              "name": "test", "timeZone": "America/New_York", "fallback": {"department": "311", "reason": {"en": "Nobody else."}},
              "rules": [
                {"id": "a", "when": {
                  "channels": [],
                  "serviceTypes": []}, "assign": {"department": "NYPD"}, "reason": {"en": "A."}},
                7,
                {"id": 8, "assign": {"department": "NYPD"}, "reason": {"en": "B."}}
              ],
              "more": 1
            }
            """,
            Words);
        Assert.Equal(
            [
                (5, "a", "/rules/0/when/channels"), (6, "a", "/rules/0/when/serviceTypes"), (7, null, "/rules/1"),
                (8, null, "/rules/2/id"), (10, (string?)null, "/more"),
            ],
            report.Findings.Select(finding => (finding.Line, finding.Rule, finding.Fault.Field)));
    }

    [Theory]
    [InlineData("", 1, ": invalid-format (expected JSON, every member once)")]
    [InlineData("{\n\"name\": \n}", 3, ": invalid-format (expected JSON, every member once)")]
    [InlineData("{\n\"name\": \"a\",\n\"name\": \"b\"}", 3, ": invalid-format (expected JSON, every member once)")]
    [InlineData("[\n[]]", 1, ": wrong-type (expected object)")]
    public void What_is_no_document_is_found_too(string text, int line, string fault)
    {
        var finding = RuleSetChecks.Check(text, Words).Findings[0];
        Assert.Equal((line, fault), (finding.Line, finding.Fault.ToString()));
    }

    [Fact]
    public void What_stands_too_deep_for_any_reader_is_named_by_its_place()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"not\":\n", 10_000)) + "1" + new string('}', 10_000);
        var finding = Assert.Single(RuleSetChecks.Check($$"""{"rules":[{"when":{{deep}}}]}""", Words).Findings);
        Assert.Equal(30, finding.Line);
        Assert.Equal("/rules/0/when" + string.Concat(Enumerable.Repeat("/not", 29)), finding.Fault.Field);
        Assert.Equal((FaultCodes.TooDeep, 32), (finding.Fault.Code, finding.Fault.Params["maximum"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ten_thousand_rules_are_examined_to_the_last(bool forEveryType)
    {
        var rules = Enumerable.Range(0, 10_000).Select(i => Rule($"r{i}", new()
        {
            ServiceTypes = forEveryType ? null : [RuleSets.ServiceTypes[i % 7].Code],
            Areas = new() { ["borough"] = [i % 2 == 0 ? "bronx" : "queens"] },
            Any = [new() { Words = [$"w{i / 2}"] }, new() { LocalTime = new(null, "08:00", "09:00") }],
        })).ToArray();
        Assert.Empty(Find(rules));
        var compiled = RuleSets.Compile(rules);
        var report = RuleSets.Report(RuleSets.ServiceTypes[9_998 % 7].Code, areas: [RuleSets.Borough("bronx")], description: "w4999");
        Assert.Equal("r9998", compiled.Decide(report).Rule);
    }

    [Fact]
    public void What_takes_too_long_to_look_into_is_given_up_and_said()
    {
        var rules = Enumerable.Range(0, 10_000)
            .Select(i => Rule($"r{i}", new() { ServiceTypes = ["other"], Words = [.. Enumerable.Range(0, 30).Select(word => $"w{i} {word}")] }))
            .ToArray();
        Assert.Equal("not-examined", Find(rules)[^1].Fault.Code);
    }
}
