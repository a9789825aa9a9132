namespace Connect311.Api.Routing.RuleSets;

/// <summary>What becomes of a rule set.</summary>
internal static class RuleSetStatus
{
    /// <summary>It can be changed, and decides nothing.</summary>
    public const string Draft = "draft";

    /// <summary>It is in force. There is one.</summary>
    public const string Published = "published";

    /// <summary>It was in force, and can be again.</summary>
    public const string Archived = "archived";

    /// <summary>A draft that was thrown away; nobody sees it, and its number is not used again.</summary>
    public const string Discarded = "discarded";

    /// <summary>What is shown.</summary>
    public static readonly string[] Shown = [Draft, Published, Archived];
}

/// <summary>A version of the rule set, without its document.</summary>
internal sealed record RuleSetVersion
{
    public required int Version { get; init; }

    /// <summary>One of <see cref="RuleSetStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Grows with every change of the document and of the status.</summary>
    public required int Revision { get; init; }

    /// <summary>The version that it was made from, or null.</summary>
    public int? BasedOn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for what a new database took from its city's folder, and where it was not noted yet.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When the document was last changed; null while it is as it was made.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    public string? UpdatedBy { get; init; }

    /// <summary>When it was last put in force; null where it never was.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public string? PublishedBy { get; init; }

    /// <summary>When it was taken out of force; null while it is in force, and where it was not noted yet.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>What was asked for when it was made; null where nothing was asked.</summary>
    public string? BodyHash { get; init; }

    public bool IsDraft => Status == RuleSetStatus.Draft;

    public bool IsPublished => Status == RuleSetStatus.Published;
}
