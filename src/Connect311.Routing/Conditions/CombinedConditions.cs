namespace Connect311.Routing.Conditions;

/// <summary>All of its parts hold: the verdict is that of the part furthest from holding.</summary>
internal sealed record AllCondition(Condition[] Conditions) : Condition
{
    internal override IReadOnlyList<Condition> Parts => Conditions;

    internal override Clause Asks => new(ClauseCode.AsksAll, Conditions.Select(condition => condition.Asks));

    internal override Verdict Check(ref Situation report) => Check(Conditions, ref report, out _);

    internal override Clause Finds(ref Situation report)
    {
        var verdict = Check(Conditions, ref report, out var decisive);
        return verdict == Verdict.Holds ? Asks : decisive!.Finds(ref report);
    }

    /// <param name="conditions">All of which must hold.</param>
    /// <param name="report">The report.</param>
    /// <param name="decisive">The first that fails, or else the first that cannot be known for want of a place, or else of an answer; null when all hold.</param>
    public static Verdict Check(ReadOnlySpan<Condition> conditions, ref Situation report, out Condition? decisive)
    {
        var verdict = Verdict.Holds;
        decisive = null;
        foreach (var condition in conditions)
        {
            var one = condition.Check(ref report);
            if (one == Verdict.Fails)
            {
                decisive = condition;
                return one;
            }

            if (one > verdict)
            {
                decisive = condition;
                verdict = one;
            }
        }

        return verdict;
    }
}

/// <summary>One of its parts holds: the verdict is that of the part nearest to holding.</summary>
internal sealed record AnyCondition(Condition[] Conditions) : Condition
{
    internal override IReadOnlyList<Condition> Parts => Conditions;

    internal override Clause Asks => new(ClauseCode.AsksAny, Conditions.Select(condition => condition.Asks));

    internal override Verdict Check(ref Situation report)
    {
        var verdict = Verdict.Fails;
        foreach (var condition in Conditions)
        {
            var one = condition.Check(ref report);
            if (one == Verdict.Holds)
            {
                return one;
            }

            verdict = one < verdict ? one : verdict;
        }

        return verdict;
    }

    internal override Clause Finds(ref Situation report)
    {
        var found = new List<Clause>();
        foreach (var condition in Conditions)
        {
            found.Add(condition.Finds(ref report));
        }

        return new(ClauseCode.NoneOf, found);
    }
}

/// <summary>Its part does not hold. What cannot be known stays unknown.</summary>
internal sealed record NotCondition(Condition Inner) : Condition
{
    internal override IReadOnlyList<Condition> Parts => [Inner];

    internal override Clause Asks => new(ClauseCode.AsksNot, [Inner.Asks]);

    internal override Verdict Check(ref Situation report) => Inner.Check(ref report) switch
    {
        Verdict.Holds => Verdict.Fails,
        Verdict.Fails => Verdict.Holds,
        var unknown => unknown,
    };

    internal override Clause Finds(ref Situation report) => new(ClauseCode.Excluded, [Inner.Finds(ref report)]);
}
