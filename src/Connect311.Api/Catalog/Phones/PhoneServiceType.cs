using System.ComponentModel.DataAnnotations;
using System.Xml;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Phones;

/// <summary>One entry of the catalogue, as a phone shows it.</summary>
internal sealed record PhoneServiceType
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

    /// <summary>What it is for.</summary>
    [Required]
    public required string Description { get; init; }

    /// <summary>How far its texts, questions and choices too, can be relied on: the least of them.</summary>
    [Required, ExtensibleEnum(typeof(TranslationCodes), nameof(TranslationCodes.All))]
    public required string Translation { get; init; }

    /// <summary>The code of its group.</summary>
    [Required]
    public required string Group { get; init; }

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

    /// <summary>Whether the public will read the description.</summary>
    [Required]
    public required bool PublishDescription { get; init; }

    /// <summary>After how long a report that waits on the phone is no longer urgent, ISO 8601; null never. Send it all the same.</summary>
    [Required]
    public required string? StaleAfter { get; init; }

    /// <summary>What to ask the resident, in order.</summary>
    [Required]
    public required IReadOnlyList<QuestionView> Questions { get; init; }

    /// <summary>What to read or do instead, for entries that take no request.</summary>
    [Required]
    public required InformationView? Information { get; init; }

    public static PhoneServiceType Of(ServiceType type, string? department, string language) => new()
    {
        Code = type.Code,
        Kind = type.Kind,
        Name = type.Name.In(language),
        Description = type.Description.In(language),
        Translation = TranslationCodes.Of(TextsOf(type), language),
        Group = type.Group,
        Department = department,
        Place = type.Place,
        Contact = type.Contact,
        Visibility = type.Visibility,
        PublishDescription = type.PublishDescription,
        StaleAfter = type.StaleAfter is { } stale ? XmlConvert.ToString(stale) : null,
        Questions = [.. type.Questions.Select(question => QuestionView.Of(question, language))],
        Information = type.Information is { } information ? new(information.Text.In(language), information.Link, information.Phone) : null,
    };

    private static IEnumerable<LocalText> TextsOf(ServiceType type)
    {
        IEnumerable<LocalText> texts = [type.Name, .. type.Questions.SelectMany(question => question.Choices.Select(choice => choice.Name).Prepend(question.Text))];
        if (type.Description.In(LocalText.DefaultLanguage).Length > 0)
        {
            texts = texts.Append(type.Description);
        }

        return type.Information is { } information ? texts.Append(information.Text) : texts;
    }
}
