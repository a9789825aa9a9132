using Connect311.Routing.Documents;

namespace Connect311.Api.Staff.People;

/// <summary>What is asked for when somebody is added or changed.</summary>
/// <param name="Department">The code of the department; null for a role that has none.</param>
internal sealed record StaffWish(string Name, string Role, string? Department);

/// <summary>What a member of staff and a token may be called, and which role goes with a department.</summary>
internal static class StaffRules
{
    /// <summary>UTF-16 units.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Days after which a token expires where nobody says otherwise.</summary>
    public const int DefaultDays = 90;

    /// <summary>Days: no token is good for longer than a leap year.</summary>
    public const int MaxDays = 366;

    /// <summary>Adds what is wrong with a wish to the faults, each under the name of its member; one that has a fault already gets no other.</summary>
    public static void Check(StaffWish wish, Catalog.Catalog catalog, List<Fault> faults)
    {
        CheckName(wish.Name, faults);
        Add(RoleFault(wish.Role), faults);
        Add(DepartmentFault(wish, catalog), faults);
    }

    public static void CheckName(string name, List<Fault> faults)
    {
        const string field = "/name";
        var code = string.IsNullOrWhiteSpace(name) ? FaultCodes.Required
            : name != name.Trim() ? FaultCodes.SurroundingSpace
            : TextRules.Broken(name, lines: false);
        Add(
            code is not null ? new(field, code)
            : name.Length > MaxNameLength ? new(field, FaultCodes.TooLong, "maximum", MaxNameLength)
            : null,
            faults);
    }

    private static void Add(Fault? fault, List<Fault> faults)
    {
        if (fault is not null && !faults.Any(known => known.Field == fault.Field))
        {
            faults.Add(fault);
        }
    }

    private static Fault? RoleFault(string role) => Role.OfStaff.Contains(role)
        ? null
        : new("/role", FaultCodes.UnknownValue, "allowed", string.Join(", ", Role.OfStaff));

    private static Fault? DepartmentFault(StaffWish wish, Catalog.Catalog catalog)
    {
        const string field = "/department";
        if (RoleFault(wish.Role) is not null)
        {
            return null;
        }

        if (!Role.HasDepartment(wish.Role))
        {
            return wish.Department is null ? null : new(field, FaultCodes.NotWith, "what", $"the role {wish.Role}");
        }

        return wish.Department is null ? new(field, FaultCodes.Required)
            : !catalog.Departments.TryGetValue(wish.Department, out var department) ? new(field, FaultCodes.Undefined, "what", "a department")
            : !department.IsActive ? new(field, FaultCodes.Retired, "what", "a department")
            : null;
    }
}
