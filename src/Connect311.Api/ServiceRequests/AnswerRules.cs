using System.Globalization;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>Whether the answers of a report fit the questions of its service type.</summary>
internal static class AnswerRules
{
    private static readonly Dictionary<string, JsonElement> NoAnswers = [];
    private static readonly Dictionary<string, IReadOnlyList<string>> NoRoutingAnswers = [];

    public static void Check(Submission submission, ServiceType type, bool keepAside, List<Fault> faults)
    {
        var answers = submission.Answers ?? NoAnswers;
        foreach (var code in answers.Keys.Where(code => !IsAsked(type, code)))
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

    /// <summary>Answers to questions that this catalogue does not ask, and to those that have faults, are kept for triage.</summary>
    /// <param name="faults">What is wrong with answers.</param>
    public static Submission MoveAside(Submission submission, ServiceType type, IEnumerable<Fault> faults, Dictionary<string, JsonElement> aside)
    {
        var fields = faults.Select(fault => fault.Field).ToList();
        bool Stays(string code) => IsAsked(type, code) && !fields.Exists(field => field == Field(code) || field.StartsWith($"{Field(code)}/", StringComparison.Ordinal));
        if (submission.Answers is not { } answers || answers.Keys.All(Stays))
        {
            return submission;
        }

        foreach (var (code, answer) in answers.Where(answer => !Stays(answer.Key)))
        {
            aside[Field(code)] = answer;
        }

        return submission with { Answers = answers.Where(answer => Stays(answer.Key)).ToDictionary() };
    }

    /// <summary>The answers as routing sees them: one text a choice, numbers in invariant form.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ForRouting(Submission submission) => ForRouting(submission.Answers);

    /// <inheritdoc cref="ForRouting(Submission)"/>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ForRouting(IReadOnlyDictionary<string, JsonElement>? submitted) =>
        submitted is { Count: > 0 } answers
            ? answers.Keys.ToDictionary(code => code, code => (IReadOnlyList<string>)Texts(answers, code))
            : NoRoutingAnswers;

    /// <summary>The answers in the resident's own words.</summary>
    public static IEnumerable<string> FreeTexts(Submission submission, ServiceType type) => type.Questions
        .Where(question => question.Type is CatalogWords.OneLine or CatalogWords.Lines)
        .SelectMany(question => Texts(submission.Answers ?? NoAnswers, question.Code));

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

    private static bool IsAsked(ServiceType type, string code) => type.Questions.Any(question => question.Code == code);

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
        if (string.IsNullOrWhiteSpace(text))
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

        return (question.Minimum, question.Maximum) switch
        {
            ({ } minimum, { } maximum) when number < minimum || number > maximum =>
                new(field, FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = minimum, ["maximum"] = maximum }),
            ({ } minimum, null) when number < minimum => new(field, FaultCodes.TooLow, "minimum", minimum),
            (null, { } maximum) when number > maximum => new(field, FaultCodes.TooHigh, "maximum", maximum),
            _ => null,
        };
    }

    private static Fault? ManyFault(Question question, JsonElement answer, string field)
    {
        if (answer.ValueKind != JsonValueKind.Array)
        {
            return new(field, FaultCodes.WrongType, "expected", "array");
        }

        if (question.Required && answer.GetArrayLength() == 0)
        {
            return new(field, FaultCodes.Required);
        }

        var codes = answer.EnumerateArray().Select(TextOf).ToList();
        if (codes.Distinct().Count() < codes.Count)
        {
            return new(field, FaultCodes.Duplicate);
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
