using System.Globalization;
using System.Text.Json.Serialization;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Services;

/// <summary>What is asked with a service.</summary>
internal sealed record ServiceDefinition
{
    /// <summary>The code of the service.</summary>
    [JsonPropertyName("service_code")]
    public required string ServiceCode { get; init; }

    /// <summary>The questions, in order; empty where none are asked.</summary>
    [JsonPropertyName("attributes")]
    public required IReadOnlyList<ServiceAttribute> Attributes { get; init; }

    public static ServiceDefinition Of(ServiceType type, string language) => new()
    {
        ServiceCode = type.Code,
        Attributes = [.. type.Questions.Select((question, i) => ServiceAttribute.Of(question, i + 1, type, language))],
    };
}

/// <summary>A question of a service.</summary>
internal sealed record ServiceAttribute
{
    /// <summary>Whether it wants an answer; always true.</summary>
    [JsonPropertyName("variable")]
    public bool Variable { get; init; } = true;

    /// <summary>The name of its answer: <c>attribute[code]</c>.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>string, number, datetime (ISO 8601 with offset), text (line breaks allowed), singlevaluelist or multivaluelist (keys of values).</summary>
    [JsonPropertyName("datatype")]
    public required string Datatype { get; init; }

    /// <summary>Whether it must be answered. One that is asked only with some answers to another is never required here.</summary>
    [JsonPropertyName("required")]
    public required bool Required { get; init; }

    /// <summary>How it may be answered, and when it is asked.</summary>
    [JsonPropertyName("datatype_description")]
    public required string? DatatypeDescription { get; init; }

    /// <summary>Its place among the questions, from 1.</summary>
    [JsonPropertyName("order")]
    public required int Order { get; init; }

    /// <summary>The question.</summary>
    [JsonPropertyName("description")]
    public required string Description { get; init; }

    /// <summary>What may be chosen; only there with the two lists.</summary>
    [JsonPropertyName("values")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AttributeValue>? Values { get; init; }

    /// <param name="type">Whose question it is.</param>
    public static ServiceAttribute Of(Question question, int order, ServiceType type, string language) => new()
    {
        Code = question.Code,
        Datatype = DatatypeOf(question.Type),
        Required = question.Required && question.When is null,
        DatatypeDescription = string.Join("; ", new[] { FormOf(question, language), ConditionOf(question, type, language) }.OfType<string>()),
        Order = order,
        Description = question.Text.In(language),
        Values = question.Type is CatalogWords.OneOf or CatalogWords.ManyOf
            ? [.. question.Choices.Select(choice => new AttributeValue(choice.Code, choice.Name.In(language)))]
            : null,
    };

    private static string DatatypeOf(string type) => type switch
    {
        CatalogWords.OneOf => "singlevaluelist",
        CatalogWords.ManyOf => "multivaluelist",
        _ => type,
    };

    /// <summary>What an answer must be, in the words with which another would be refused.</summary>
    private static string? FormOf(Question question, string language) => question switch
    {
        { Type: CatalogWords.OneLine or CatalogWords.Lines } => Said(new("", FaultCodes.TooLong, "maximum", question.MaxLength), language),
        { Type: CatalogWords.DateTime } => Said(new("", FaultCodes.InvalidFormat, "expected", "2026-06-01T16:00:00Z"), language),
        { Minimum: { } least, Maximum: { } most } =>
            Said(new("", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = least, ["maximum"] = most }), language),
        { Minimum: { } least } => Said(new("", FaultCodes.TooLow, "minimum", least), language),
        { Maximum: { } most } => Said(new("", FaultCodes.TooHigh, "maximum", most), language),
        _ => null,
    };

    /// <summary>With which answers to an earlier question it is asked.</summary>
    private static string? ConditionOf(Question question, ServiceType type, string language)
    {
        if (question.When is not { } when || type.Questions.FirstOrDefault(one => one.Code == when.Question) is not { } earlier)
        {
            return null;
        }

        var answers = earlier.Choices.Where(choice => when.In.Contains(choice.Code)).Select(choice => choice.Name.In(language));
        return Texts.Clause("asks-answer", language)
            .Replace("{question}", earlier.Text.In(language), StringComparison.Ordinal)
            .Replace("{answers}", string.Join(Texts.Clause("or", language), answers), StringComparison.Ordinal);
    }

    private static string Said(Fault fault, string language)
    {
        var words = Texts.Message(fault, language);
        return words.Length == 0 ? words : string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(words[0])}{words[1..]}");
    }
}

/// <summary>What may be chosen.</summary>
/// <param name="Key">What is sent.</param>
/// <param name="Name">What is shown.</param>
internal sealed record AttributeValue([property: JsonPropertyName("key")] string Key, [property: JsonPropertyName("name")] string Name);
