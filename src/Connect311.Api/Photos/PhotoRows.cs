using Connect311.Api.Databases;

namespace Connect311.Api.Photos;

/// <summary>A photo that came.</summary>
internal sealed record PhotoRow
{
    public required string Id { get; init; }

    /// <summary>The app or the member of staff who sent it.</summary>
    public required string Owner { get; init; }

    /// <inheritdoc cref="PhotoKey" path="/param[@name='SourceHash']"/>
    public required string SourceHash { get; init; }

    /// <summary>See <see cref="PhotoStatus"/>; or gone, while its files are deleted.</summary>
    public required string Status { get; init; }

    public string? Refusal { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? LargeName { get; init; }

    public string? SmallName { get; init; }

    public PhotoKey Key => new(Id, SourceHash);

    public bool IsGone => Status == "gone";
}

/// <summary>That a new request names a photo, whether it has come or not.</summary>
/// <param name="Owner">Who sent the report: a photo of somebody else's with that id is not meant.</param>
/// <param name="Number">Its place among the photos of the report, from 1.</param>
/// <param name="LapsesAt">Until when it may come.</param>
internal sealed record RequestPhotoRow(long RequestId, string PhotoId, string Owner, int Number, DateTimeOffset LapsesAt)
{
    /// <summary>The photos that a report names; one that it names twice is one.</summary>
    public static IReadOnlyList<RequestPhotoRow> Of(long requestId, IEnumerable<string>? photos, string owner, DateTimeOffset receivedAt) =>
        [.. (photos ?? []).Distinct().Select((photo, i) => new RequestPhotoRow(requestId, photo, owner, i + 1, receivedAt.AddDays(PhotoOptions.Days)))];

    public static RowType<RequestPhotoRow> Rows { get; } = new(
        "RequestPhotoRow",
        "photos",
        RowColumn<RequestPhotoRow>.Long("RequestId", row => row.RequestId),
        RowColumn<RequestPhotoRow>.Text("PhotoId", 36, row => row.PhotoId),
        RowColumn<RequestPhotoRow>.Text("Owner", 64, row => row.Owner),
        RowColumn<RequestPhotoRow>.Int("Number", row => row.Number),
        RowColumn<RequestPhotoRow>.Time("LapsesAt", row => row.LapsesAt));
}

/// <summary>A photo that a request names, as far as it has come.</summary>
internal sealed record NamedPhotoRow
{
    public required long RequestId { get; init; }

    public required string PhotoId { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset LapsesAt { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Null where it has not come.</summary>
    public string? Status { get; init; }

    public string? Refusal { get; init; }

    /// <summary>Whether anybody may see it, where its type publishes photos.</summary>
    public bool IsReleased => ReleasedAt is not null && Status == PhotoStatus.Ready;
}

/// <summary>That a photo which is ready is a request's.</summary>
internal sealed record PhotoLink
{
    public required long RequestId { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    public required string LargeName { get; init; }

    public required string SmallName { get; init; }
}
