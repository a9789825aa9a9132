namespace Connect311.Routing.Conditions;

/// <summary>The service type is one of a list; <c>family.*</c> stands for the family's bare type and all below it.</summary>
public sealed record ServiceTypeCondition(IReadOnlyList<string> Codes) : Condition
{
    private const string Below = ".*";

    public override bool IsAboutType => true;

    public override bool Admits(string serviceType, string? group) =>
        Codes.Any(code => code.EndsWith(Below, StringComparison.Ordinal)
            ? IsInFamily(serviceType, code.AsSpan(0, code.Length - Below.Length))
            : code == serviceType);

    public override Verdict Check(RoutingInput input, TimeZoneInfo zone) =>
        Of(Admits(input.ServiceType, input.Group));

    public override string Lost(RoutingInput input, Verdict verdict, TimeZoneInfo zone) =>
        $"the service type is {input.ServiceType}";

    private static bool IsInFamily(ReadOnlySpan<char> code, ReadOnlySpan<char> family) =>
        code.StartsWith(family, StringComparison.Ordinal)
        && (code.Length == family.Length || code[family.Length] == '.');
}

/// <summary>The service type belongs to one of the groups.</summary>
public sealed record GroupCondition(IReadOnlyList<string> Groups) : Condition
{
    public override bool IsAboutType => true;

    public override bool Admits(string serviceType, string? group) => group is not null && Groups.Contains(group);

    public override Verdict Check(RoutingInput input, TimeZoneInfo zone) =>
        Of(Admits(input.ServiceType, input.Group));

    public override string Lost(RoutingInput input, Verdict verdict, TimeZoneInfo zone) =>
        $"the group is {input.Group ?? "not known"}";
}
