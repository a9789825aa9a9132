using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Connect311.Api.Catalog;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Reports;

/// <summary>
/// Reads <c>attribute[code]=value</c>, and of a list <c>attribute[code][]=value</c>, which may come several times; some libraries number the
/// values, and some repeat the plain name.
/// </summary>
internal static partial class ReportAnswers
{
    /// <summary>The answers by question; each in the form that its question wants, as far as it can be brought into it.</summary>
    /// <param name="type">Null where nothing is known of the questions.</param>
    public static JsonObject Of(Arguments arguments, ServiceType? type)
    {
        var values = new OrderedDictionary<string, List<string>>();
        foreach (var name in arguments.Names.Where(name => name.StartsWith("attribute", StringComparison.Ordinal)))
        {
            if (Form().Match(name) is not { Success: true } match)
            {
                arguments.Faults.Add(new($"/{name}", FaultCodes.InvalidFormat, "expected", "attribute[code]"));
                continue;
            }

            var code = match.Groups[1].Value;
            values.TryAdd(code, []);
            values[code].AddRange(arguments.All(name).Except(values[code]));
        }

        var answers = new JsonObject();
        foreach (var (code, given) in values)
        {
            answers[code] = Answer(code, given, type?.Questions.FirstOrDefault(question => question.Code == code), arguments.Faults);
        }

        return answers;
    }

    private static JsonNode? Answer(string code, List<string> given, Question? question, List<Fault> faults)
    {
        if (question?.Type == CatalogWords.ManyOf)
        {
            return new JsonArray([.. given.Select(value => (JsonNode)value)]);
        }

        if (given.Count > 1)
        {
            faults.Add(new(ObjectReader.Below("/answers", code), FaultCodes.Duplicate));
        }

        return question?.Type == CatalogWords.Number
            && double.TryParse(given[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : given[0];
    }

    [GeneratedRegex(@"^attribute\[([^\[\]]{1,100})\](\[[0-9]{0,4}\])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
