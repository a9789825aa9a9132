using Connect311.Api.Catalog;
using Connect311.Api.Triage;

namespace Connect311.Api.Records;

/// <summary>One service request as a public-records request gets to see it; times are UTC.</summary>
internal sealed record PublicRecord
{
    public required string TrackingNumber { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string ServiceType { get; init; }

    public required string ServiceTypeName { get; init; }

    public required string Department { get; init; }

    public required string DepartmentName { get; init; }

    public required string Channel { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset? DueAt { get; init; }

    public required DateTimeOffset? ClosedAt { get; init; }

    public required string? Outcome { get; init; }

    /// <summary>Masked; null where there was none, and where it is withheld or erased.</summary>
    public required string? Description { get; init; }

    public required string? Address { get; init; }

    public required IReadOnlyDictionary<string, string>? Answers { get; init; }

    public required RecordPlace? Place { get; init; }

    public required IReadOnlyList<string> Areas { get; init; }

    public required IReadOnlyList<RecordLine> History { get; init; }

    /// <summary>What the schedule of records, or the resident's wish, has erased: codes of <see cref="ErasureScope"/>.</summary>
    public required IReadOnlyList<string> Erased { get; init; }

    /// <summary>What is there and not shown.</summary>
    public required IReadOnlyList<WithheldLine> Withheld { get; init; }
}

/// <summary>The published place, as exactly as the service type allows.</summary>
/// <param name="Latitude">Degrees north; null where areas alone are published.</param>
/// <param name="Longitude">Degrees east; null where areas alone are published.</param>
internal sealed record RecordPlace(double? Latitude, double? Longitude, string Precision)
{
    /// <summary>Whether anybody may know exactly where a request is: at what the city owns or keeps, and not where somebody lives.</summary>
    public static bool IsPublic(StaffRow row) => row is { Visibility: CatalogWords.Public, PublicPlace: null or CatalogWords.Exact };
}

/// <summary>Something that happened.</summary>
/// <param name="From">The department that it was sent on from; else null.</param>
/// <param name="Reason">Why it was sent on, or closed so, as a code; else null.</param>
/// <param name="VisitedAt">When staff were there, where they said so as they closed it; else null.</param>
/// <param name="DuplicateOf">The number of the request that it repeats, where it was closed for that; else null.</param>
/// <param name="ReferredTo">Who was told instead, masked; else null.</param>
/// <param name="WaitingFor">What it waited for from then on; else null.</param>
/// <param name="Text">What staff told the public, masked; else null.</param>
internal sealed record RecordLine(
    int Number,
    DateTimeOffset At,
    string Event,
    string Status,
    string Department,
    string? From,
    string? Outcome,
    string? Reason,
    DateTimeOffset? VisitedAt,
    string? DuplicateOf,
    string? ReferredTo,
    string? WaitingFor,
    string? Text);

/// <summary>Something that is withheld.</summary>
/// <param name="What">Which part of the record.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Reason">Why.</param>
/// <param name="Law">The exemption.</param>
internal sealed record WithheldLine(string What, int Count, string Reason, string Law);

/// <summary>Keeps the list of what is withheld.</summary>
internal sealed class Withholding
{
    public static readonly (string Reason, string Law) Privacy =
        ("It would be an unwarranted invasion of personal privacy.", "Public Officers Law 87(2)(b) and 89(2)(b)");

    public static readonly (string Reason, string Law) Internal =
        ("It is what staff wrote to each other, and no statement of fact, instruction to the public or decision.", "Public Officers Law 87(2)(g)");

    private readonly Dictionary<(string What, string Law), WithheldLine> _lines = [];

    public IReadOnlyList<WithheldLine> Lines => [.. _lines.Values];

    public void Add(string what, int count, (string Reason, string Law) because)
    {
        if (count > 0)
        {
            var before = _lines.GetValueOrDefault((what, because.Law))?.Count ?? 0;
            _lines[(what, because.Law)] = new(what, before + count, because.Reason, because.Law);
        }
    }

    /// <summary>Words with what tells of a person masked; null where all of them are withheld.</summary>
    public string? Words(string what, string? text, bool isWithheld)
    {
        if (text is null || isWithheld)
        {
            Add(what, text is null ? 0 : 1, Privacy);
            return null;
        }

        var (shown, masked) = Redaction.Of(text);
        Add($"phone numbers, mail addresses and plates in {what}", masked, Privacy);
        return shown;
    }
}
