namespace Connect311.Routing;

/// <summary>Decides about a place that may lie on either side of a boundary that decides.</summary>
internal static class Likelihood
{
    /// <param name="here">The decision for the point itself; it wins a tie.</param>
    /// <param name="possible">The decision of each possible place, with the part of the accuracy circle that speaks for it.</param>
    /// <param name="policy">One of <see cref="UncertainPlacePolicy"/>.</param>
    /// <param name="byOperator">What an operator gets.</param>
    public static Decision Weigh(
        Decision here, IReadOnlyList<(Decision Decision, double Share)> possible, string policy, Decision byOperator)
    {
        var departments = possible
            .GroupBy(place => place.Decision.Department)
            .Select(places => (
                Decision: Likeliest(here, [.. places]),
                Share: places.Sum(place => place.Share)))
            .OrderByDescending(department => department.Share)
            .ThenByDescending(department => department.Decision.Department == here.Department)
            .ThenBy(department => department.Decision.Department, StringComparer.Ordinal)
            .ToList();
        var uncertainty = new Uncertainty(
            policy,
            [.. departments.Select(department => new PossibleDepartment(
                department.Decision.Department, department.Decision.Rule, department.Share))]);
        return policy == UncertainPlacePolicy.Operator
            ? byOperator with { Priority = departments.Min(department => department.Decision.Priority), Uncertainty = uncertainty }
            : departments[0].Decision with { Uncertainty = uncertainty };
    }

    /// <summary>Of the decisions for one department: that of the point itself, or else the one with the greatest share.</summary>
    private static Decision Likeliest(Decision here, IReadOnlyList<(Decision Decision, double Share)> places) =>
        places.Any(place => place.Decision.Rule == here.Rule)
            ? here
            : places.MaxBy(place => place.Share).Decision;
}
