using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Api.ServiceRequests;

/// <summary>A report as a phone or a call taker sends it.</summary>
internal record Submission
{
    /// <summary>The code of a service type, from <c>GET /v1/service-types</c>.</summary>
    [Required, MaxLength(100)]
    public required string ServiceType { get; init; }

    /// <summary>What is wrong, in the resident's words.</summary>
    [MaxLength(4000)]
    public string? Description { get; init; }

    /// <summary>Where it is, by coordinates. A service type whose place is required needs these or an address.</summary>
    public SubmittedLocation? Location { get; init; }

    /// <summary>Where it is, in words.</summary>
    public SubmittedAddress? Address { get; init; }

    /// <summary>Answers by question code: a text, a number, or an array of choice codes.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Answers { get; init; }

    /// <summary>Who reports, where the resident wants to say.</summary>
    public SubmittedContact? Contact { get; init; }

    /// <summary>The client's own UUIDs of photos that come before or after the report.</summary>
    [MaxLength(5)]
    public IReadOnlyList<string>? Photos { get; init; }

    /// <summary>When the resident finished the report on the phone.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>The version of the catalogue that the report was made with.</summary>
    [Range(1, int.MaxValue)]
    public int? CatalogVersion { get; init; }
}

/// <summary>A point, WGS 84.</summary>
internal sealed record SubmittedLocation
{
    /// <summary>Degrees north.</summary>
    [Required, Range(-90.0, 90.0)]
    public required double Latitude { get; init; }

    /// <summary>Degrees east.</summary>
    [Required, Range(-180.0, 180.0)]
    public required double Longitude { get; init; }

    /// <summary>The radius within which the true place lies, in metres.</summary>
    [Range(0.0, 100_000.0)]
    public double? AccuracyMetres { get; init; }

    /// <summary>Where the point comes from.</summary>
    [ExtensibleEnum(typeof(SubmissionReader), nameof(SubmissionReader.Sources))]
    public string? Source { get; init; }
}

/// <summary>A place in words.</summary>
internal sealed record SubmittedAddress
{
    /// <summary>Street and house number, crossing or landmark.</summary>
    [Required, MaxLength(500)]
    public required string Text { get; init; }

    /// <summary>The apartment; kept as personal data.</summary>
    [MaxLength(50)]
    public string? Unit { get; init; }
}

/// <summary>Who reports; kept encrypted and never published.</summary>
internal sealed record SubmittedContact
{
    /// <summary>The resident's name.</summary>
    [MaxLength(200)]
    public string? Name { get; init; }

    /// <summary>A mail address, such as ann@example.org.</summary>
    [MaxLength(254)]
    public string? Email { get; init; }

    /// <summary>E.164, such as +12125550123.</summary>
    [MaxLength(16)]
    public string? Phone { get; init; }

    /// <summary>The language to write in, BCP 47.</summary>
    [MaxLength(35)]
    public string? Language { get; init; }

    /// <summary>How to notify.</summary>
    [ExtensibleEnum(typeof(SubmissionReader), nameof(SubmissionReader.Notifications))]
    public IReadOnlyList<string>? Notify { get; init; }
}
