using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Phones;

/// <summary>All that a phone needs to take reports.</summary>
internal sealed record PhoneCatalog
{
    /// <summary>Send it with a report that was made with this catalogue.</summary>
    [Required]
    public required int CatalogVersion { get; init; }

    /// <summary>The language of the texts, BCP 47.</summary>
    [Required]
    public required string Language { get; init; }

    /// <summary>How the language is written: ltr or rtl.</summary>
    [Required, ExtensibleEnum(typeof(TextDirection), nameof(TextDirection.All))]
    public required string Direction { get; init; }

    /// <summary>The languages that can be asked for, BCP 47.</summary>
    [Required]
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>The city.</summary>
    [Required]
    public required PhoneCity City { get; init; }

    /// <summary>What a report may be at most.</summary>
    [Required]
    public required PhoneLimits Limits { get; init; }

    /// <summary>What to tell the resident at certain moments.</summary>
    [Required]
    public required IReadOnlyList<PhoneNotice> Notices { get; init; }

    /// <summary>The statuses that a report may have, as they are called.</summary>
    [Required]
    public required IReadOnlyList<TranslatedName> Statuses { get; init; }

    /// <summary>The active departments.</summary>
    [Required]
    public required IReadOnlyList<TranslatedName> Departments { get; init; }

    /// <summary>The groups that the entries name, in the city's order.</summary>
    [Required]
    public required IReadOnlyList<TranslatedName> Groups { get; init; }

    /// <summary>How a report may end, and what is then said; what stands in braces is filled in.</summary>
    [Required]
    public required IReadOnlyList<PhoneOutcome> Outcomes { get; init; }

    /// <summary>The entries, in the city's order.</summary>
    [Required]
    public required IReadOnlyList<PhoneServiceType> ServiceTypes { get; init; }

    /// <param name="leftOut">The codes of entries that are left out.</param>
    public static PhoneCatalog Of(City city, string language, IReadOnlySet<string> leftOut)
    {
        var catalog = city.Catalog;
        return new()
        {
            CatalogVersion = catalog.Version,
            Language = language,
            Direction = TextDirection.Of(language),
            Languages = [.. Texts.AllLanguages.Order(StringComparer.Ordinal)],
            City = PhoneCity.Of(city, language),
            Limits = PhoneLimits.Now,
            Notices = [PhoneNotice.Of("danger", catalog.Danger.Notice, language)],
            Statuses = [.. RequestStatus.All.Select(status => new TranslatedName(status, Texts.Status(status, language), TranslationCodes.OfTexts(language)))],
            Departments = [.. catalog.Departments.Values.Where(department => department.IsActive)
                .OrderBy(department => department.Code, StringComparer.Ordinal)
                .Select(department => TranslatedName.Of(department.Code, department.Name, language))],
            Groups = [.. catalog.Groups.Where(group => group.IsActive).Select(group => TranslatedName.Of(group.Code, group.Name, language))],
            Outcomes = [.. catalog.Outcomes.Values.Where(outcome => outcome.Code != CatalogWords.NotRecorded)
                .OrderBy(outcome => outcome.Code, StringComparer.Ordinal)
                .Select(outcome => PhoneOutcome.Of(outcome, language))],
            ServiceTypes = [.. catalog.ServiceTypes.Where(type => !leftOut.Contains(type.Code))
                .Select(type => PhoneServiceType.Of(type, city.Rules.OnlyDepartmentOf(type.Code), language))],
        };
    }
}

/// <summary>The city, and how far its area reaches.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="TimeZone">Its time zone, IANA.</param>
/// <param name="Bounds">A box around everything that belongs to it, to begin a map with.</param>
/// <param name="Border">Around everything that belongs to it: what lies outside is never accepted; what lies inside is, but for a strip of some hundred metres along the border.</param>
internal sealed record PhoneCity(string Code, string Name, string TimeZone, PhoneBounds Bounds, PhoneBorder Border)
{
    public static PhoneCity Of(City city, string language)
    {
        var settings = city.Catalog.City;
        var (south, west, north, east) = city.AreaSets[0].Bounds;
        return new(settings.Code, settings.Name.In(language), settings.TimeZone.Id, new(south, west, north, east), PhoneBorder.Of(city.AreaSets[0]));
    }
}

/// <summary>A simplified border, as GeoJSON has it (RFC 7946).</summary>
/// <param name="Type"><c>MultiPolygon</c>.</param>
/// <param name="Coordinates">Polygons without holes, each as one closed ring of longitude and latitude, WGS 84.</param>
internal sealed record PhoneBorder(string Type, IReadOnlyList<IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>>> Coordinates)
{
    public static PhoneBorder Of(AreaSet set) => new(
        "MultiPolygon",
        [.. set.Border.Select(IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> (ring) =>
            [[.. ring.Select(IReadOnlyList<double> (corner) => [corner.Longitude, corner.Latitude])]])]);
}

/// <summary>A box, WGS 84.</summary>
/// <param name="South">Its southern edge, degrees north.</param>
/// <param name="West">Its western edge, degrees east.</param>
/// <param name="North">Its northern edge, degrees north.</param>
/// <param name="East">Its eastern edge, degrees east.</param>
internal sealed record PhoneBounds(double South, double West, double North, double East);

/// <summary>What a report may be at most; lengths in UTF-16 units.</summary>
/// <param name="DescriptionLength">Of the description.</param>
/// <param name="AddressLength">Of the address in words.</param>
/// <param name="UnitLength">Of the apartment.</param>
/// <param name="NameLength">Of the resident's name.</param>
/// <param name="Photos">How many photos it may name.</param>
/// <param name="BodyBytes">Of the whole body as it is sent.</param>
internal sealed record PhoneLimits(int DescriptionLength, int AddressLength, int UnitLength, int NameLength, int Photos, int BodyBytes)
{
    public static PhoneLimits Now { get; } = new(
        SubmissionReader.MaxDescription, SubmissionReader.MaxAddress, SubmissionReader.MaxUnit, SubmissionReader.MaxName, SubmissionReader.MostPhotos, RequestBody.MaxBytes);
}

/// <summary>What to tell the resident.</summary>
/// <param name="Code">When: <c>danger</c> where the words of a report speak of danger to life.</param>
/// <param name="Text">What.</param>
/// <param name="Translation">How far the text can be relied on.</param>
internal sealed record PhoneNotice(
    string Code, string Text, [property: ExtensibleEnum(typeof(TranslationCodes), nameof(TranslationCodes.All))] string Translation)
{
    public static PhoneNotice Of(string code, LocalText text, string language) => new(code, text.In(language), TranslationCodes.Of(text, language));
}

/// <summary>A code with its name.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Translation">How far the name can be relied on.</param>
internal sealed record TranslatedName(
    string Code, string Name, [property: ExtensibleEnum(typeof(TranslationCodes), nameof(TranslationCodes.All))] string Translation)
{
    public static TranslatedName Of(string code, LocalText name, string language) => new(code, name.In(language), TranslationCodes.Of(name, language));
}

/// <summary>How a report may end.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sentence">What the resident is told.</param>
/// <param name="Reasons">What may be filled in for <c>{reason}</c>.</param>
/// <param name="Translation">How far all of it can be relied on.</param>
internal sealed record PhoneOutcome(
    string Code,
    string Name,
    string Sentence,
    IReadOnlyList<Named> Reasons,
    [property: ExtensibleEnum(typeof(TranslationCodes), nameof(TranslationCodes.All))] string Translation)
{
    public static PhoneOutcome Of(Outcome outcome, string language) => new(
        outcome.Code,
        outcome.Name.In(language),
        outcome.Sentence.In(language),
        [.. outcome.Reasons.Select(reason => new Named(reason.Code, reason.Name.In(language)))],
        TranslationCodes.Of([outcome.Name, outcome.Sentence, .. outcome.Reasons.Select(reason => reason.Name)], language));
}
