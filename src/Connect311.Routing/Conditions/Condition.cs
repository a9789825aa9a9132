namespace Connect311.Routing.Conditions;

/// <summary>What a condition says of a report.</summary>
public enum Verdict
{
    Holds,
    Fails,

    /// <summary>It asks for an area, and the report has no coordinates.</summary>
    NeedsPlace,
}

/// <summary>One condition of a routing rule.</summary>
public abstract record Condition
{
    /// <summary>Whether it looks at the service type or its group alone, and so is settled when the rule set is compiled.</summary>
    public virtual bool IsAboutType => false;

    /// <summary>Whether a report of this type can fulfil it.</summary>
    public virtual bool Admits(string serviceType, string? group) => true;

    public abstract Verdict Check(RoutingInput input, TimeZoneInfo zone);

    /// <summary>Why it did not hold, in words; never the report's free text.</summary>
    public abstract string Lost(RoutingInput input, Verdict verdict, TimeZoneInfo zone);

    private protected static string List(IEnumerable<string> values) => string.Join(", ", values);

    private protected static Verdict Of(bool holds) => holds ? Verdict.Holds : Verdict.Fails;
}
