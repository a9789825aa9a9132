using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Http;

/// <summary>What the groups of operations are for, in the order in which they are read.</summary>
internal static class ApiTags
{
    private static readonly (string Name, string Description)[] All =
    [
        ("Catalogue", "What can be reported, and what is asked with it."),
        ("Service requests", "Reports, from the apps that take them."),
        ("Photos", "Pictures of what is reported, and of what was done."),
        ("Devices", "A phone, the reports on it, and the way to a new phone."),
        ("Public", "What anybody may know of a report, and what its owner may do."),
        ("Triage", "The queue of a department, and every step from the first look to the closing."),
        ("Routing", "Which department gets a report, and why."),
        ("Incidents", "Many reports of the same thing."),
        ("Records", "Legal holds, and what is erased when."),
        ("Rule sets", "The rules of routing: drafts, checks, and what is in force."),
        ("Administration", "Departments, service types, areas, staff and the audit."),
    ];

    /// <summary>A tag that is not in the list comes last, without a description; a test says so.</summary>
    public static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var used = document.Tags?.Select(tag => tag.Name).ToList() ?? [];
        var known = All.Where(tag => used.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description });
        var others = used.Where(name => All.All(tag => tag.Name != name)).Select(name => new OpenApiTag { Name = name });
        document.Tags = known.Concat(others).ToHashSet();
        return Task.CompletedTask;
    }
}
