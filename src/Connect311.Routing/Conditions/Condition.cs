namespace Connect311.Routing.Conditions;

/// <summary>What a condition says of a report, from nearest to furthest from holding.</summary>
internal enum Verdict
{
    Holds,

    /// <summary>It hangs on an answer that its rule needs, and the report does not give it.</summary>
    NeedsAnswer,

    /// <summary>It hangs on an area, and the report has no coordinates.</summary>
    NeedsPlace,

    Fails,
}

/// <summary>One condition of a routing rule. Immutable; checking it allocates nothing.</summary>
public abstract record Condition
{
    private protected Condition()
    {
    }

    /// <summary>Where it stands in its document, as a JSON Pointer.</summary>
    public required string At { get; init; }

    /// <summary>The conditions that it is made of; none for most.</summary>
    internal virtual IReadOnlyList<Condition> Parts => [];

    /// <summary>What it asks of a report: a clause that is true when it holds.</summary>
    internal abstract Clause Asks { get; }

    internal abstract Verdict Check(ref Situation report);

    /// <summary>What the report has instead of what is asked; never its description.</summary>
    internal abstract Clause Finds(ref Situation report);

    /// <summary>This condition and all that it is made of.</summary>
    internal IEnumerable<Condition> AndParts() => Parts.SelectMany(part => part.AndParts()).Prepend(this);

    private protected static Verdict Of(bool holds) => holds ? Verdict.Holds : Verdict.Fails;
}
