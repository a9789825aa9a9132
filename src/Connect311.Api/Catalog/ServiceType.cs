using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>One entry of the catalogue: what a resident can report or ask.</summary>
internal sealed record ServiceType
{
    public required string Code { get; init; }

    /// <summary>request, information or diversion.</summary>
    public required string Kind { get; init; }

    public required string Group { get; init; }

    public required LocalText Name { get; init; }

    public required LocalText Description { get; init; }

    /// <summary>New York's complaint type in the city's own spelling, or null.</summary>
    public string? ComplaintType { get; init; }

    /// <summary>New York's descriptor in the city's own spelling, or null for the bare type.</summary>
    public string? Descriptor { get; init; }

    /// <summary>required, optional or none.</summary>
    public required string Place { get; init; }

    /// <summary>none, optional or required.</summary>
    public required string Contact { get; init; }

    /// <summary>public, limited or confidential.</summary>
    public required string Visibility { get; init; }

    public required bool PublishDescription { get; init; }

    public required bool PublishPhotos { get; init; }

    /// <summary>How exactly the place is published: exact, block or area.</summary>
    public required string PublicPlace { get; init; }

    /// <summary>After this long a report is accepted, but never sent as urgent; null never.</summary>
    public TimeSpan? StaleAfter { get; init; }

    public ServiceLevel? ServiceLevel { get; init; }

    /// <summary>When two reports are likely of the same thing; null where they never are.</summary>
    public SameThing? Incidents { get; init; }

    /// <summary>The areas where it is offered to those who choose, as <c>set:code</c>; empty for the whole city.</summary>
    public IReadOnlyList<string> OfferedIn { get; init; } = [];

    /// <summary>Whether the entry says itself where it is offered, and not its family.</summary>
    public bool OffersItself { get; init; }

    /// <summary>The outcomes that a closing may name.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>What to tell somebody who asks for an entry that takes no request.</summary>
    public Information? Information { get; init; }

    /// <summary>
    /// Whether it is a type by itself. A family that is not is only used for imported reports whose descriptor the
    /// catalogue lacks.
    /// </summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Whether new reports may name it. One that is not keeps its name for those that are there.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether it can be chosen.</summary>
    public bool IsOffered => IsWhole && IsActive;

    public bool IsRequest => Kind == CatalogWords.Request;

    public bool IsConfidential => Visibility == CatalogWords.Confidential;
}

/// <summary>When two reports of a service type are likely of the same thing.</summary>
/// <param name="Metres">So far apart at most.</param>
/// <param name="Window">So long after the last report at most.</param>
/// <param name="Source">Where that comes from; <c>assumed</c> where nobody measured it.</param>
internal sealed record SameThing(int Metres, TimeSpan Window, string Source)
{
    public const int MostMetres = 1_000;
    public const int MostHours = 24 * 366;
}

/// <summary>A text to read instead of a request, with where to turn to.</summary>
internal sealed record Information(LocalText Text, string? Link, string? Phone);

/// <summary>A question that a service type asks.</summary>
internal sealed record Question
{
    public required string Code { get; init; }

    /// <summary>string, text, number, datetime, one-of or many-of.</summary>
    public required string Type { get; init; }

    public required bool Required { get; init; }

    public required LocalText Text { get; init; }

    public required IReadOnlyList<Choice> Choices { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public required int MaxLength { get; init; }

    /// <summary>Asked only when this holds; null always.</summary>
    public QuestionCondition? When { get; init; }
}

internal sealed record Choice(string Code, LocalText Name);

/// <summary>An earlier question, and the answers with which this one is asked.</summary>
/// <param name="Question">The code of the earlier question.</param>
/// <param name="In">Any of these choices of it.</param>
internal sealed record QuestionCondition(string Question, IReadOnlyList<string> In);

/// <summary>What service types are sorted into.</summary>
/// <param name="IsActive">One that is not is no longer shown.</param>
internal sealed record Group(string Code, LocalText Name, bool IsActive = true);
