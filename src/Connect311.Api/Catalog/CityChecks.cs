using Connect311.Api.ServiceRequests;
using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Whether a city's files agree with each other.</summary>
internal static class CityChecks
{
    /// <summary>The width of the column of a request's areas.</summary>
    private const int MaxAreasLength = 400;

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

            if (department.Calendar is { } calendar && !catalog.Calendars.ContainsKey(calendar))
            {
                faults.Add(Undefined($"{fieldOf(department.Code)}/calendar", $"the calendar {calendar}"));
            }
        }
    }

    public static void ServiceTypes(Catalog catalog, IEnumerable<Reference> references, Func<string, string> fieldOf, List<Fault> faults)
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

        // The import finds a type by these words.
        faults.AddRange(catalog.ServiceTypesByCode.Values
            .Where(type => type.ComplaintType is not null)
            .Select(type => (type.ComplaintType, type.Descriptor, Field: fieldOf(type.Code)))
            .GroupBy(words => (words.ComplaintType, words.Descriptor))
            .SelectMany(same => same.Skip(1))
            .Select(words => new Fault(words.Field + (words.Descriptor is null ? "/complaintType" : "/descriptor"), FaultCodes.Duplicate)));
    }

    /// <summary>What is offered somewhere is offered in areas that there are. What a descriptor took over is named at its family.</summary>
    public static void Offers(Catalog catalog, IReadOnlyList<AreaSet> areas, Func<string, string> fieldOf, List<Fault> faults)
    {
        var known = areas.SelectMany(set => set.Areas).Select(area => $"{area.Set}:{area.Code}").ToHashSet();
        faults.AddRange(
            from type in catalog.ServiceTypesByCode.Values
            where type.OffersItself
            from area in type.OfferedIn.Index()
            where !known.Contains(area.Item)
            select Undefined($"{fieldOf(type.Code)}/offeredIn/{area.Index}", $"the area {area.Item}"));
    }

    /// <summary>A place lies in one area of each set at most, and all of them go into one column.</summary>
    public static void Areas(IReadOnlyList<AreaSet> areas, List<Fault> faults)
    {
        var longest = areas.SelectMany(set => set.Areas.OrderByDescending(area => area.Code.Length).Take(1));
        if (AreaList.Of(longest).Length > MaxAreasLength)
        {
            faults.Add(new("", FaultCodes.TooLong, "maximum", MaxAreasLength));
        }
    }

    public static void Escalations(Catalog catalog, List<Fault> faults) => faults.AddRange(
        from rule in catalog.Escalations.Rules
        from department in rule.Departments.Index()
        where !catalog.Departments.ContainsKey(department.Item)
        select Undefined($"{rule.Field}/departments/{department.Index}", $"the department {department.Item}"));

    public static void Retention(Catalog catalog, List<Fault> faults) => faults.AddRange(
        from code in catalog.Retention.ByServiceType.Keys
        where !catalog.ServiceTypesByCode.ContainsKey(code)
        select Undefined(ObjectReader.Below("/serviceTypes", code), $"the service type {code}"));

    private static Fault Undefined(string field, string what) => new(field, FaultCodes.Undefined, "what", what);
}
