using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Whether a city's files agree with each other.</summary>
internal static class CityChecks
{
    public static string CodeOf(object item) => item switch
    {
        Department department => department.Code,
        Group group => group.Code,
        Outcome outcome => outcome.Code,
        ServiceType type => type.Code,
        _ => throw new ArgumentException($"A {item.GetType().Name} has no code.", nameof(item)),
    };

    public static void Departments(Catalog catalog, Func<string, string> fieldOf, List<Fault> faults)
    {
        if (!catalog.Departments.ContainsKey(RuleSet.OperatorDepartment))
        {
            faults.Add(Undefined("", $"the operators' department {RuleSet.OperatorDepartment}"));
        }

        foreach (var department in catalog.Departments.Values)
        {
            if (department.Successor is { } successor && !catalog.Departments.ContainsKey(successor))
            {
                faults.Add(Undefined($"{fieldOf(department.Code)}/successor", successor));
            }
        }
    }

    public static void ServiceTypes(Catalog catalog, IEnumerable<Reference> references, List<Fault> faults)
    {
        var defined = catalog.Groups.Select(group => (Reference.Group, group.Code))
            .Concat(catalog.Outcomes.Keys.Select(outcome => (Reference.Outcome, outcome)))
            .ToHashSet();
        faults.AddRange(references
            .Where(reference => !defined.Contains((reference.What, reference.Code)))
            .Select(reference => Undefined(reference.Field, $"the {reference.What} {reference.Code}")));

        if (catalog.ServiceType(CatalogWords.Unlisted) is not { IsRequest: true })
        {
            faults.Add(Undefined("", $"the service type {CatalogWords.Unlisted}, reserved for what the catalogue lacks"));
        }
    }

    public static void Rules(RuleSetDocument rules, Catalog catalog, IReadOnlyList<AreaSet> areas, List<Fault> faults)
    {
        CheckAssignment(rules.Fallback, "/fallback/department", catalog, faults);
        for (var i = 0; i < rules.Rules.Count; i++)
        {
            CheckAssignment(rules.Rules[i].Assign, $"/rules/{i}/assign/department", catalog, faults);
            foreach (var condition in rules.Rules[i].When)
            {
                var (member, unknown) = Unknown(condition, catalog, areas);
                faults.AddRange(unknown.Select(code => Undefined($"/rules/{i}/when/{member}", code)));
            }
        }
    }

    private static void CheckAssignment(Assignment assign, string field, Catalog catalog, List<Fault> faults)
    {
        if (!catalog.Departments.TryGetValue(assign.Department, out var department))
        {
            faults.Add(Undefined(field, $"the department {assign.Department}"));
        }
        else if (!department.IsActive)
        {
            faults.Add(new(field, FaultCodes.Retired, "what", $"the department {assign.Department}"));
        }
    }

    /// <summary>The codes of a condition that nothing defines, and the member of <c>when</c> they stand in.</summary>
    private static (string Member, IEnumerable<string> Codes) Unknown(
        Condition condition, Catalog catalog, IReadOnlyList<AreaSet> areas) => condition switch
        {
            ServiceTypeCondition types => ("serviceTypes", types.Codes.Where(code => !IsKnown(code, catalog))),
            GroupCondition groups => ("groups", groups.Groups.Except(catalog.Groups.Select(group => group.Code))),
            AreaCondition area => ("areas", area.Codes.Except(CodesOf(area.Set, areas)).Select(code => $"the {area.Set} {code}")),
            _ => ("", []),
        };

    private static IEnumerable<string> CodesOf(string set, IReadOnlyList<AreaSet> areas) =>
        areas.Where(areaSet => areaSet.Name == set).SelectMany(areaSet => areaSet.Areas).Select(area => area.Code);

    private static bool IsKnown(string code, Catalog catalog) =>
        code.EndsWith(".*", StringComparison.Ordinal)
            ? catalog.ServiceTypesByCode.Values.Any(type => type.Code == code[..^2] || type.Code.StartsWith(code[..^1], StringComparison.Ordinal))
            : catalog.ServiceTypesByCode.ContainsKey(code);

    private static Fault Undefined(string field, string what) => new(field, FaultCodes.Undefined, "what", what);
}
