using Connect311.Routing;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Admin;

/// <summary>What would be left without what it uses, as the refusal lists it.</summary>
/// <param name="Rules">Rules, in the rule set in force and in drafts.</param>
/// <param name="OpenRequests">Requests that somebody still has to work on.</param>
/// <param name="ServiceTypes">Active service types of a group.</param>
/// <param name="Questions">Questions that are asked only after some answer to another.</param>
/// <param name="Reserved">Whether the program itself needs it.</param>
internal sealed record CatalogUsers(
    IReadOnlyList<RuleUser> Rules, OpenRequests OpenRequests, IReadOnlyList<string> ServiceTypes, IReadOnlyList<string> Questions, bool Reserved)
{
    public static readonly CatalogUsers None = new([], new(0, [], false), [], [], false);

    /// <summary>Whether anything stands against the change. A draft does not: it is checked when it is to be published.</summary>
    public bool Any => Rules.Any(rule => rule.Status == CatalogAdminSql.Published)
        || OpenRequests.Count > 0 || OpenRequests.Confidential || ServiceTypes.Count > 0 || Questions.Count > 0 || Reserved;
}

/// <summary>A rule that names something.</summary>
/// <param name="Status"><c>published</c> or <c>draft</c>.</param>
/// <param name="Rule">The rule's id; null for the fallback.</param>
/// <param name="Names">What it names, in words.</param>
internal sealed record RuleUser(int RuleSetVersion, string Status, string? Rule, string Names);

/// <summary>Requests that somebody still has to work on.</summary>
/// <param name="Count">How many, without confidential ones: those are counted by nobody but their department.</param>
/// <param name="TrackingNumbers">Some of them, the most urgent first.</param>
/// <param name="Confidential">Whether there are confidential ones too.</param>
internal sealed record OpenRequests(int Count, IReadOnlyList<string> TrackingNumbers, bool Confidential)
{
    public const int MostNamed = 10;

    public OpenRequests And(OpenRequests other) => new(
        Count + other.Count, [.. TrackingNumbers.Concat(other.TrackingNumbers).Take(MostNamed)], Confidential || other.Confidential);
}

/// <summary>Finds who uses what a change takes away.</summary>
internal sealed class CatalogUsage(CatalogAdminStore store)
{
    /// <exception cref="CatalogRefusedException">The rule set in force cannot be read.</exception>
    public async Task<CatalogUsers> FindAsync(Catalog before, Catalog after, CancellationToken cancellationToken)
    {
        var departments = before.Departments.Values
            .Where(department => department.IsActive && after.Departments.GetValueOrDefault(department.Code) is not { IsActive: true })
            .Select(department => department.Code)
            .ToList();
        var types = before.ServiceTypes
            .Where(type => type.IsRequest && after.ServiceType(type.Code) is not { IsRequest: true })
            .Select(type => type.Code)
            .ToList();
        var groups = before.Groups.Where(group => group.IsActive).Select(group => group.Code)
            .Except(after.Groups.Where(group => group.IsActive).Select(group => group.Code))
            .ToHashSet();
        return CatalogUsers.None with
        {
            Rules = [.. (await store.FindRulesAsync(cancellationToken)).SelectMany(rules => RulesOf(rules, before, after))],
            OpenRequests = await OpenAsync(before, departments, types, cancellationToken),
            ServiceTypes = [.. after.ServiceTypes.Where(type => groups.Contains(type.Group)).Select(type => type.Code)],
        };
    }

    private async Task<OpenRequests> OpenAsync(Catalog before, List<string> departments, List<string> types, CancellationToken cancellationToken)
    {
        var open = CatalogUsers.None.OpenRequests;
        foreach (var department in departments)
        {
            open = open.And(await store.CountOpenAsync(department, null, cancellationToken));
        }

        if (types.Count > 0)
        {
            // By department, since requests have no index by type; this is asked a few times a year.
            foreach (var department in before.Departments.Keys.Except(departments).Order(StringComparer.Ordinal))
            {
                open = open.And(await store.CountOpenAsync(department, types, cancellationToken));
            }
        }

        return open;
    }

    /// <summary>The rules that would name something that is not there or no longer active, and do not yet.</summary>
    private static IEnumerable<RuleUser> RulesOf(StoredRules rules, Catalog before, Catalog after)
    {
        if (Read(rules) is not { } document)
        {
            return [];
        }

        var known = Findings(document, Active(before)).Select(KeyOf).ToHashSet();
        // What the first finds would make the city unreadable.
        var fatal = rules.IsInForce ? Findings(document, CityVocabulary.Of(after, null)) : [];
        return fatal
            .Concat(Findings(document, Active(after)).Where(finding => !known.Contains(KeyOf(finding))))
            .DistinctBy(KeyOf)
            .Select(finding => new RuleUser(
                rules.Version, rules.IsInForce ? CatalogAdminSql.Published : "draft", finding.Rule, $"{finding.Fault.Params["what"]}"));
    }

    private static IEnumerable<Finding> Findings(RuleSetDocument document, Vocabulary words) =>
        RuleSetChecks.RunCodes(document, words).Where(finding => finding.IsError);

    private static string KeyOf(Finding finding) => $"{finding.Rule}\n{finding.Fault}";

    /// <summary>A draft may be anything; what is in force must be readable.</summary>
    private static RuleSetDocument? Read(StoredRules rules)
    {
        var faults = new List<Fault>();
        var document = JsonText.Parse(rules.Text, out var unreadable, out var line) is { } json ? RuleSetReader.Read(json, faults) : null;
        return document is null && rules.IsInForce
            ? throw new CatalogRefusedException([new(CityFiles.RuleSet, line, unreadable ?? faults[0])], [])
            : document;
    }

    private static Vocabulary Active(Catalog catalog)
    {
        var words = CityVocabulary.Of(catalog, null);
        return words with
        {
            ServiceTypes = [.. words.ServiceTypes.Where(type => catalog.ServiceTypesByCode[type.Code].IsActive)],
            Groups = catalog.Groups.Where(group => group.IsActive).Select(group => group.Code).ToHashSet(),
        };
    }
}
