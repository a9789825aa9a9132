using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage.Holds;
using Microsoft.AspNetCore.DataProtection;

namespace Connect311.Api.ServiceRequests;

/// <summary>Keeps what is personal in a report: encrypted, and looked up by keyed hash only.</summary>
internal sealed class Contacts(IDataProtectionProvider protection, SecretKeys keys)
{
    private readonly IDataProtector _protector = protection.CreateProtector("contacts");
    private readonly IDataProtector _heldProtector = protection.CreateProtector("holds");
    private readonly IDataProtector _asideProtector = protection.CreateProtector("aside");

    /// <summary>Whether an unknown member, by its JSON Pointer, belongs to the contact: it stands where personal data stands.</summary>
    public static bool BelongsToContact(string pointer) =>
        pointer.StartsWith("/contact/", StringComparison.Ordinal) || pointer.StartsWith("/address/", StringComparison.Ordinal);

    private const int NonceBytes = 32;

    /// <summary>What is personal in a report, as JSON, or null where nothing is.</summary>
    /// <param name="submission">The report.</param>
    /// <param name="aside">Unknown members that belong to the contact, as JSON by JSON Pointer, or null.</param>
    public static string? ContentOf(Submission submission, string? aside)
    {
        var contact = submission.Contact;
        var unit = submission.Address?.Unit;
        return contact is null && unit is null && aside is null
            ? null
            : JsonSerializer.Serialize(
                new StoredContact(contact?.Name, contact?.Email, contact?.Phone, unit, contact?.Language, contact?.Notify, aside) { Nonce = NewNonce() },
                Json.Options);
    }

    /// <summary>The row to store.</summary>
    public ContactRow ToRow(long requestId, SubmittedContact? contact, string content) => new(
        requestId,
        Seal(content),
        contact?.Email is { } email ? HashOf(HoldKind.Email, email) : null,
        contact?.Phone is { } phone ? HashOf(HoldKind.Phone, phone) : null,
        contact?.Notify is { Count: > 0 });

    /// <summary>The content as it is stored.</summary>
    public string Seal(string content) => Convert.ToBase64String(_protector.Protect(Encoding.UTF8.GetBytes(content)));

    /// <summary>The content with another apartment; a contact of nothing else where there was none.</summary>
    /// <param name="sealedContent">The contact as it is stored, or null.</param>
    /// <param name="unit">The apartment.</param>
    /// <returns>The content to seal; null when it is that apartment already.</returns>
    public string? WithUnit(string? sealedContent, string unit)
    {
        var contact = sealedContent is null ? new(null, null, null, null, null, null, null) { Nonce = NewNonce() } : Open(sealedContent);
        return contact.Unit == unit ? null : JsonSerializer.Serialize(contact with { Unit = unit }, Json.Options);
    }

    /// <summary>What <see cref="ToRow"/> sealed. To open one is a reading of a contact: it is audited first.</summary>
    public StoredContact Open(string content) => JsonSerializer.Deserialize<StoredContact>(
        Encoding.UTF8.GetString(_protector.Unprotect(Convert.FromBase64String(content))), Json.Options)!;

    /// <summary>Unknown members may hold anything, so they are stored encrypted.</summary>
    public string? SealAside(string? json) =>
        json is null ? null : Convert.ToBase64String(_asideProtector.Protect(Encoding.UTF8.GetBytes(json)));

    /// <summary>The members that <see cref="SealAside"/> sealed.</summary>
    public string? OpenAside(string? sealedText) =>
        sealedText is null ? null : Encoding.UTF8.GetString(_asideProtector.Unprotect(Convert.FromBase64String(sealedText)));

    private static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>Whom a hold is about, as it is stored.</summary>
    public string SealHeld(string value) => Convert.ToBase64String(_heldProtector.Protect(Encoding.UTF8.GetBytes(value)));

    /// <summary>What <see cref="SealHeld"/> sealed.</summary>
    public string OpenHeld(string sealedValue) => Encoding.UTF8.GetString(_heldProtector.Unprotect(Convert.FromBase64String(sealedValue)));

    /// <summary>By what a report may be held: the hashes of its contact, its address and its device.</summary>
    /// <param name="deviceId">The device that it comes from, or null.</param>
    public IEnumerable<string> HashesOf(Submission submission, string? deviceId)
    {
        (string Kind, string? Value)[] values =
            [(HoldKind.Email, submission.Contact?.Email), (HoldKind.Phone, submission.Contact?.Phone), (HoldKind.Address, submission.Address?.Text), (HoldKind.Device, deviceId)];
        return values.Where(one => one.Value is not null).Select(one => HashOf(one.Kind, one.Value!));
    }

    /// <summary>The keyed hash of a value, the same for all that mean the same.</summary>
    /// <param name="kind">A <see cref="HoldKind"/>.</param>
    public string HashOf(string kind, string value)
    {
        var compared = kind switch
        {
            HoldKind.Email => value.ToUpperInvariant(),
            HoldKind.Address => $"address {NormalAddress(value)}",
            HoldKind.Device => $"device {value}",
            _ => value,
        };
        return Base64Url.EncodeToString(HMACSHA256.HashData(keys.Contacts, Encoding.UTF8.GetBytes(compared)));
    }

    /// <summary>The words of an address in capitals, one space between them; empty where there is none.</summary>
    public static string NormalAddress(string text) => string.Join(
        ' ', new string([.. text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What is personal in a report, as it is stored.</summary>
/// <param name="Unit">The apartment of the report's address.</param>
/// <param name="Aside">Unknown members that belong to the contact, as JSON by JSON Pointer, or null.</param>
internal sealed record StoredContact(
    string? Name, string? Email, string? Phone, string? Unit, string? Language, IReadOnlyList<string>? Notify, string? Aside)
{
    /// <summary>
    /// Random: once the contact is erased, nobody can try out by its digest in the history whose it was. Null in contacts older
    /// than this member.
    /// </summary>
    public string? Nonce { get; init; }
}
