namespace Connect311.Routing.Conditions;

/// <summary>A condition on the service type or its group alone, which is settled when the rule set is compiled.</summary>
internal abstract record TypeCondition : Condition
{
    /// <summary>Whether reports of this type fulfil it.</summary>
    public abstract bool Admits(string serviceType, string? group);

    internal override Verdict Check(ref Situation report) => Of(Admits(report.Input.ServiceType, report.Input.Group));
}

/// <summary>The service type is one of a list; <c>family.*</c> stands for the family's bare type and all below it.</summary>
internal sealed record ServiceTypeCondition(IReadOnlyList<string> Codes) : TypeCondition
{
    private const string Below = ".*";

    internal override Clause Asks => new(ClauseCode.AsksServiceType, (ClauseValue.ServiceTypes, Codes));

    public override bool Admits(string serviceType, string? group) => Codes.Any(code => IsOf(code, serviceType));

    /// <summary>Whether a code of a rule, which may be a family's, stands for a service type.</summary>
    public static bool IsOf(string code, string serviceType) =>
        code.EndsWith(Below, StringComparison.Ordinal)
            ? IsInFamily(serviceType, code.AsSpan(0, code.Length - Below.Length))
            : code == serviceType;

    internal override Clause Finds(ref Situation report) => new(ClauseCode.OtherServiceType, (ClauseValue.ServiceTypes, [report.Input.ServiceType]));

    private static bool IsInFamily(ReadOnlySpan<char> code, ReadOnlySpan<char> family) =>
        code.StartsWith(family, StringComparison.Ordinal)
        && (code.Length == family.Length || code[family.Length] == '.');
}

/// <summary>The service type belongs to one of the groups.</summary>
internal sealed record GroupCondition(IReadOnlyList<string> Groups) : TypeCondition
{
    internal override Clause Asks => new(ClauseCode.AsksGroup, (ClauseValue.Groups, Groups));

    public override bool Admits(string serviceType, string? group) => group is not null && Groups.Contains(group);

    internal override Clause Finds(ref Situation report) => new(ClauseCode.OtherGroup, (ClauseValue.Groups, [report.Input.Group ?? ""]));
}
