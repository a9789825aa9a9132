using System.Text.RegularExpressions;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Routing;

namespace Connect311.Api.Routing.Explanations;

/// <summary>Says clauses of an explanation in a language, with the names that the city has for its codes.</summary>
/// <param name="city">The city as it was when it decided.</param>
/// <param name="type">The service type of the report.</param>
internal sealed partial class ExplanationTexts(City city, ServiceType type, string language)
{
    private const int MostValues = 10;
    private const int LongestValue = 200;
    private const string More = "…";

    /// <summary>Why a rule lost, as one sentence.</summary>
    public string SentenceOf(LostBecause because)
    {
        var (found, asked) = (Of(because.Found), Of(because.Asked));
        var sentence = Fill(Texts.Clause("lost-because", language), name => name == "found" ? found : asked);
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    /// <summary>A question in words; its code where the type does not ask it.</summary>
    public string QuestionOf(string code) =>
        type.Questions.FirstOrDefault(question => question.Code == code)?.Text.In(language) ?? code;

    /// <summary>A choice of a question in words; what was answered where it is no choice.</summary>
    public string AnswerOf(string question, string answer) => type.Questions.FirstOrDefault(asked => asked.Code == question)
        ?.Choices.FirstOrDefault(choice => choice.Code == answer)?.Name.In(language) ?? answer;

    private string Of(Clause clause) => Fill(Texts.Clause(clause.Code, language), name => name == "parts"
        ? string.Join(Texts.Clause(JointOf(clause.Code), language), clause.Parts.Select(Of).Distinct())
        : ListOf(name, clause));

    private static string JointOf(string code) => code switch
    {
        ClauseCode.AsksAny => "or-else",
        ClauseCode.AsksAll or ClauseCode.AsksNumber or ClauseCode.NoneOf => "and",
        _ => "then",
    };

    private string ListOf(string name, Clause clause)
    {
        var values = clause.Values[name].Take(MostValues).Select(value => Short(NameOf(name, value, clause))).ToList();
        return string.Join(Texts.Clause("or", language), clause.Values[name].Count > MostValues ? values.Append(More) : values);
    }

    private string NameOf(string name, string value, Clause clause) => name switch
    {
        ClauseValue.ServiceTypes => city.Catalog.ServiceTypeName(value, language),
        ClauseValue.Groups => city.Catalog.GroupName(value, language),
        ClauseValue.Areas => city.AreaNames.GetValueOrDefault((clause.Values[ClauseValue.Set][0], value), value),
        ClauseValue.Question => QuestionOf(value),
        ClauseValue.Answers => AnswerOf(clause.Values[ClauseValue.Question][0], value),
        ClauseValue.Weekdays => Texts.Clause(value, language),
        ClauseValue.Channels => Texts.Clause($"by-{value}", language),
        ClauseValue.Words => $"“{value}”",
        _ => value,
    };

    private static string Short(string value) => value.Length <= LongestValue ? value : value[..LongestValue] + More;

    /// <summary>In one pass: a value that looks like a name of another is not filled in again.</summary>
    private static string Fill(string text, Func<string, string> value) => Name().Replace(text, match => value(match.Groups[1].Value));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Name();
}
