using System.Globalization;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>Whether the answers of a report fit the questions of its service type.</summary>
internal static class AnswerRules
{
    private static readonly Dictionary<string, JsonElement> NoAnswers = [];

    public static void Check(Submission submission, ServiceType type, bool keepAside, List<Fault> faults)
    {
        var answers = submission.Answers ?? NoAnswers;
        foreach (var code in answers.Keys.Where(code => type.Questions.All(question => question.Code != code)))
        {
            if (!keepAside)
            {
                faults.Add(new(Field(code), FaultCodes.UnknownQuestion));
            }
        }

        foreach (var question in type.Questions)
        {
            var asked = question.When is not { } when || Texts(answers, when.Question).Any(when.In.Contains);
            if (!answers.TryGetValue(question.Code, out var answer))
            {
                if (asked && question.Required)
                {
                    faults.Add(new(Field(question.Code), FaultCodes.Required));
                }
            }
            else if (!asked)
            {
                faults.Add(new(Field(question.Code), FaultCodes.NotAllowed));
            }
            else if (FaultOf(question, answer) is { } fault)
            {
                faults.Add(fault);
            }
        }
    }

    /// <summary>The answers as routing sees them: one text a choice, numbers in invariant form.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ForRouting(Submission submission) =>
        submission.Answers is { Count: > 0 } answers
            ? answers.Keys.ToDictionary(code => code, code => (IReadOnlyList<string>)Texts(answers, code))
            : NoRoutingAnswers;

    private static readonly Dictionary<string, IReadOnlyList<string>> NoRoutingAnswers = [];

    private static List<string> Texts(IReadOnlyDictionary<string, JsonElement> answers, string code)
    {
        if (!answers.TryGetValue(code, out var answer))
        {
            return [];
        }

        return answer.ValueKind == JsonValueKind.Array
            ? [.. answer.EnumerateArray().Select(TextOf)]
            : [TextOf(answer)];
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate; FaultOf names it.
            return "";
        }
    }

    private static Fault? FaultOf(Question question, JsonElement answer)
    {
        var field = Field(question.Code);
        return question.Type switch
        {
            CatalogWords.Number => NumberFault(question, answer, field),
            CatalogWords.ManyOf => ManyFault(question, answer, field),
            CatalogWords.OneOf => ChoiceFault(question, answer, field),
            CatalogWords.DateTime => TextFault(answer, field, 64, lines: false)
                ?? (Rfc3339.TryParse(answer.GetString()!, out _)
                    ? null
                    : new(field, FaultCodes.InvalidFormat, "expected", "RFC 3339 time with offset")),
            _ => TextFault(answer, field, question.MaxLength, question.Type == CatalogWords.Lines),
        };
    }

    private static Fault? TextFault(JsonElement answer, string field, int maxLength, bool lines)
    {
        if (answer.ValueKind != JsonValueKind.String)
        {
            return new(field, FaultCodes.WrongType, "expected", "string");
        }

        var text = TextOf(answer);
        if (text.Length == 0)
        {
            return new(field, FaultCodes.Required);
        }

        return text.Length > maxLength
            ? new(field, FaultCodes.TooLong, "maximum", maxLength)
            : TextRules.Broken(text, lines) is { } broken ? new(field, broken) : null;
    }

    private static Fault? NumberFault(Question question, JsonElement answer, string field)
    {
        if (answer.ValueKind != JsonValueKind.Number || !answer.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            return new(field, FaultCodes.WrongType, "expected", "number");
        }

        var (minimum, maximum) = (question.Minimum ?? double.MinValue, question.Maximum ?? double.MaxValue);
        return number >= minimum && number <= maximum
            ? null
            : new(field, FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = minimum, ["maximum"] = maximum });
    }

    private static Fault? ManyFault(Question question, JsonElement answer, string field)
    {
        if (answer.ValueKind != JsonValueKind.Array)
        {
            return new(field, FaultCodes.WrongType, "expected", "array");
        }

        return answer.EnumerateArray()
            .Take(question.Choices.Count + 1)
            .Select((choice, index) => ChoiceFault(question, choice, string.Create(CultureInfo.InvariantCulture, $"{field}/{index}")))
            .FirstOrDefault(fault => fault is not null)
            ?? (answer.GetArrayLength() > question.Choices.Count
                ? new(field, FaultCodes.TooMany, "maximum", question.Choices.Count)
                : null);
    }

    private static Fault? ChoiceFault(Question question, JsonElement answer, string field)
    {
        if (answer.ValueKind != JsonValueKind.String)
        {
            return new(field, FaultCodes.WrongType, "expected", "string");
        }

        var code = TextOf(answer);
        return question.Choices.Any(choice => choice.Code == code)
            ? null
            : new(field, FaultCodes.UnknownValue, "allowed", string.Join(", ", question.Choices.Select(choice => choice.Code)));
    }

    private static string Field(string code) =>
        "/answers/" + code.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
