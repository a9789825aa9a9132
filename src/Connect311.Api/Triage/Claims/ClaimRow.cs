using Connect311.Api.Staff;

namespace Connect311.Api.Triage.Claims;

/// <summary>A request as far as claiming it goes, at one moment of the database's clock.</summary>
internal sealed record ClaimRow
{
    public required long Id { get; init; }

    public required string Department { get; init; }

    public required string Visibility { get; init; }

    public required bool IsDanger { get; init; }

    /// <inheritdoc cref="StaffRow.IsEscalated"/>
    public required bool IsEscalated { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required int Version { get; init; }

    public required int EventCount { get; init; }

    public required string HeadHash { get; init; }

    /// <summary>Who claimed it last; that may have expired.</summary>
    public string? Assignee { get; init; }

    /// <summary>What colleagues call that person; null for one who is not listed.</summary>
    public string? AssigneeName { get; init; }

    /// <summary>Grows with each holder; null before the first.</summary>
    public long? ClaimToken { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Whether it is open work of its own.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>Whether somebody has it in hand.</summary>
    public required bool IsClaimed { get; init; }

    /// <summary>Who has it in hand, or null: an expired claim is nobody's.</summary>
    public string? Holder => IsClaimed ? Assignee : null;

    public Held Held => new(Department, Visibility, IsDanger || IsEscalated);
}

/// <summary>The data of an event that a request changed hands. Who has it stands among the event's erasable details.</summary>
/// <param name="Status">The status, which stays.</param>
/// <param name="Department">Who holds the request, which stays.</param>
/// <param name="Token">For the how manieth time it is held.</param>
internal sealed record ClaimData(string Status, string Department, long Token);

/// <summary>What one person has in hand.</summary>
internal sealed record WorkloadRow
{
    public required string Assignee { get; init; }

    public string? Name { get; init; }

    public required int Claimed { get; init; }

    public required int Overdue { get; init; }

    public required DateTimeOffset OldestReceivedAt { get; init; }
}
