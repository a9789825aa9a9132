using System.Reflection;
using System.Text.RegularExpressions;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Tests.Http;

/// <summary>api-specs/errors.md has every code, and every language has words for it.</summary>
public sealed partial class ErrorsDocumentTests
{
    private const string FileName = "errors.md";

    public static TheoryData<string> Languages => [.. Texts.AllLanguages];

    [Fact]
    public void The_committed_tables_are_those_of_the_code()
    {
        var document = File.ReadAllText(SpecFile.PathOf(FileName));
        SpecFile.AssertEqual(FileName, WithTable(WithTable(document, "problems", Problems()), "faults", Faults()));
    }

    [Fact]
    public void English_has_words_for_every_code_and_for_nothing_else()
    {
        var english = Texts.In(Texts.DefaultLanguage);
        Assert.Equal(ProblemCode.Codes.Order(), english.Problems.Keys.Order());
        Assert.Equal(AllFaultCodes().Order(), english.Faults.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_the_same_words_with_the_same_values(string language)
    {
        var (english, other) = (Texts.In(Texts.DefaultLanguage), Texts.In(language));
        Assert.Equal(english.Problems.Keys, other.Problems.Keys);
        Assert.Equal(english.Faults.Keys, other.Faults.Keys);
        Assert.Equal(english.Statuses.Keys, other.Statuses.Keys);
        Assert.Equal(english.Events.Keys, other.Events.Keys);
        Assert.Equal(english.WaitingFor.Keys, other.WaitingFor.Keys);
        Assert.Equal(english.Cancellations.Keys, other.Cancellations.Keys);
        Assert.All(english.Events, text => Assert.Equal(ParamsOf(text.Value), ParamsOf(other.Events[text.Key])));
        Assert.Equal(english.Routing.Keys, other.Routing.Keys);
        Assert.Equal(english.Clauses.Keys, other.Clauses.Keys);
        Assert.All(english.Clauses, text => Assert.Equal(ParamsOf(text.Value), ParamsOf(other.Clauses[text.Key])));
        Assert.All(english.Routing, text => Assert.Equal(ParamsOf(text.Value), ParamsOf(other.Routing[text.Key])));
        Assert.All(english.Faults, fault => Assert.Equal(ParamsOf(fault.Value), ParamsOf(other.Faults[fault.Key])));
        Assert.All(other.Problems.Values.Concat(other.Faults.Values).Concat(other.Statuses.Values), Assert.NotEmpty);
    }

    private static IEnumerable<string> AllFaultCodes() => typeof(FaultCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(constant => (string)constant.GetRawConstantValue()!);

    private static string Problems() => Table("code | status | retry | title", ProblemCode.All.Select(problem =>
        $"`{problem.Code}` | {problem.Status} | `{problem.Retry}` | {Texts.Title(problem, Texts.DefaultLanguage)}"));

    private static string Faults() => Table("code | message | params", AllFaultCodes().Select(code =>
    {
        var message = Texts.In(Texts.DefaultLanguage).Faults[code];
        return $"`{code}` | {message} | {string.Join(", ", ParamsOf(message).Select(name => $"`{name}`"))}";
    }));

    private static string Table(string heads, IEnumerable<string> rows) =>
        string.Concat(rows.Prepend(string.Join(" | ", heads.Split(" | ").Select(_ => "---"))).Prepend(heads).Select(row => $"| {row} |\n"));

    private static IEnumerable<string> ParamsOf(string message) => Param().Matches(message).Select(match => match.Groups[1].Value).Order();

    /// <summary>The document with what stands between two marks replaced.</summary>
    private static string WithTable(string document, string mark, string table)
    {
        var (begin, end) = ($"<!-- {mark} -->\n", $"<!-- end of {mark} -->");
        var (from, to) = (document.IndexOf(begin, StringComparison.Ordinal) + begin.Length, document.IndexOf(end, StringComparison.Ordinal));
        Assert.True(from >= begin.Length && to >= from, $"errors.md has no marks for {mark}.");
        return document[..from] + table + document[to..];
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Param();
}
