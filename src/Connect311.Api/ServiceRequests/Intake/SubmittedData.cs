using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Api.Http;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>The data of a request's first event: codes and times of what was decided at intake.</summary>
internal record SubmittedData
{
    public required string ServiceType { get; init; }

    public required string Channel { get; init; }

    /// <summary>The role of the member of staff who entered it; null when a resident did.</summary>
    public string? EnteredBy { get; init; }

    public required string Status { get; init; }

    public required string Department { get; init; }

    public string? Queue { get; init; }

    public required int Priority { get; init; }

    public required string Rule { get; init; }

    public required int RuleSetVersion { get; init; }

    public required int CatalogVersion { get; init; }

    /// <summary>The newest version of the imported area sets that placed it, 0 where none was imported; null in events older than this member.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AreasVersion { get; init; }

    /// <summary>By when it is to be resolved; while its clock stands still, as of then.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The clocks but for <see cref="DueAt"/>; null without any target, and in events older than this member. See <see cref="AllClocks"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RequestClocks? Clocks { get; init; }

    /// <summary>The departments that may be responsible, the likeliest first, where the place is too close to a boundary to tell; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PossibleDepartments { get; init; }

    /// <summary>The question whose answer would have decided; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NeedsAnswerTo { get; init; }

    /// <summary>The code of the danger that the words speak of, or null.</summary>
    public string? Danger { get; init; }

    /// <summary>What the catalogue would have refused in a report that was made with another; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NotedFault>? Faults { get; init; }

    /// <inheritdoc cref="EventData.Incident"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Incident { get; init; }

    /// <inheritdoc cref="EventData.Follows"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Follows { get; init; }

    /// <summary>What <see cref="Clocks"/> of a first event says: no more than <see cref="DueAt"/> and <see cref="CatalogVersion"/> do not; null for nothing.</summary>
    public static RequestClocks? Short(RequestClocks clocks) => clocks.Targets is null
        ? null
        : clocks with { DueAt = null, TargetsVersion = null, NextMarkAt = null };

    /// <summary>The clocks as they are behind the event.</summary>
    [JsonIgnore]
    public RequestClocks AllClocks => (Clocks ?? RequestClocks.None) with { DueAt = DueAt, TargetsVersion = Clocks?.TargetsVersion ?? CatalogVersion };

    public static SubmittedData Read(string data) => JsonSerializer.Deserialize<SubmittedData>(data, Json.Options)!;
}
