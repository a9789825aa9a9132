using Connect311.Routing.Areas;

namespace Connect311.Routing;

/// <summary>All that a routing decision may look at; the engine reads no clock and no database.</summary>
public sealed record RoutingInput
{
    public required string ServiceType { get; init; }

    public string? Group { get; init; }

    /// <summary>Where and how the report came in: mobile, web, phone, open311, sensor, import.</summary>
    public required string Channel { get; init; }

    /// <summary>When the report was received; time windows are compared in the rule set's time zone.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The areas the place lies in; null when the report has no coordinates (unplaced).</summary>
    public IReadOnlyList<AreaHit>? Areas { get; init; }

    /// <summary>
    /// Where else the place may lie, when the accuracy circle crosses boundaries (<see cref="AccuracyCircle"/>);
    /// null when there is no doubt.
    /// </summary>
    public IReadOnlyList<PossiblePlace>? PossiblePlaces { get; init; }

    /// <summary>Answers by question code; one text a choice, numbers in invariant form.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Answers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    public string? Description { get; init; }
}
