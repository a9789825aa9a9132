using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Open311;

/// <summary>Which part of what is served a call is about.</summary>
internal sealed class Jurisdictions(IOptions<Open311Options> options, CurrentCity city)
{
    private const string Name = "jurisdiction_id";

    private static readonly Jurisdiction All = new();

    private readonly IReadOnlyList<Jurisdiction> _served = options.Value.Jurisdictions;

    /// <summary>The jurisdiction that is named; null with a refusal, of the arguments too. A server of one does not look at the argument.</summary>
    public Jurisdiction? Find(Arguments arguments, out ProblemResult? refusal)
    {
        refusal = arguments.Refusal();
        if (refusal is not null || _served.Count <= 1)
        {
            return refusal is null ? _served.FirstOrDefault(All) : null;
        }

        if (arguments.One(Name) is not { } id)
        {
            arguments.Faults.Add(new($"/{Name}", FaultCodes.Required));
            refusal = arguments.Refusal();
            return null;
        }

        if (_served.FirstOrDefault(one => one.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return found;
        }

        var allowed = string.Join(", ", _served.Select(one => one.Id));
        refusal = new(ProblemCode.NotFound, [new Fault($"/{Name}", FaultCodes.UnknownValue, "allowed", allowed)]);
        return null;
    }

    /// <summary>What can be reported there: all that a department of it may get.</summary>
    public IEnumerable<ServiceType> ServicesOf(Jurisdiction jurisdiction)
    {
        var now = city.Value;
        return now.Catalog.ServiceTypes.Where(type => type.IsRequest && IsOf(jurisdiction, now.Rules.OnlyDepartmentOf(type.Code)));
    }

    /// <summary>A service by its code; null where there is none in the jurisdiction.</summary>
    public ServiceType? FindService(Jurisdiction jurisdiction, string code)
    {
        var now = city.Value;
        return now.Catalog.ServiceType(code) is { IsRequest: true } type && IsOf(jurisdiction, now.Rules.OnlyDepartmentOf(code)) ? type : null;
    }

    /// <summary>Whether a request is one of the jurisdiction's, as far as anybody may know: where one whose place is not public lies, is not told.</summary>
    public static bool Shows(Jurisdiction jurisdiction, PublicRow row) =>
        Holds(jurisdiction, row.Department, row.Visibility == CatalogWords.Public ? row.Areas : "");

    /// <summary>Whether a request is one of the jurisdiction's.</summary>
    /// <param name="areas">Of its place, as its row has them.</param>
    public static bool Holds(Jurisdiction jurisdiction, string department, string areas) =>
        (jurisdiction.Departments.Count == 0 || jurisdiction.Departments.Contains(department))
        && (jurisdiction.Area is null || AreaList.Codes(areas).Contains(jurisdiction.Area));

    /// <param name="department">The only one that gets it; null where more than the type decides.</param>
    private static bool IsOf(Jurisdiction jurisdiction, string? department) =>
        jurisdiction.Departments.Count == 0 || department is null || jurisdiction.Departments.Contains(department);
}
