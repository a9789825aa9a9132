using System.Collections.Frozen;
using Connect311.Api.Catalog;

namespace Connect311.Api.ServiceRequests.Import;

/// <summary>Finds the service type of a complaint type and descriptor.</summary>
internal sealed class NycTypes
{
    private readonly Catalog.Catalog _catalog;
    private readonly List<ServiceType> _whole;
    private readonly FrozenDictionary<(string ComplaintType, string Descriptor), ServiceType> _exact;
    private readonly FrozenDictionary<string, ServiceType[]> _families;

    public NycTypes(Catalog.Catalog catalog)
    {
        // Reports of a type that takes no new ones are still of that type.
        _catalog = catalog;
        _whole = [.. catalog.ServiceTypes, .. catalog.ServiceTypesByCode.Values.Where(type => type is { IsWhole: true, IsActive: false })];
        var known = catalog.ServiceTypesByCode.Values.Where(type => type.IsRequest && type.ComplaintType is not null).ToList();
        _exact = known.Where(type => type.IsWhole)
            .ToFrozenDictionary(type => (type.ComplaintType!, type.Descriptor ?? ""));
        _families = known.Where(type => type.Descriptor is null)
            .GroupBy(type => type.ComplaintType!, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The service type, and the city's words where it is not exactly that. A letter-case variant counts when only
    /// one family can be meant; a descriptor that the catalogue lacks gives the family; what nothing fits is unlisted.
    /// </summary>
    public (ServiceType Type, string? Words) Find(string complaintType, string descriptor)
    {
        if (_exact.TryGetValue((complaintType, descriptor), out var exact))
        {
            return (exact, null);
        }

        var words = descriptor.Length == 0 ? complaintType : $"{complaintType}: {descriptor}";
        var families = _families.GetValueOrDefault(complaintType) ?? [];
        if (families.FirstOrDefault(family => family.ComplaintType == complaintType) is { } sameCase)
        {
            families = [sameCase];
        }

        if (families.Select(family => WithDescriptor(family, descriptor)).OfType<ServiceType>().ToList() is [var only])
        {
            return (only, null);
        }

        return families.Length == 1
            ? (families[0], words)
            : (_catalog.ServiceTypesByCode[CatalogWords.Unlisted], words);
    }

    private ServiceType? WithDescriptor(ServiceType family, string descriptor) =>
        _whole.FirstOrDefault(type =>
            type.ComplaintType == family.ComplaintType
            && string.Equals(type.Descriptor ?? "", descriptor, StringComparison.OrdinalIgnoreCase));
}
