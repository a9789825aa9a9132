using Connect311.Api.Databases;
using Connect311.Api.Lookup;

namespace Connect311.Api.Devices.Links;

/// <summary>A report that comes in from a device.</summary>
internal sealed record DeviceLinkRow(string DeviceId, long RequestId)
{
    public static RowType<DeviceLinkRow> Rows { get; } = new(
        "DeviceLinkRow",
        "links",
        RowColumn<DeviceLinkRow>.Text("DeviceId", 32, row => row.DeviceId),
        RowColumn<DeviceLinkRow>.Long("RequestId", row => row.RequestId));
}

/// <summary>Whether a report is on a device, or was removed from it.</summary>
internal sealed record LinkState
{
    public required long RequestId { get; init; }

    public required bool IsLinked { get; init; }

    /// <summary>Whether it is there as somebody else's, which the phone follows.</summary>
    public required bool Follows { get; init; }
}

/// <summary>
/// A moment in the order of the commits, seen by one device: behind the event of a position, and behind the link of a number
/// that was added or removed by hand.
/// </summary>
internal readonly record struct LinkMoment(long Position, long Number)
{
    /// <summary>Before everything.</summary>
    public static readonly LinkMoment Start;
}

/// <summary>What last happened to a report of a device, or to its being on it.</summary>
internal sealed record LinkChange
{
    public required long Position { get; init; }

    public required long Number { get; init; }

    /// <summary>False for one that was removed.</summary>
    public required bool IsLinked { get; init; }

    /// <inheritdoc cref="LinkState.Follows"/>
    public required bool Follows { get; init; }
}

/// <summary>A report of a device, as it was when it was read.</summary>
/// <param name="At">When it last changed.</param>
/// <param name="Follows">Whether it is somebody else's, which the phone follows.</param>
internal sealed record LinkedRequest(LinkMoment At, bool IsLinked, bool Follows, FoundRequest Found);
