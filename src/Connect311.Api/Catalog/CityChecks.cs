using Connect311.Api.ServiceRequests;
using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Whether a city's files agree with each other.</summary>
internal static class CityChecks
{
    /// <summary>The width of the column of a request's areas.</summary>
    private const int MaxAreasLength = 400;

    private static readonly string[] Channels = [.. Channel.OfApps, Channel.Import];

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

    /// <summary>A place lies in one area of each set at most, and all of them go into one column.</summary>
    public static void Areas(IReadOnlyList<AreaSet> areas, List<Fault> faults)
    {
        var longest = areas.SelectMany(set => set.Areas.OrderByDescending(area => area.Code.Length).Take(1));
        if (AreaList.Of(longest).Length > MaxAreasLength)
        {
            faults.Add(new("", FaultCodes.TooLong, "maximum", MaxAreasLength));
        }
    }

    /// <param name="areas">The area sets that rules may name; null when any area may be named.</param>
    public static void Rules(RuleSetDocument rules, Catalog catalog, IReadOnlyList<AreaSet>? areas, List<Fault> faults)
    {
        CheckAssignment(rules.Fallback, "/fallback/department", catalog, faults);
        for (var i = 0; i < rules.Rules.Count; i++)
        {
            CheckAssignment(rules.Rules[i].Assign, $"/rules/{i}/assign/department", catalog, faults);
            var when = rules.Rules[i].When;
            foreach (var condition in when)
            {
                var (member, unknown) = condition is AnswerCondition answer
                    ? (ObjectReader.Below("answers", answer.Question), Unasked(answer, when, catalog))
                    : Unknown(condition, catalog, areas);
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
        Condition condition, Catalog catalog, IReadOnlyList<AreaSet>? areas) => condition switch
        {
            ServiceTypeCondition types => (
                "serviceTypes", types.Codes.Where(code => !IsKnown(code, catalog)).Select(code => $"the request type {code}")),
            ChannelCondition channels => ("channels", channels.Channels.Except(Channels).Select(channel => $"the channel {channel}")),
            GroupCondition groups => ("groups", groups.Groups.Except(catalog.Groups.Select(group => group.Code))),
            AreaCondition area when areas is not null => ("areas", area.Codes.Except(CodesOf(area.Set, areas)).Select(code => $"the {area.Set} {code}")),
            _ => ("", []),
        };

    private static IEnumerable<string> CodesOf(string set, IReadOnlyList<AreaSet> areas) =>
        areas.Where(areaSet => areaSet.Name == set).SelectMany(areaSet => areaSet.Areas).Select(area => area.Code);

    /// <summary>The question, unless a request type asks it that all other conditions on the type admit.</summary>
    private static IEnumerable<string> Unasked(AnswerCondition answer, IReadOnlyList<Condition> when, Catalog catalog) =>
        catalog.ServiceTypesByCode.Values.Any(type =>
            type.IsRequest
            && type.Questions.Any(question => question.Code == answer.Question)
            && when.All(condition => condition.Admits(type.Code, type.Group)))
            ? []
            : [$"the question {answer.Question} of the rule's service types"];

    /// <summary>Whether reports of such a type can come in; no rule is asked for information or a diversion.</summary>
    private static bool IsKnown(string code, Catalog catalog)
    {
        if (catalog.ServiceTypesByCode.TryGetValue(code, out var exact))
        {
            return exact.IsRequest;
        }

        var condition = new ServiceTypeCondition([code]);
        return catalog.ServiceTypesByCode.Values.Any(type => type.IsRequest && condition.Admits(type.Code, type.Group));
    }

    private static Fault Undefined(string field, string what) => new(field, FaultCodes.Undefined, "what", what);
}
