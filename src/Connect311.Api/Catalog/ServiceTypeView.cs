using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Catalog;

/// <summary>What the city takes reports about.</summary>
/// <param name="CatalogVersion">Send it with a report that was made with this list.</param>
/// <param name="Departments">The active departments that the entries name.</param>
/// <param name="Groups">The groups that the entries name.</param>
/// <param name="Outcomes">The outcomes that the entries name, and what a closing must say with each.</param>
/// <param name="Items">The entries, in the city's order.</param>
/// <param name="NextCursor">Always null: all are in one answer.</param>
internal sealed record ServiceTypeList(
    int CatalogVersion,
    IReadOnlyList<Named> Departments,
    IReadOnlyList<Named> Groups,
    IReadOnlyList<OutcomeView> Outcomes,
    IReadOnlyList<ServiceTypeView> Items,
    string? NextCursor);

/// <summary>One entry of the catalogue.</summary>
internal sealed record ServiceTypeView
{
    /// <summary>The stable code, such as <c>street-condition.pothole</c>.</summary>
    [Required]
    public required string Code { get; init; }

    /// <summary>request: submit it; information: read it; diversion: turn to somebody else, now.</summary>
    [Required, ExtensibleEnum(typeof(CatalogWords.KindCodes))]
    public required string Kind { get; init; }

    /// <summary>The name to show.</summary>
    [Required]
    public required string Name { get; init; }

    /// <summary>The code of its group.</summary>
    [Required]
    public required string Group { get; init; }

    /// <summary>New York's complaint type in the city's own spelling; null where it has none.</summary>
    [Required]
    public required string? ComplaintType { get; init; }

    /// <summary>New York's descriptor in the city's own spelling; null where it has none.</summary>
    [Required]
    public required string? Descriptor { get; init; }

    /// <summary>The code of the department that gets it; null where more than the type decides.</summary>
    [Required]
    public required string? Department { get; init; }

    /// <summary>Whether a report needs a place: required, optional or none.</summary>
    [Required, ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.Demands))]
    public required string Place { get; init; }

    /// <summary>Whether a report needs a contact: none, optional or required.</summary>
    [Required, ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.Demands))]
    public required string Contact { get; init; }

    /// <summary>What the public sees of a report: public, limited (no place) or confidential (nothing).</summary>
    [Required, ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.Visibilities))]
    public required string Visibility { get; init; }

    /// <summary>What it is for, in the caller's language.</summary>
    [Required]
    public required string Description { get; init; }

    /// <summary>What to ask the resident, in order.</summary>
    [Required]
    public required IReadOnlyList<QuestionView> Questions { get; init; }

    /// <summary>The codes of the outcomes that a closing may name.</summary>
    [Required]
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>What to read or do instead, for entries that take no request.</summary>
    [Required]
    public required InformationView? Information { get; init; }

    public static ServiceTypeView Of(ServiceType type, string? department, string language) => new()
    {
        Code = type.Code,
        Kind = type.Kind,
        Name = type.Name.In(language),
        Group = type.Group,
        ComplaintType = type.ComplaintType,
        Descriptor = type.Descriptor,
        Department = department,
        Place = type.Place,
        Contact = type.Contact,
        Visibility = type.Visibility,
        Description = type.Description.In(language),
        Questions = [.. type.Questions.Select(question => QuestionView.Of(question, language))],
        Outcomes = [.. type.Outcomes.Where(outcome => outcome != CatalogWords.NotRecorded)],
        Information = type.Information is { } information
            ? new(information.Text.In(language), information.Link, information.Phone)
            : null,
    };
}

/// <summary>How a request may end.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name in the caller's language.</param>
/// <param name="Needs">The members that a closing must say with it: note, visitedAt, duplicateOf, reason, referredTo.</param>
/// <param name="Reasons">The reasons of which one must be said; empty where none must.</param>
internal sealed record OutcomeView(
    string Code,
    string Name,
    [property: ExtensibleEnum(typeof(Evidence), nameof(Evidence.All))] IReadOnlyList<string> Needs,
    IReadOnlyList<Named> Reasons)
{
    public static OutcomeView Of(Outcome outcome, string language) => new(
        outcome.Code,
        outcome.Name.In(language),
        outcome.Needs,
        [.. outcome.Reasons.Select(reason => new Named(reason.Code, reason.Name.In(language)))]);
}

/// <summary>What to read or do instead of sending a report.</summary>
/// <param name="Text">What to tell the resident.</param>
/// <param name="Link">A page to open, or null.</param>
/// <param name="Phone">A number to call, or null.</param>
internal sealed record InformationView(string Text, string? Link, string? Phone);

/// <summary>A question that a service type asks.</summary>
/// <param name="Code">The name of its answer in <c>answers</c>.</param>
/// <param name="Type">string (one line), text (lines), number, datetime (RFC 3339), one-of or many-of (codes of choices).</param>
/// <param name="Required">Whether it must be answered when it is asked.</param>
/// <param name="Text">The question in the caller's language.</param>
/// <param name="Choices">The answers of one-of and many-of; otherwise empty.</param>
/// <param name="Minimum">The smallest number, or null.</param>
/// <param name="Maximum">The largest number, or null.</param>
/// <param name="MaxLength">The longest text in UTF-16 units, or null.</param>
/// <param name="When">It is asked only when an earlier question was answered so; null always.</param>
internal sealed record QuestionView(
    string Code,
    [property: ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.QuestionTypes))] string Type,
    bool Required,
    string Text,
    IReadOnlyList<Named> Choices,
    double? Minimum,
    double? Maximum,
    int? MaxLength,
    QuestionCondition? When)
{
    public static QuestionView Of(Question question, string language) => new(
        question.Code,
        question.Type,
        question.Required,
        question.Text.In(language),
        [.. question.Choices.Select(choice => new Named(choice.Code, choice.Name.In(language)))],
        question.Minimum,
        question.Maximum,
        question.Type is CatalogWords.OneLine or CatalogWords.Lines ? question.MaxLength : null,
        question.When);
}
