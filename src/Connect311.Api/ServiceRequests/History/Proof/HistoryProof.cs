using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>What is needed to check a request's history without us; api-specs/history.md says how.</summary>
internal sealed record HistoryProof
{
    /// <summary>The canonical form of an event.</summary>
    public const string EventForm = "connect311-event-1";

    /// <summary>The number of the report: <c>311-</c> and digits.</summary>
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>The form in which its events are hashed.</summary>
    [Required]
    public required string Form { get; init; }

    /// <summary>Whether we find nothing wrong with it; the rest is for checking us.</summary>
    [Required]
    public required bool Verified { get; init; }

    /// <summary>What is wrong with it; as a rule empty.</summary>
    [Required]
    public required IReadOnlyList<ProofFault> Faults { get; init; }

    /// <summary>The hash of the last event. Who keeps it can tell later whether anything before it was changed.</summary>
    [Required]
    public required string HeadHash { get; init; }

    /// <summary>Its events, oldest first.</summary>
    [Required]
    public required IReadOnlyList<ProofEvent> Events { get; init; }

    /// <summary>The signed roots that hold its events; those of today are signed tomorrow.</summary>
    [Required]
    public required IReadOnlyList<SignedRoot> Roots { get; init; }
}

/// <summary>Something that is not as it was written.</summary>
/// <param name="Number">The event that it was found at; null for what concerns no single one.</param>
/// <param name="Code">What it is, as a code.</param>
/// <param name="Message">What it is, in English.</param>
internal sealed record ProofFault(int? Number, [property: ExtensibleEnum(typeof(HistoryFaultCode))] string Code, string Message);

/// <summary>An event as it is hashed.</summary>
internal sealed record ProofEvent
{
    /// <summary>1 for the first.</summary>
    [Required]
    public required int Number { get; init; }

    /// <summary>What happened, as a code.</summary>
    [Required, ExtensibleEnum(typeof(EventKind))]
    public required string Kind { get; init; }

    /// <summary>When it happened; UTC, to the millisecond.</summary>
    [Required]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who held the request then: the department's code.</summary>
    [Required]
    public required string Department { get; init; }

    /// <summary>Its place among all events of the city.</summary>
    [Required]
    public required long Position { get; init; }

    /// <summary>Its codes and times, as the text that is hashed; null for whom only hashes are meant.</summary>
    [Required]
    public required string? Data { get; init; }

    /// <summary>Salted digests of its values, as the text that is hashed; null for whom only hashes are meant.</summary>
    [Required]
    public required string? Digests { get; init; }

    /// <summary>The salt of the digests, base64url; for staff, and null once the values are erased.</summary>
    [Required]
    public required string? Salt { get; init; }

    /// <summary>The hash of the event before it; empty for the first.</summary>
    [Required]
    public required string PreviousHash { get; init; }

    /// <summary>Its own hash, base64url.</summary>
    [Required]
    public required string Hash { get; init; }

    /// <summary>When its values were erased; null while they are kept. The event itself stays.</summary>
    [Required]
    public required DateTimeOffset? ErasedAt { get; init; }

    /// <summary>The number of the signed root that holds it; null until its day is over.</summary>
    [Required]
    public required int? Root { get; init; }

    /// <summary>The hashes beside its way to that root's tree, the lowest first, base64url.</summary>
    [Required]
    public required IReadOnlyList<string> Path { get; init; }
}

/// <summary>A signed hash over a stretch of all events.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Day">The day (UTC) after whose end it was made.</param>
/// <param name="FirstPosition">The position of its first event.</param>
/// <param name="LastPosition">The position of its last event.</param>
/// <param name="Tree">The root of the tree of its events (RFC 9162), base64url.</param>
/// <param name="PreviousHash">The hash of the root before it; empty for the first.</param>
/// <param name="Hash">SHA-256 of its canonical form, base64url.</param>
/// <param name="KeyId">Which key signed it.</param>
/// <param name="Signature">ECDSA (P-256, SHA-256) of its canonical form, r and s one after the other, base64url.</param>
internal sealed record SignedRoot(
    int Number, string Day, long FirstPosition, long LastPosition, string Tree, string PreviousHash, string Hash, string KeyId, string Signature)
{
    public static SignedRoot Of(DailyRoot root) => new(
        root.Number, root.Day, root.FirstPosition, root.LastPosition, root.Tree, root.PreviousHash, root.Hash, root.KeyId, root.Signature);
}
