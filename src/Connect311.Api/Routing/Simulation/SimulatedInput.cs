using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;

namespace Connect311.Api.Routing.Simulation;

/// <summary>What a decision could look at.</summary>
internal sealed record SimulatedInput
{
    /// <summary>The service type.</summary>
    [Required]
    public required Named ServiceType { get; init; }

    /// <summary>The service type's group.</summary>
    [Required]
    public required string? Group { get; init; }

    /// <summary>How the report came in.</summary>
    [Required]
    public required string Channel { get; init; }

    /// <summary>When it was received.</summary>
    [Required]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The same on the wall's clocks in the rule set's time zone, such as 2026-06-01T12:00:00.</summary>
    [Required]
    public required string LocalTime { get; init; }

    /// <summary>That time zone (IANA).</summary>
    [Required]
    public required string TimeZone { get; init; }

    /// <summary>The areas that hold the place; null for a report without coordinates.</summary>
    [Required]
    public required IReadOnlyList<SimulatedArea>? Areas { get; init; }

    /// <summary>The answers to questions that the rules considered ask about, by question code.</summary>
    [Required]
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Answers { get; init; }

    /// <summary>Whether there was a description to look for words in.</summary>
    [Required]
    public required bool HasDescription { get; init; }

    public static SimulatedInput Of(ExplainedInput input, City city, string language) => new()
    {
        ServiceType = new(input.ServiceType, city.Catalog.ServiceTypeName(input.ServiceType, language)),
        Group = input.Group,
        Channel = input.Channel,
        ReceivedAt = input.ReceivedAt,
        LocalTime = input.LocalTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture),
        TimeZone = input.TimeZone,
        Areas = input.Areas is { } areas ? AreasOf(areas, city) : null,
        Answers = input.Answers,
        HasDescription = input.HasDescription,
    };

    /// <param name="areas">Codes by set.</param>
    public static IReadOnlyList<SimulatedArea> AreasOf(IReadOnlyDictionary<string, string> areas, City city) =>
        [.. areas.Select(area => new SimulatedArea(
            area.Key, area.Value, city.AreaNames.GetValueOrDefault((area.Key, area.Value), area.Value)))];
}
