using System.Text.Json.Serialization;

namespace Connect311.Api.Open311.Updates;

/// <summary>Something that happened to a request, as far as it is public.</summary>
internal sealed record RequestUpdate
{
    /// <summary>The number of the request, and of what happened to it.</summary>
    [JsonPropertyName(UpdateNames.Id)]
    public required string UpdateId { get; init; }

    /// <summary>The tracking number of the request.</summary>
    [JsonPropertyName(UpdateNames.Request)]
    public required string ServiceRequestId { get; init; }

    /// <summary>How the request stood then: open, investigating, in_progress, action_scheduled, fixed, closed, no_further_action, duplicate, not_councils_responsibility or cancelled.</summary>
    [JsonPropertyName(UpdateNames.Status)]
    public required string Status { get; init; }

    /// <summary>When it happened.</summary>
    [JsonPropertyName(UpdateNames.At)]
    public required DateTimeOffset UpdatedDatetime { get; init; }

    /// <summary>What the public was told; null where no words were.</summary>
    [JsonPropertyName(UpdateNames.Description)]
    public required string? Description { get; init; }

    /// <summary>Always null.</summary>
    [JsonPropertyName(UpdateNames.Media)]
    public string? MediaUrl { get; init; }

    /// <summary>The city's own word: the outcome, or what the work waits for.</summary>
    [JsonPropertyName(UpdateNames.ExternalStatus)]
    public required string? ExternalStatusCode { get; init; }

    /// <summary>What was said for the outcome; null where nothing was.</summary>
    [JsonPropertyName(UpdateNames.Extras)]
    public required RequestUpdateExtras? Extras { get; init; }
}

/// <summary>What was said for an outcome.</summary>
internal sealed record RequestUpdateExtras
{
    /// <summary>When staff were there.</summary>
    [JsonPropertyName(UpdateNames.VisitedAt)]
    public required DateTimeOffset? VisitedDatetime { get; init; }

    /// <summary>The tracking number of the request that it repeats.</summary>
    [JsonPropertyName(UpdateNames.DuplicateOf)]
    public required string? DuplicateOf { get; init; }

    /// <summary>Why, as a code.</summary>
    [JsonPropertyName(UpdateNames.Reason)]
    public required string? Reason { get; init; }

    /// <summary>Who was told instead.</summary>
    [JsonPropertyName(UpdateNames.ReferredTo)]
    public required string? ReferredTo { get; init; }
}

/// <summary>An update that was taken.</summary>
internal sealed record TakenUpdate
{
    /// <summary>As it was sent.</summary>
    [JsonPropertyName(UpdateNames.Id)]
    public required string UpdateId { get; init; }
}
