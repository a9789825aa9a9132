namespace Connect311.Api.Subscriptions;

/// <summary>By what somebody is told.</summary>
internal static class TargetKind
{
    public const string Email = "email";
    public const string Sms = "sms";
    public const string WebPush = "webpush";
    public const string Apns = "apns";
    public const string Fcm = "fcm";

    public static readonly string[] All = [Email, Sms, WebPush, Apns, Fcm];

    /// <summary>Those of phones and browsers.</summary>
    public static readonly string[] Push = [WebPush, Apns, Fcm];
}

/// <summary>Who is told what becomes of which reports, as it is stored.</summary>
internal sealed record SubscriptionRow
{
    /// <summary>That of the device; or made of the request, the target and the address.</summary>
    public required string Id { get; init; }

    /// <inheritdoc cref="TargetKind"/>
    public required string Target { get; init; }

    /// <summary>The one report that it is about; null for a device, which is told of all reports on it.</summary>
    public long? RequestId { get; init; }

    /// <summary>The keyed hash of the address.</summary>
    public required string AddressHash { get; init; }

    /// <inheritdoc cref="Addresses.Seal"/>
    public string? SealedAddress { get; init; }

    public required string Language { get; init; }

    /// <summary>Codes of <see cref="Subscriptions.Topic"/> with commas between them; null for all.</summary>
    public string? Topics { get; init; }

    /// <summary>Minutes of the day; null without quiet hours.</summary>
    public int? QuietFrom { get; init; }

    public int? QuietUntil { get; init; }

    /// <summary>The IANA name of the zone whose clock the quiet hours follow.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How often the address was asked to confirm.</summary>
    public required int Asked { get; init; }

    /// <summary>When it was asked last; for a device, when it subscribed.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When whoever has the address said, asked to confirm, that they do not want it.</summary>
    public DateTimeOffset? RefusedAt { get; init; }

    /// <remarks>No property: the row's properties are what is stored.</remarks>
    public QuietHours? Quiet() => QuietFrom is { } from && QuietUntil is { } until && TimeZone is { } zone ? new(from, until, zone) : null;

    /// <summary>Whether it is told of events.</summary>
    public bool Lives() => ConfirmedAt is not null && EndedAt is null;
}
