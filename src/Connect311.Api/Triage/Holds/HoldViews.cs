using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;

namespace Connect311.Api.Triage.Holds;

/// <summary>Whose reports wait for an operator, and why.</summary>
/// <param name="Id">The id: 32 hexadecimal digits.</param>
/// <param name="Version">Its quoted form is the ETag that ending it must name in If-Match.</param>
/// <param name="Kind">By what the reports are known.</param>
/// <param name="Value">Of whom it is about no more than the ends, such as <c>an…rg</c>; <c>/subject</c> says it all. Null once it is over: that is erased then.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">The id of who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Until">When it ends by itself.</param>
/// <param name="Active">Whether reports are held by it now.</param>
/// <param name="EndedBy">The id of who ended it before its time; null where nobody did.</param>
/// <param name="EndedAt">When; null where nobody did.</param>
/// <param name="Waiting">How many reports wait for an operator because of it; confidential ones are counted for operators alone.</param>
internal sealed record HoldView(
    string Id,
    int Version,
    [property: ExtensibleEnum(typeof(HoldKind))] string Kind,
    [property: Required] string? Value,
    string Reason,
    string By,
    DateTimeOffset CreatedAt,
    DateTimeOffset Until,
    bool Active,
    [property: Required] string? EndedBy,
    [property: Required] DateTimeOffset? EndedAt,
    int Waiting);

/// <summary>Holds.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="NextCursor">Asks for the next page; null at the end.</param>
internal sealed record HoldList(IReadOnlyList<HoldView> Items, [property: Required] string? NextCursor);

/// <summary>Whom a hold is about.</summary>
/// <param name="Id">The id of the hold.</param>
/// <param name="Kind">By what the reports are known.</param>
/// <param name="Value">The e-mail address, the phone, or the address in words; null once the hold is over: that is erased then.</param>
internal sealed record HoldSubject(string Id, [property: ExtensibleEnum(typeof(HoldKind))] string Kind, [property: Required] string? Value);

/// <summary>Why a report waits for an operator.</summary>
internal sealed record StaffHold
{
    /// <summary>The id of the hold.</summary>
    [Required]
    public required string Id { get; init; }

    /// <summary>By what it was known.</summary>
    [Required, ExtensibleEnum(typeof(HoldKind))]
    public required string Kind { get; init; }

    /// <summary>Why its like are held.</summary>
    [Required]
    public required string Reason { get; init; }

    /// <summary>When the hold ends, unless somebody ends it before; the report waits all the same.</summary>
    [Required]
    public required DateTimeOffset Until { get; init; }
}
