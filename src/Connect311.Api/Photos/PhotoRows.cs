using Connect311.Api.Databases;

namespace Connect311.Api.Photos;

/// <summary>A photo that came.</summary>
internal sealed record PhotoRow
{
    public required string Id { get; init; }

    /// <summary>The app, the device or the member of staff who sent it; see <see cref="PhotoSenders"/>.</summary>
    public required string Owner { get; init; }

    /// <inheritdoc cref="PhotoKey" path="/param[@name='SourceHash']"/>
    public required string SourceHash { get; init; }

    /// <summary>Of the file as it came.</summary>
    public required int Bytes { get; init; }

    /// <summary>See <see cref="PhotoStatus"/>; or gone, while its files are deleted.</summary>
    public required string Status { get; init; }

    public string? Refusal { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? LargeName { get; init; }

    public string? SmallName { get; init; }

    public PhotoKey Key => new(Id, SourceHash);

    public bool IsGone => Status == "gone";
}

/// <summary>That a request names a photo, whether it has come or not.</summary>
/// <param name="Owner">Who named it: a photo of somebody else's with that id is not meant.</param>
/// <param name="Device">The device of the report, which may have sent it too; or null.</param>
/// <param name="Number">Its place among the photos that were named with it, from 1.</param>
/// <param name="EventNumber">Of the event that named it; 1 for the report.</param>
/// <param name="LapsesAt">Until when it may come.</param>
internal sealed record RequestPhotoRow(
    long RequestId, string PhotoId, string Owner, string? Device, int Number, int EventNumber, DateTimeOffset LapsesAt)
{
    /// <summary>The photos that a report names; one that it names twice is one.</summary>
    /// <param name="deviceId">The device that it came from, or null.</param>
    public static IReadOnlyList<RequestPhotoRow> Of(
        long requestId, IEnumerable<string>? photos, string owner, string? deviceId, DateTimeOffset receivedAt) =>
    [
        .. (photos ?? []).Distinct().Select((photo, i) => new RequestPhotoRow(
            requestId, photo, owner, deviceId is null ? null : PhotoSenders.OwnerOf(deviceId), i + 1, 1, receivedAt.AddDays(PhotoOptions.Days))),
    ];

    public static RowType<RequestPhotoRow> Rows { get; } = new(
        "RequestPhotoRow",
        "photos",
        RowColumn<RequestPhotoRow>.Long("RequestId", row => row.RequestId),
        RowColumn<RequestPhotoRow>.Text("PhotoId", 36, row => row.PhotoId),
        RowColumn<RequestPhotoRow>.Text("Owner", 64, row => row.Owner),
        RowColumn<RequestPhotoRow>.Text("Device", 64, row => row.Device),
        RowColumn<RequestPhotoRow>.Int("Number", row => row.Number),
        RowColumn<RequestPhotoRow>.Int("EventNumber", row => row.EventNumber),
        RowColumn<RequestPhotoRow>.Time("LapsesAt", row => row.LapsesAt));
}

/// <summary>A photo that a request names, as far as it has come.</summary>
internal sealed record NamedPhotoRow
{
    public required long RequestId { get; init; }

    public required string PhotoId { get; init; }

    public required int Number { get; init; }

    /// <inheritdoc cref="RequestPhotoRow" path="/param[@name='EventNumber']"/>
    public required int EventNumber { get; init; }

    /// <summary>Whether staff show with it what they did; the report names the others.</summary>
    public bool IsEvidence => EventNumber > 1;

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

    /// <inheritdoc cref="RequestPhotoRow" path="/param[@name='EventNumber']"/>
    public required int EventNumber { get; init; }

    /// <inheritdoc cref="NamedPhotoRow.IsEvidence"/>
    public bool IsEvidence => EventNumber > 1;

    public DateTimeOffset? ReleasedAt { get; init; }

    public required string LargeName { get; init; }

    public required string SmallName { get; init; }
}
