using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;

namespace Connect311.Api.Triage.Actions;

/// <summary>What is said with a step that needs no words.</summary>
internal record Progress
{
    /// <summary>What is known about it; for staff.</summary>
    [MaxLength(4000)]
    public string? Note { get; init; }

    /// <summary>How the department's own system calls the request; taken with a department key alone.</summary>
    [MaxLength(100)]
    public string? ExternalId { get; init; }
}

/// <summary>What the work waits for.</summary>
internal sealed record Pause : Progress
{
    /// <summary>resident, other-department, weather or parts.</summary>
    [Required, ExtensibleEnum(typeof(WaitingFor))]
    public required string WaitingFor { get; init; }
}

/// <summary>What staff need to know of the resident.</summary>
internal sealed record Query
{
    /// <summary>What is asked, in the resident's language.</summary>
    [Required, MaxLength(4000)]
    public required string Text { get; init; }
}

/// <summary>How a request ended.</summary>
internal sealed record Closing : Progress
{
    /// <summary>One of the outcomes of the service type, such as <c>fixed</c>.</summary>
    [Required, MaxLength(50)]
    public required string Outcome { get; init; }

    /// <summary>When staff were there; not before the report.</summary>
    public DateTimeOffset? VisitedAt { get; init; }

    /// <summary>The number of the report that this one repeats, with an outcome that needs it.</summary>
    [MaxLength(30)]
    public string? DuplicateOf { get; init; }

    /// <summary>One of the outcome's reasons, such as <c>private-property</c>, with an outcome that needs it.</summary>
    [MaxLength(50)]
    public string? Reason { get; init; }

    /// <summary>Photos of what was done, by the ids under which whoever closes it sent them to <c>/v1/photos</c>; the public sees those that are released.</summary>
    [MaxLength(5)]
    public IReadOnlyList<string>? Photos { get; init; }

    /// <summary>Who was told instead, as the resident and the public read it, with an outcome that needs it: name no private person.</summary>
    [MaxLength(200)]
    public string? ReferredTo { get; init; }
}

/// <summary>Why a request is refused.</summary>
internal sealed record Refusing
{
    /// <summary>test, spam or abuse.</summary>
    [Required, MaxLength(50)]
    public required string Outcome { get; init; }

    /// <summary>What shows it; for staff.</summary>
    [Required, MaxLength(4000)]
    public required string Note { get; init; }
}

/// <summary>Why a supervisor agrees with the resident.</summary>
internal sealed record Upholding
{
    /// <summary>What is to be done; for staff.</summary>
    [MaxLength(4000)]
    public string? Note { get; init; }
}

/// <summary>Why it stays closed though the resident disputes that.</summary>
internal sealed record Rejecting
{
    /// <summary>What the resident reads, in the resident's language.</summary>
    [Required, MaxLength(4000)]
    public required string Sentence { get; init; }

    /// <summary>For staff.</summary>
    [MaxLength(4000)]
    public string? Note { get; init; }
}

/// <summary>Why a request is opened again.</summary>
internal sealed record Reopening
{
    /// <summary>Why; for staff.</summary>
    [Required, MaxLength(4000)]
    public required string Reason { get; init; }
}
