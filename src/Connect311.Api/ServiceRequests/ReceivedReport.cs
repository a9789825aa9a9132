using System.Text.Json;
using Connect311.Api.Devices;
using Connect311.Api.Http;

namespace Connect311.Api.ServiceRequests;

/// <summary>A report as it came in, with all that its way to the store needs; it may have to wait for the database in between.</summary>
internal sealed record ReceivedReport
{
    /// <summary>What was read of it.</summary>
    public required Submission Submission { get; init; }

    /// <summary>What its reader did not know, by JSON Pointer; the catalogue adds what it does not know.</summary>
    public required Dictionary<string, JsonElement> Aside { get; init; }

    /// <summary>Whether it came with others out of a phone's queue.</summary>
    public required bool IsQueued { get; init; }

    /// <summary>The version of the catalogue that it was made with; where it says none, the one in force when it came in.</summary>
    public required int CatalogVersion { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Channel { get; init; }

    /// <summary>The app key or the member of staff.</summary>
    public required string Actor { get; init; }

    /// <summary>The role of the member of staff who entered it, or null.</summary>
    public string? StaffRole { get; init; }

    public required bool HasKey { get; init; }

    public required string KeyHash { get; init; }

    public required string BodyHash { get; init; }

    /// <summary>The device that it is put on, or null.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The device token that the database could not be asked about, or null.</summary>
    public DeviceToken? UnprovenDevice { get; init; }

    /// <summary>What was kept aside and belongs to the contact, or what does not, as JSON; null for nothing.</summary>
    public string? AsideOf(bool contact)
    {
        var kept = Aside.Where(member => Contacts.BelongsToContact(member.Key) == contact).ToDictionary();
        return kept.Count == 0 ? null : JsonSerializer.Serialize(kept, Json.Options);
    }
}
