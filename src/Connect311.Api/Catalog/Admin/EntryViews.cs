using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Catalog.Admin;

/// <summary>A department, in all languages.</summary>
internal sealed record DepartmentEntry
{
    /// <summary>The code, such as <c>DOT</c>; it never changes. When it is put, the one in the address counts.</summary>
    [MaxLength(20)]
    public string? Code { get; init; }

    /// <summary>The name by language; <c>en</c> is always there.</summary>
    [Required]
    public required IReadOnlyDictionary<string, string> Name { get; init; }

    /// <summary>Whether it takes new requests. When it is put without, it stays as it is; a new one is active.</summary>
    public bool? Active { get; init; }

    /// <summary>The code of the department that took over its work; null for none.</summary>
    [MaxLength(20)]
    public string? Successor { get; init; }

    /// <summary>Whether it works in its own system, so that its requests are not claimed here; false by default.</summary>
    public bool? External { get; init; }

    /// <summary>The code of the calendar in whose hours its targets run; null for day and night.</summary>
    [MaxLength(50)]
    public string? Calendar { get; init; }
}

/// <summary>A group of service types, in all languages.</summary>
internal sealed record GroupEntry
{
    /// <summary>The code, such as <c>streets</c>; it never changes. When it is put, the one in the address counts.</summary>
    [MaxLength(100)]
    public string? Code { get; init; }

    /// <summary>The name by language; <c>en</c> is always there.</summary>
    [Required]
    public required IReadOnlyDictionary<string, string> Name { get; init; }

    /// <summary>Whether it is shown. When it is put without, it stays as it is; a new one is active.</summary>
    public bool? Active { get; init; }
}

/// <summary>One page of departments.</summary>
/// <param name="CatalogVersion">The version of the catalogue; its quoted form is the ETag that a change names.</param>
/// <param name="Items">The departments, in the city's order.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record DepartmentPage(int CatalogVersion, IReadOnlyList<DepartmentEntry> Items, string? NextCursor);

/// <summary>One page of groups.</summary>
/// <param name="CatalogVersion">The version of the catalogue; its quoted form is the ETag that a change names.</param>
/// <param name="Items">The groups, in the city's order.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record GroupPage(int CatalogVersion, IReadOnlyList<GroupEntry> Items, string? NextCursor);

/// <summary>One page of families of service types.</summary>
/// <param name="CatalogVersion">The version of the catalogue; its quoted form is the ETag that a change names.</param>
/// <param name="Items">The families with their descriptors, in the city's order.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record ServiceTypePage(int CatalogVersion, IReadOnlyList<ServiceTypeEntry> Items, string? NextCursor);
