using System.Text.Json.Serialization;
using Connect311.Api.Catalog;

namespace Connect311.Api.Open311.Services;

/// <summary>Something that can be reported.</summary>
internal sealed record Service
{
    /// <summary>Every report is stored, and has its id, before it is answered.</summary>
    private const string Realtime = "realtime";

    /// <summary>Its code, such as <c>street-condition.pothole</c>.</summary>
    [JsonPropertyName("service_code")]
    public required string ServiceCode { get; init; }

    /// <summary>Its name in the language of Accept-Language.</summary>
    [JsonPropertyName("service_name")]
    public required string ServiceName { get; init; }

    /// <summary>What it is for.</summary>
    [JsonPropertyName("description")]
    public required string Description { get; init; }

    /// <summary>Whether it has a definition: questions that are asked with it.</summary>
    [JsonPropertyName("metadata")]
    public required bool Metadata { get; init; }

    /// <summary>Always <c>realtime</c>: a report is answered with its id.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = Realtime;

    /// <summary>Other words for it, with commas between them.</summary>
    [JsonPropertyName("keywords")]
    public required string? Keywords { get; init; }

    /// <summary>The name of its group.</summary>
    [JsonPropertyName("group")]
    public required string Group { get; init; }

    public static Service Of(ServiceType type, Catalog.Catalog catalog, string language) => new()
    {
        ServiceCode = type.Code,
        ServiceName = type.Name.In(language),
        Description = type.Description.In(language),
        Metadata = type.Questions.Count > 0,
        Keywords = KeywordsOf(type),
        Group = catalog.GroupName(type.Group, language),
    };

    /// <summary>What the city itself calls it: a comma would part a keyword.</summary>
    private static string? KeywordsOf(ServiceType type) => string.Join(", ", new[] { type.ComplaintType, type.Descriptor }
        .OfType<string>()
        .Select(word => word.Replace(",", "", StringComparison.Ordinal).ToLowerInvariant())
        .Distinct());
}
