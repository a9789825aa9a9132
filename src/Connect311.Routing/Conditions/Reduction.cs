namespace Connect311.Routing.Conditions;

/// <summary>What is left of a condition once the service type is known.</summary>
internal static class Reduction
{
    /// <summary>The conditions that remain to be checked, or null when the service type already rules one out.</summary>
    public static Condition[]? Of(IEnumerable<Condition> conditions, string serviceType, string? group)
    {
        var rest = new List<Condition>();
        foreach (var condition in conditions)
        {
            var (reduced, settled) = Of(condition, serviceType, group);
            if (settled == false)
            {
                return null;
            }

            if (reduced is not null)
            {
                rest.Add(reduced);
            }
        }

        return [.. rest];
    }

    /// <summary>Whether a condition asks for the type somewhere inside <c>any</c> or <c>not</c>.</summary>
    public static bool IsNeeded(Condition condition) => condition.AndParts().Any(part => part is TypeCondition);

    private static (Condition? Open, bool? Settled) Of(Condition condition, string serviceType, string? group) => condition switch
    {
        TypeCondition type => (null, type.Admits(serviceType, group)),
        AllCondition all => Of(all, serviceType, group),
        AnyCondition any => Of(any, serviceType, group),
        NotCondition not => Of(not.Inner, serviceType, group) switch
        {
            (null, var settled) => (null, !settled),
            var (inner, _) => (new NotCondition(inner) { At = not.At }, null),
        },
        _ => (condition, null),
    };

    private static (Condition? Open, bool? Settled) Of(AllCondition all, string serviceType, string? group) =>
        Of(all.Conditions, serviceType, group) switch
        {
            null => (null, false),
            [] => (null, true),
            [var one] => (one, null),
            var rest => (new AllCondition(rest) { At = all.At }, null),
        };

    private static (Condition? Open, bool? Settled) Of(AnyCondition any, string serviceType, string? group)
    {
        var branches = any.Conditions.Select(condition => Of(condition, serviceType, group)).ToList();
        if (branches.Any(branch => branch.Settled == true))
        {
            return (null, true);
        }

        Condition[] open = [.. branches.Select(branch => branch.Open).OfType<Condition>()];
        return open switch
        {
            [] => (null, false),
            [var one] => (one, null),
            _ => (new AnyCondition(open) { At = any.At }, null),
        };
    }
}
