using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.Photos.Pictures;

namespace Connect311.Api.Photos;

/// <summary>A photo that is received for good.</summary>
internal sealed record PhotoAnswer
{
    /// <summary>The client's own UUID of it; reports name it by that.</summary>
    [Required]
    public required string Id { get; init; }

    /// <summary>How it stands with it: receiving until all of it came, processing until it can be shown; the phone need not wait for that.</summary>
    [Required, ExtensibleEnum(typeof(PhotoStatus))]
    public required string Status { get; init; }

    /// <summary>Why it is refused; null where it is not.</summary>
    [Required, ExtensibleEnum(typeof(PhotoRefusal))]
    public required string? Refusal { get; init; }

    /// <summary>Where and when the photo says that it was taken, to offer to the resident; null where it says neither, and in every later answer.</summary>
    [Required]
    public required PhotoSuggestion? Suggested { get; init; }

    /// <summary>One of which more is to come.</summary>
    public static PhotoAnswer Receiving(string id) => new() { Id = id, Status = PhotoStatus.Receiving, Refusal = null, Suggested = null };

    public static PhotoAnswer Of(PhotoRow row, PhotoSuggestion? suggested) =>
        new() { Id = row.Id, Status = row.Status, Refusal = row.Refusal, Suggested = suggested };
}

/// <summary>Where and when a photo says that it was taken. It is told in this answer alone, and kept nowhere.</summary>
/// <param name="Latitude">Degrees north; null where the photo does not say.</param>
/// <param name="Longitude">Degrees east; null where the photo does not say.</param>
/// <param name="InCity">Whether the place lies in the city; null without a place.</param>
/// <param name="TakenAt">When; by the city's clock where the photo does not name its zone.</param>
internal sealed record PhotoSuggestion(
    [property: Required] double? Latitude, [property: Required] double? Longitude, [property: Required] bool? InCity, [property: Required] DateTimeOffset? TakenAt);

/// <summary>How it stands with a photo that a report names.</summary>
/// <param name="Id">The client's own UUID of it.</param>
/// <param name="Status">awaited until it comes, lapsed when it never came; processing, ready or refused.</param>
/// <param name="Refusal">Why it is refused; null where it is not.</param>
/// <param name="Evidence">Whether staff show with it what they did; the report names the others.</param>
/// <param name="Released">Whether the public may see it.</param>
/// <param name="Links">Where it is; null unless it is ready.</param>
internal sealed record PhotoState(
    string Id,
    [property: ExtensibleEnum(typeof(PhotoStatus))] string Status,
    [property: Required, ExtensibleEnum(typeof(PhotoRefusal))] string? Refusal,
    bool Evidence,
    bool Released,
    [property: Required] PhotoLinks? Links)
{
    public static PhotoState Of(NamedPhotoRow row, DateTimeOffset now) => new(
        row.PhotoId,
        row.Status ?? (now < row.LapsesAt ? PhotoStatus.Awaited : PhotoStatus.Lapsed),
        row.Refusal,
        row.IsEvidence,
        row.IsReleased,
        row.Status == PhotoStatus.Ready ? new(PathOf(row.PhotoId, PhotoSize.Large), PathOf(row.PhotoId, PhotoSize.Small)) : null);

    private static string PathOf(string id, string size) => $"{PhotoEndpoints.PathOf(id)}/{size}";
}

/// <summary>Where a photo is shown, as JPEG.</summary>
/// <param name="Large">At most 2,048 pixels wide and high.</param>
/// <param name="Small">At most 480 pixels wide and high.</param>
internal sealed record PhotoLinks(string Large, string Small);

/// <summary>The sizes in which photos are kept.</summary>
internal static class PhotoSize
{
    public const string Large = "large";
    public const string Small = "small";
}
