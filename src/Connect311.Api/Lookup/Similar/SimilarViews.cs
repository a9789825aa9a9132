using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Lookup.Similar;

/// <summary>What stands open and is likely of the same thing.</summary>
/// <param name="Items">The nearest first; 20 at most.</param>
/// <param name="NextCursor">Always null: all are in one answer.</param>
internal sealed record SimilarList(IReadOnlyList<SimilarRequest> Items, string? NextCursor);

/// <summary>A report that is likely of the same thing.</summary>
internal sealed record SimilarRequest
{
    /// <summary>The number of the report: <c>311-</c> and digits.</summary>
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>The status, as a code.</summary>
    [Required, ExtensibleEnum(typeof(RequestStatus))]
    public required string Status { get; init; }

    /// <summary>The status in the caller's language.</summary>
    [Required]
    public required string StatusText { get; init; }

    /// <summary>Who has it now.</summary>
    [Required]
    public required Named Department { get; init; }

    /// <summary>When the city got it.</summary>
    [Required]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How long ago that is, in whole hours.</summary>
    [Required]
    public required int AgeHours { get; init; }

    /// <summary>How exactly its place is published: exact or block.</summary>
    [Required, ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.PublicPlaces))]
    public required string Precision { get; init; }

    /// <summary>How far the published place is, in metres: to the metre where it is exact; where it is a block in steps of 100, 0 for this block.</summary>
    [Required]
    public required int DistanceMetres { get; init; }

    /// <summary>How many phones follow it, beside whoever reported it.</summary>
    [Required]
    public required int Followers { get; init; }

    /// <summary>Whether the caller's phone follows it.</summary>
    [Required]
    public required bool Following { get; init; }

    /// <summary>Whether it is the caller's own.</summary>
    [Required]
    public required bool Own { get; init; }
}
