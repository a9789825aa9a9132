using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceRequests.Intake;
using Microsoft.AspNetCore.DataProtection;

namespace Connect311.Api.ServiceRequests;

/// <summary>Keeps what is personal in a report: encrypted, and looked up by keyed hash only.</summary>
internal sealed class Contacts(IDataProtectionProvider protection, SecretKeys keys)
{
    private readonly IDataProtector _protector = protection.CreateProtector("contacts");

    /// <summary>Whether an unknown member, by its JSON Pointer, may be personal: it stands where personal data stands.</summary>
    public static bool MayBePersonal(string pointer) =>
        pointer.StartsWith("/contact/", StringComparison.Ordinal) || pointer.StartsWith("/address/", StringComparison.Ordinal);

    /// <summary>The row to store, or null where the report holds nothing personal.</summary>
    /// <param name="requestId">Whose it is.</param>
    /// <param name="submission">The report.</param>
    /// <param name="aside">Unknown members that may be personal, as JSON by JSON Pointer, or null.</param>
    public ContactRow? ToRow(long requestId, Submission submission, string? aside)
    {
        var contact = submission.Contact;
        var unit = submission.Address?.Unit;
        if (contact is null && unit is null && aside is null)
        {
            return null;
        }

        var content = JsonSerializer.SerializeToUtf8Bytes(
            new StoredContact(contact?.Name, contact?.Email, contact?.Phone, unit, contact?.Language, contact?.Notify, aside),
            Json.Options);
        return new(
            requestId,
            Convert.ToBase64String(_protector.Protect(content)),
            HashOf(contact?.Email?.ToUpperInvariant()),
            HashOf(contact?.Phone),
            contact?.Notify is { Count: > 0 });
    }

    private string? HashOf(string? value) =>
        value is null ? null : Base64Url.EncodeToString(HMACSHA256.HashData(keys.Contacts, Encoding.UTF8.GetBytes(value)));

    private sealed record StoredContact(
        string? Name, string? Email, string? Phone, string? Unit, string? Language, IReadOnlyList<string>? Notify, string? Aside);
}
