namespace Connect311.Routing.Areas;

/// <summary>Where a place may lie.</summary>
/// <param name="Areas">The areas that would hold it, one of each set at most.</param>
/// <param name="Share">The part of the accuracy circle that lies in exactly these areas, 0 to 1.</param>
public sealed record PossiblePlace(IReadOnlyList<AreaHit> Areas, double Share);
