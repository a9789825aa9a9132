using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;

namespace Connect311.Api.Catalog.Admin;

/// <summary>
/// A service type as the city keeps it, in all languages: a family with its descriptors, or one descriptor, which takes
/// over from its family what it does not say itself (null).
/// </summary>
internal sealed record ServiceTypeEntry
{
    /// <summary>
    /// The code, such as <c>street-condition</c> for a family and <c>street-condition.pothole</c> for a descriptor of it;
    /// among the <c>descriptors</c> of its family, the part behind the dot. It never changes.
    /// </summary>
    [MaxLength(100)]
    public string? Code { get; init; }

    /// <summary>
    /// Whether it can be chosen, with all its descriptors; null is as it was, and of a new one true. One that cannot keeps its name for
    /// the requests that are there.
    /// </summary>
    public bool? Active { get; init; }

    /// <summary>request (by default), information or diversion.</summary>
    [ExtensibleEnum(typeof(CatalogWords.KindCodes))]
    public string? Kind { get; init; }

    /// <summary>The code of its group; only for a family, which must have one.</summary>
    public string? Group { get; init; }

    /// <summary>Only for a family: whether it can be chosen by itself; by default where it has no descriptors.</summary>
    public bool? Bare { get; init; }

    /// <summary>The name by language; <c>en</c> is always there. That of a descriptor is shown behind its family's.</summary>
    [Required]
    public required IReadOnlyDictionary<string, string> Name { get; init; }

    /// <summary>What it is for, by language.</summary>
    public IReadOnlyDictionary<string, string>? Description { get; init; }

    /// <summary>New York's complaint type, by which published data is imported; only for a family.</summary>
    [MaxLength(200)]
    public string? ComplaintType { get; init; }

    /// <summary>New York's descriptor; a descriptor must have one.</summary>
    [MaxLength(200)]
    public string? Descriptor { get; init; }

    /// <summary>Whether a report needs a place: required (by default), optional or none.</summary>
    [ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.Demands))]
    public string? Place { get; init; }

    /// <summary>Whether a report needs a contact: required, optional (by default) or none.</summary>
    [ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.Demands))]
    public string? Contact { get; init; }

    /// <summary>What the public sees of a report: public (by default), limited or confidential.</summary>
    [ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.Visibilities))]
    public string? Visibility { get; init; }

    /// <summary>Whether the public sees the description; false by default.</summary>
    public bool? PublishDescription { get; init; }

    /// <summary>Whether the public sees the photos; false by default.</summary>
    public bool? PublishPhotos { get; init; }

    /// <summary>How exactly the place is published: exact, block (by default) or area.</summary>
    [ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.PublicPlaces))]
    public string? PublicPlace { get; init; }

    /// <summary>An ISO 8601 duration such as <c>PT2H</c>, after which a report is never sent as urgent.</summary>
    [MaxLength(20)]
    public string? StaleAfter { get; init; }

    /// <summary>By when requests should be acknowledged, inspected and resolved.</summary>
    public ServiceLevelEntry? ServiceLevel { get; init; }

    /// <summary>When two reports are likely of the same thing.</summary>
    public SameThingEntry? Incidents { get; init; }

    /// <summary>The areas where it is offered, as <c>set:code</c>; null for the whole city. A report from elsewhere is taken all the same.</summary>
    public IReadOnlyList<string>? OfferedIn { get; init; }

    /// <summary>The codes of the outcomes that a closing may name; a request has at least one.</summary>
    public IReadOnlyList<string>? Outcomes { get; init; }

    /// <summary>What to ask the resident, in order.</summary>
    public IReadOnlyList<QuestionEntry>? Questions { get; init; }

    /// <summary>What to read or do instead, for what takes no request.</summary>
    public InformationEntry? Information { get; init; }

    /// <summary>The types of a family, in order. One that is there cannot be left out, only deactivated.</summary>
    public IReadOnlyList<ServiceTypeEntry>? Descriptors { get; init; }
}

/// <summary>When two reports are likely of the same thing: they are suggested to staff, and those of machines are joined.</summary>
internal sealed record SameThingEntry
{
    /// <summary>So far apart at most, in metres.</summary>
    [Required, Range(1, SameThing.MostMetres)]
    public required int DistanceMetres { get; init; }

    /// <summary>So many hours after the last report at most.</summary>
    [Required, Range(1, SameThing.MostHours)]
    public required int WindowHours { get; init; }

    /// <summary>What these are taken from; <c>assumed</c> where nobody measured it.</summary>
    [Required, MaxLength(200)]
    public required string Source { get; init; }
}

/// <summary>By when requests should be acknowledged, inspected and resolved; each target counts in the hours of the department's calendar.</summary>
internal sealed record ServiceLevelEntry
{
    /// <summary>By when the department says that it has seen the request.</summary>
    public TargetEntry? Acknowledge { get; init; }

    /// <summary>By when somebody looks at it.</summary>
    public TargetEntry? Inspect { get; init; }

    /// <summary>By when it is closed.</summary>
    public TargetEntry? Resolve { get; init; }

    /// <summary>The law, agreement or data set that the targets come from which name none; <c>assumed</c> where there is none.</summary>
    [Required, MaxLength(200)]
    public required string Source { get; init; }

    /// <summary>Targets of single priorities, <c>1</c> (urgent) to <c>4</c>; what one does not say is as for all.</summary>
    public IReadOnlyDictionary<string, TargetsEntry>? ByPriority { get; init; }
}

/// <summary>The targets of one priority; what is null is as for all.</summary>
internal sealed record TargetsEntry
{
    /// <summary>By when the department says that it has seen the request.</summary>
    public TargetEntry? Acknowledge { get; init; }

    /// <summary>By when somebody looks at it.</summary>
    public TargetEntry? Inspect { get; init; }

    /// <summary>By when it is closed.</summary>
    public TargetEntry? Resolve { get; init; }

    /// <summary>Where these targets come from; null as for all.</summary>
    [MaxLength(200)]
    public string? Source { get; init; }
}

/// <summary>A target: hours or days, one of the two.</summary>
/// <param name="Hours">Hours in which the department works.</param>
/// <param name="Days">Days on which the department works, the first not counted.</param>
/// <param name="Source">Where this target comes from; null as for all.</param>
internal sealed record TargetEntry(int? Hours = null, int? Days = null, string? Source = null);

/// <summary>A question that a service type asks, in all languages.</summary>
internal sealed record QuestionEntry
{
    /// <summary>The name of its answer in <c>answers</c>; it never changes. When it is put, the one in the address counts.</summary>
    [MaxLength(50)]
    public string? Code { get; init; }

    /// <summary>string (one line), text (lines), number, datetime (RFC 3339), one-of or many-of (codes of choices).</summary>
    [Required, ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.QuestionTypes))]
    public required string Type { get; init; }

    /// <summary>Whether it must be answered when it is asked; false by default.</summary>
    public bool? Required { get; init; }

    /// <summary>The question by language; <c>en</c> is always there.</summary>
    [Required]
    public required IReadOnlyDictionary<string, string> Text { get; init; }

    /// <summary>The answers of one-of and many-of.</summary>
    public IReadOnlyList<ChoiceEntry>? Choices { get; init; }

    /// <summary>The smallest number.</summary>
    public double? Minimum { get; init; }

    /// <summary>The largest number.</summary>
    public double? Maximum { get; init; }

    /// <summary>The longest text in UTF-16 units; 500 by default.</summary>
    [Range(1, 4000)]
    public int? MaxLength { get; init; }

    /// <summary>It is asked only after one of these answers to an earlier question.</summary>
    public QuestionCondition? When { get; init; }
}

/// <summary>An answer to choose.</summary>
/// <param name="Code">The code that is stored.</param>
/// <param name="Name">The name by language; <c>en</c> is always there.</param>
internal sealed record ChoiceEntry(string Code, IReadOnlyDictionary<string, string> Name);

/// <summary>What to read or do instead of sending a report.</summary>
/// <param name="Text">What to tell the resident, by language.</param>
/// <param name="Link">A page to open.</param>
/// <param name="Phone">A number to call.</param>
internal sealed record InformationEntry(IReadOnlyDictionary<string, string> Text, string? Link = null, string? Phone = null);
