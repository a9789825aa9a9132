using System.Text.Json.Serialization;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Open311.Requests;

/// <summary>What is public of a request beside what the protocol has names for.</summary>
internal sealed record ExtendedAttributes
{
    /// <summary>The status as <c>/v1</c> tells it: submitted, assigned, acknowledged, in-progress, waiting, closed or cancelled.</summary>
    [JsonPropertyName("detailed_status")]
    public required string DetailedStatus { get; init; }

    /// <summary>The code of the department that has it.</summary>
    [JsonPropertyName("agency_code")]
    public required string AgencyCode { get; init; }

    /// <summary>The request that it repeats, where it was closed as its duplicate.</summary>
    [JsonPropertyName("parent_service_request_id")]
    public required string? ParentServiceRequestId { get; init; }

    /// <summary>The published areas that hold it.</summary>
    [JsonPropertyName("areas")]
    public required IReadOnlyList<ExtendedArea> Areas { get; init; }

    /// <summary>Where its photos are that staff released.</summary>
    [JsonPropertyName("media_urls")]
    public required IReadOnlyList<string> MediaUrls { get; init; }
}

/// <summary>An area that holds a request.</summary>
/// <param name="Set">What it is one of, such as <c>borough</c>.</param>
/// <param name="Code">Its code among those.</param>
/// <param name="Name">Its name.</param>
internal sealed record ExtendedArea(
    [property: JsonPropertyName("set")] string Set, [property: JsonPropertyName("key")] string Code, [property: JsonPropertyName("name")] string Name);

/// <summary>Something that happened to a request.</summary>
/// <param name="Datetime">When.</param>
/// <param name="Summary">The status after it.</param>
/// <param name="Type">opened, activity or closed.</param>
/// <param name="Description">What happened, where that needs words.</param>
internal sealed record Note(
    [property: JsonPropertyName("datetime")] DateTimeOffset Datetime,
    [property: JsonPropertyName("summary")] string Summary,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("description")] string? Description)
{
    public static Note Of(PublicEvent line, string language) =>
        new(line.At, Texts.Status(line.Status, language), TypeOf(line.Event), line.Sentence);

    private static string TypeOf(string kind) => kind switch
    {
        EventKind.Submitted or EventKind.Reopened => "opened",
        EventKind.Closed or EventKind.Cancelled => "closed",
        _ => "activity",
    };
}
