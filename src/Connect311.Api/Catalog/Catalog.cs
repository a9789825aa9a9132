using System.Collections.Frozen;
using Connect311.Api.ServiceLevels;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>What a city takes reports about, and who its departments are. Immutable.</summary>
internal sealed class Catalog
{
    public required int Version { get; init; }

    public required CitySettings City { get; init; }

    public required FrozenDictionary<string, Department> Departments { get; init; }

    public required IReadOnlyList<Group> Groups { get; init; }

    public required FrozenDictionary<string, Outcome> Outcomes { get; init; }

    /// <summary>What can be chosen, in the order of the city's file.</summary>
    public required IReadOnlyList<ServiceType> ServiceTypes { get; init; }

    /// <summary>All service types, families that cannot be chosen among them.</summary>
    public required FrozenDictionary<string, ServiceType> ServiceTypesByCode { get; init; }

    public required DangerList Danger { get; init; }

    /// <summary>The calendars that departments may work by, by code.</summary>
    public required FrozenDictionary<string, ServiceCalendar> Calendars { get; init; }

    /// <summary>The calendar of a department that has none of its own.</summary>
    public required ServiceCalendar DayAndNight { get; init; }

    /// <summary>What is said in other languages than where it is written.</summary>
    public Translations Translations { get; init; } = Translations.None;

    /// <summary>What becomes of requests whose targets are missed.</summary>
    public Escalations Escalations { get; init; } = Escalations.None;

    /// <summary>How long what a request says is kept.</summary>
    public Retention Retention { get; init; } = Retention.None;

    /// <summary>When a target is nearly missed.</summary>
    public NearRule Near => Escalations.Near;

    /// <summary>When a department works, which is when its targets run.</summary>
    public ServiceCalendar CalendarOf(string department) =>
        Departments.GetValueOrDefault(department)?.Calendar is { } code && Calendars.TryGetValue(code, out var calendar)
            ? calendar
            : DayAndNight;

    /// <summary>Every service type that reports may have, with its group.</summary>
    public IEnumerable<(string Code, string? Group)> Requests =>
        ServiceTypesByCode.Values.Where(type => type.IsRequest).Select(type => (type.Code, (string?)type.Group));

    /// <summary>The service type that can be chosen by this code, or null.</summary>
    public ServiceType? ServiceType(string code) =>
        ServiceTypesByCode.TryGetValue(code, out var type) && type.IsOffered ? type : null;

    /// <summary>The service type's name; its code where a later catalogue no longer has it.</summary>
    public string ServiceTypeName(string code, string language) => ServiceTypesByCode.GetValueOrDefault(code)?.Name.In(language) ?? code;

    /// <summary>The group's name; its code where a later catalogue no longer has it.</summary>
    public string GroupName(string code, string language) => Groups.FirstOrDefault(group => group.Code == code)?.Name.In(language) ?? code;

    /// <summary>The department's name; its code where a later catalogue no longer has it.</summary>
    public string DepartmentName(string code, string language) =>
        Departments.TryGetValue(code, out var department) ? department.Name.In(language) : code;
}

/// <param name="AreaSet">The area set whose areas make up the city.</param>
internal sealed record CitySettings(string Code, LocalText Name, TimeZoneInfo TimeZone, string AreaSet);

/// <summary>Words that speak of danger to life: the report is accepted, marked urgent and answered with a notice.</summary>
internal sealed class DangerList(LocalText notice, IEnumerable<(string Code, PhraseList Phrases)> words)
{
    private readonly (string Code, PhraseList Phrases)[] _words = [.. words];

    public LocalText Notice { get; } = notice;

    /// <summary>The code of the first danger whose words are in the text, or null.</summary>
    public string? Find(string? text) =>
        text is null ? null : _words.FirstOrDefault(word => word.Phrases.IsIn(text)).Code;
}
