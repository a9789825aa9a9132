using System.Text.Json;
using System.Xml.Linq;
using Connect311.Api.Open311.Check;

namespace Connect311.Tests.Open311.Check;

/// <summary>A report says the same to people, programs and build servers.</summary>
public sealed class ReportTests
{
    private static readonly CheckReport Report = new(
        new("https://example.org/v2"), RightServer.Now, [Face.Xml, Face.Json], Submitted: false, Calls: 3, TimeSpan.FromSeconds(1.25),
        [
            new(new("C1.1", "It is there"), Verdict.Pass, new("GET", "https://example.org/v2/discovery.xml", 200, "served"), 2),
            new(new("C1.2", "So is <this> & [[that]]"), Verdict.Fail, new("GET", "https://example.org/v2/x", null, "no answer <&]]>"), 1),
            new(Rule.Advice("C6.18", "It might"), Verdict.Warn, new("GET", "https://example.org/v2/y", 200, "it did not"), 1),
            new(new("C8.9", "Never seen"), Verdict.Skipped, Evidence.None("nothing \u001b[31mred\uFFFF\u202E"), 0),
        ]);

    [Fact]
    public void A_table_has_a_row_a_rule_and_the_totals()
    {
        var text = ReportWriter.Write(Report, "table");

        Assert.Contains(" GET discovery.xml → 200: served ", text, StringComparison.Ordinal);
        Assert.Contains("So is <this> & [[that]]", text, StringComparison.Ordinal);
        Assert.Contains("It might (recommended)", text, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            https://example.org/v2, in XML and JSON, read-only: 3 calls in 1.3 s.
            4 rules: 1 pass, 1 fail (C1.2), 1 warn (C6.18), 1 skipped.
            """,
            text, StringComparison.Ordinal);
        Assert.All(Report.Findings, finding => Assert.Single(text.Split('\n'), line => line.Contains($" {finding.Rule.Id} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void JSON_has_totals_and_each_rule_with_its_evidence()
    {
        var json = JsonDocument.Parse(ReportWriter.Write(Report, "json")).RootElement;

        Assert.Equal("https://example.org/v2", json.GetProperty("endpoint").GetString());
        Assert.False(json.GetProperty("conformant").GetBoolean());
        Assert.Equal("""{"pass":1,"fail":1,"warn":1,"skipped":1}""", JsonSerializer.Serialize(json.GetProperty("totals")));
        Assert.Equal(["xml", "json"], json.GetProperty("formats").EnumerateArray().Select(format => format.GetString()!));
        var rules = json.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(["pass", "fail", "warn", "skipped"], rules.Select(rule => rule.Text("result")));
        Assert.Equal([true, true, false, true], rules.Select(rule => rule.GetProperty("required").GetBoolean()));
        Assert.Equal("no answer <&]]>", rules[1].GetProperty("evidence").Text("words"));
        Assert.Equal(JsonValueKind.Null, rules[1].GetProperty("evidence").GetProperty("status").ValueKind);
    }

    [Fact]
    public void JUnit_has_a_case_a_rule_with_failures_and_skips()
    {
        var suite = XDocument.Parse(ReportWriter.Write(Report, "junit")).Root!.Element("testsuite")!;

        Assert.Equal(("4", "1", "0", "1"), (Attribute("tests"), Attribute("failures"), Attribute("errors"), Attribute("skipped")));
        Assert.Equal(("1.250", "2026-06-01T12:00:00"), (Attribute("time"), Attribute("timestamp")));
        var cases = suite.Elements("testcase").ToList();
        Assert.Equal(["C1.1 It is there", "C1.2 So is <this> & [[that]]", "C6.18 It might", "C8.9 Never seen"], cases.Select(one => (string?)one.Attribute("name")));
        Assert.Equal(["system-out", "failure", "system-out", "skipped"], cases.Select(one => one.Elements().Single().Name.LocalName));
        Assert.Equal("open311.C1", (string?)cases[0].Attribute("classname"));
        Assert.Equal("no answer <&]]>", (string?)cases[1].Element("failure")!.Attribute("message"));
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", ReportWriter.Write(Report, "junit"), StringComparison.Ordinal);

        string? Attribute(string name) => (string?)suite.Attribute(name);
    }

    [Theory]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("\u001b]0;title\u0007x", "]0;title x")]
    [InlineData("\u202Eevil\uFFFE", "evil")]
    [InlineData("größer 東京 🚧", "größer 東京 🚧")]
    [InlineData("\ud800x", "x")]
    public void Evidence_holds_nothing_that_a_terminal_or_XML_stumbles_over(string words, string shown) =>
        Assert.Equal(shown, Evidence.Clean(words));

    [Fact]
    public void Evidence_is_short() => Assert.Equal(new string('x', 160) + "…", Evidence.Clean(new string('x', 1_000_000)));
}
