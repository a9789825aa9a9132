using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage;

/// <summary>The one place where a contact is opened for a person. What happens here stands in the audit before it happens.</summary>
internal sealed class ContactDesk(StaffStore store, Contacts contacts, AuditLog audit)
{
    public async Task<Results<Ok<StaffContact>, ProblemResult>> ReadAsync(TrackingNumber number, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        var row = await store.FindAsync(number, context.RequestAborted);
        var access = row is null ? Access.Hidden : caller.ToHandle(row.Held);
        var outcome = access == Access.Allowed ? AuditOutcome.Done : AuditOutcome.Refused;

        // Unknown numbers too: a hidden request must not take longer than one that is not there.
        await audit.RecordAsync(
            audit.New(caller.Actor, AuditAction.ReadContact, AuditTarget.ServiceRequest(number), outcome: outcome), context.RequestAborted);
        if (access.Refusal() is { } refusal)
        {
            return refusal;
        }

        context.Response.Headers.CacheControl = "no-store";
        var content = await store.FindContactAsync(number, context.RequestAborted);
        return TypedResults.Ok(StaffContact.Of(number, content is null ? null : contacts.Open(content)));
    }
}

/// <summary>Who reported a request; every member is null where the resident did not say.</summary>
internal sealed record StaffContact
{
    /// <summary>The number of the report: <c>311-</c> and digits.</summary>
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>What the resident is called.</summary>
    [Required]
    public required string? Name { get; init; }

    /// <summary>The resident's address for mail.</summary>
    [Required]
    public required string? Email { get; init; }

    /// <summary>The resident's phone, as E.164 has it.</summary>
    [Required]
    public required string? Phone { get; init; }

    /// <summary>The language to speak, as a BCP 47 tag.</summary>
    [Required]
    public required string? Language { get; init; }

    /// <summary>How the resident wants to hear: email, sms, push.</summary>
    [Required]
    public required IReadOnlyList<string>? Notify { get; init; }

    /// <summary>The apartment of the report's address.</summary>
    [Required]
    public required string? Unit { get; init; }

    /// <summary>What an outdated or newer app sent of the contact that this catalogue does not know, by JSON Pointer.</summary>
    [Required]
    public required IReadOnlyDictionary<string, JsonElement>? Aside { get; init; }

    public static StaffContact Of(TrackingNumber number, StoredContact? contact) => new()
    {
        TrackingNumber = number.ToString(),
        Name = contact?.Name,
        Email = contact?.Email,
        Phone = contact?.Phone,
        Language = contact?.Language,
        Notify = contact?.Notify,
        Unit = contact?.Unit,
        Aside = contact?.Aside is { } aside ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(aside) : null,
    };
}
