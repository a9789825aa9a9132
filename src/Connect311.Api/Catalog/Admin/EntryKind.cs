using System.Text.Json.Nodes;
using Connect311.Api.Staff.Audit;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Admin;

/// <summary>A kind of entry of the catalogue that admins keep.</summary>
/// <param name="Name">As the audit names it: <c>department:DOT</c>.</param>
/// <param name="File">The file that holds its entries.</param>
/// <param name="Reserved">The code of the one that the program itself needs, or null.</param>
internal sealed record EntryKind(
    string Name, string File, string? Reserved, string AddAction, string ChangeAction, string ActivateAction, string DeactivateAction)
{
    private const string DepartmentForm = "A-Z, a-z, 0-9, '-', '_' and '.'";

    public static EntryKind Department { get; } = new(
        "department",
        CityFiles.Departments,
        RuleSet.OperatorDepartment,
        AuditAction.AddDepartment,
        AuditAction.ChangeDepartment,
        AuditAction.ActivateDepartment,
        AuditAction.DeactivateDepartment);

    public static EntryKind Group { get; } = new(
        "group",
        CityFiles.Groups,
        null,
        AuditAction.AddGroup,
        AuditAction.ChangeGroup,
        AuditAction.ActivateGroup,
        AuditAction.DeactivateGroup);

    public static EntryKind ServiceType { get; } = new(
        "service-type",
        CityFiles.ServiceTypes,
        CatalogWords.Unlisted,
        AuditAction.AddServiceType,
        AuditAction.ChangeServiceType,
        AuditAction.ActivateServiceType,
        AuditAction.DeactivateServiceType);

    public string TargetOf(string code) => $"{Name}:{code}";

    /// <summary>Where the entry of that code stands, or a new one of that code would; null where it may not be called so.</summary>
    public EntryPlace? PlaceOf(EntryFile file, string code, out Fault? fault)
    {
        fault = null;
        for (var i = 0; i < file.Entries.Count; i++)
        {
            if (CodeOf(file.Entries[i]) == code)
            {
                return new(i, null, code, IsNew: false);
            }
        }

        if (this == ServiceType && code.Contains('.', StringComparison.Ordinal))
        {
            return DescriptorPlaceOf(file, code, out fault);
        }

        if (this == Department && !(code.Length > 0 && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
        {
            fault = new("/code", FaultCodes.InvalidFormat, "expected", DepartmentForm);
            return null;
        }

        return new(file.Entries.Count, null, code, IsNew: true);
    }

    private static string? CodeOf(JsonObject entry) => entry["code"]?.GetValue<string>();

    /// <summary>A type with a dot is a descriptor of the family whose code stands before it.</summary>
    private static EntryPlace? DescriptorPlaceOf(EntryFile file, string code, out Fault? fault)
    {
        fault = null;
        EntryPlace? added = null;
        for (var i = 0; i < file.Entries.Count; i++)
        {
            var family = CodeOf(file.Entries[i]) + ".";
            if (!code.StartsWith(family, StringComparison.Ordinal))
            {
                continue;
            }

            var descriptors = file.Entries[i]["descriptors"]?.AsArray().Select(one => CodeOf(one!.AsObject())).ToList() ?? [];
            var (own, at) = (code[family.Length..], descriptors.IndexOf(code[family.Length..]));
            if (at >= 0)
            {
                return new(i, at, own, IsNew: false) { Family = family[..^1] };
            }

            // Of two families that could be meant, the one with the longer name.
            added = added is null || own.Length < added.OwnCode.Length
                ? new(i, descriptors.Count, own, IsNew: true) { Family = family[..^1] }
                : added;
        }

        fault = added is null ? new("/code", FaultCodes.Undefined, "what", $"the service type {code[..code.LastIndexOf('.')]}") : null;
        return added;
    }
}

/// <summary>Where an entry stands in its file.</summary>
/// <param name="Index">Its place in the file; of a descriptor, that of its family.</param>
/// <param name="Descriptor">Its place among its family's descriptors; null for what stands by itself.</param>
/// <param name="OwnCode">Its code as the file has it; of a descriptor, without its family's.</param>
/// <param name="IsNew">Whether nothing stands there yet.</param>
internal sealed record EntryPlace(int Index, int? Descriptor, string OwnCode, bool IsNew)
{
    /// <summary>The code of a descriptor's family; else null.</summary>
    public string? Family { get; init; }

    /// <summary>As a JSON Pointer into the file.</summary>
    public string Pointer => Descriptor is { } descriptor
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/{Index}/descriptors/{descriptor}")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/{Index}");

    /// <summary>The entry there, a copy; null for a new one.</summary>
    public JsonObject? In(EntryFile file) => IsNew
        ? null
        : (Descriptor is { } at ? file.Entries[Index]["descriptors"]![at]! : file.Entries[Index]).DeepClone().AsObject();

    /// <summary>The file's text with another entry there.</summary>
    public string With(EntryFile file, JsonObject entry)
    {
        if (Descriptor is not { } at)
        {
            return file.With(Index, entry);
        }

        var family = file.Entries[Index].DeepClone().AsObject();
        var descriptors = family["descriptors"]?.AsArray();
        if (descriptors is null)
        {
            family["descriptors"] = descriptors = [];
        }

        if (at < descriptors.Count)
        {
            descriptors[at] = entry.DeepClone();
        }
        else
        {
            if (at == 0)
            {
                // A family without descriptors is a type by itself; its first descriptor does not change that.
                family["bare"] ??= true;
            }

            descriptors.Add(entry.DeepClone());
        }

        return file.With(Index, family);
    }
}
