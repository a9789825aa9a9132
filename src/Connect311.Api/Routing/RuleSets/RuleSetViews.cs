using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Api.Http;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>What a list of rule sets may be asked for.</summary>
internal sealed record RuleSetQuery
{
    [Description("Only versions with this status.")]
    [FromQuery(Name = "status"), ExtensibleEnum(typeof(RuleSetStatus), nameof(RuleSetStatus.Shown))]
    public string? Status { get; init; }

    [Description("Where to go on: `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [Description("How many at most, from 1 to 200; 50 by default.")]
    [FromQuery(Name = "limit"), Range(1, PageLimit.Max)]
    public string? Limit { get; init; }
}

/// <summary>One page of rule sets.</summary>
/// <param name="Items">The versions, the newest first, without their documents.</param>
/// <param name="NextCursor">Where the next, older page begins; null at the end.</param>
internal sealed record RuleSetPage(IReadOnlyList<RuleSetEntry> Items, string? NextCursor);

/// <summary>A version of the rule set: what became of it, by whom and when.</summary>
internal record RuleSetEntry
{
    /// <summary>Its number. A decision names the version that made it; no number is used twice.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required int Version { get; init; }

    /// <summary>draft: it can be changed; published: it is in force, and there is one; archived: it was in force; discarded: it was thrown away, and is shown no more.</summary>
    [Required, ExtensibleEnum(typeof(RuleSetStatus)), JsonPropertyOrder(-1)]
    public required string Status { get; init; }

    /// <summary>Grows with every change; its quoted form is the ETag that a change must name in If-Match.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required int Revision { get; init; }

    /// <summary>The version that it was made from; null for none.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required int? BasedOn { get; init; }

    /// <summary>When it was made.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of who made it, or <c>command-line</c>; null for the one that a new database begins with.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required string? CreatedBy { get; init; }

    /// <summary>When its document was last changed; null while it is as it was made.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The id of who changed it last; null where nobody did.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required string? UpdatedBy { get; init; }

    /// <summary>When it was last put in force; null where it never was. The audit has every time.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The id of who put it in force last; null where nobody did.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required string? PublishedBy { get; init; }

    /// <summary>When it was taken out of force; null where it was not.</summary>
    [Required, JsonPropertyOrder(-1)]
    public required DateTimeOffset? ArchivedAt { get; init; }

    public static RuleSetEntry Of(RuleSetVersion version) => new()
    {
        Version = version.Version,
        Status = version.Status,
        Revision = version.Revision,
        BasedOn = version.BasedOn,
        CreatedAt = version.CreatedAt,
        CreatedBy = version.CreatedBy,
        UpdatedAt = version.UpdatedAt,
        UpdatedBy = version.UpdatedBy,
        PublishedAt = version.PublishedAt,
        PublishedBy = version.PublishedBy,
        ArchivedAt = version.ArchivedAt,
    };
}

/// <summary>A version of the rule set with its document and what the checks found in it.</summary>
internal sealed record RuleSetView : RuleSetEntry
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private RuleSetView(RuleSetEntry entry)
        : base(entry)
    {
    }

    /// <summary>Whether no error stands against putting it in force.</summary>
    [Required]
    public bool Sound { get; init; }

    /// <summary>What the checks found, in the order of the document, against the catalogue and the areas as they are now.</summary>
    [Required]
    public IReadOnlyList<FindingView> Findings { get; init; } = [];

    /// <summary>The rule set, with the members of a <c>WrittenRuleSet</c>; null where what is stored cannot be read any more.</summary>
    [Required]
    public IReadOnlyDictionary<string, JsonElement>? Document { get; init; }

    public static RuleSetView Of(RuleSetVersion version, string? document, CheckedRuleSet found, string language) => new(RuleSetEntry.Of(version))
    {
        Sound = found.IsSound,
        Findings = [.. found.Findings.Select(finding => FindingView.Of(finding, language))],
        Document = found.Document is null ? null : MembersOf(document!),
    };

    private static OrderedDictionary<string, JsonElement> MembersOf(string document) =>
        new(JsonText.Parse(document, out _, out _)!.Value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)));
}

/// <summary>What a check found in a rule set.</summary>
/// <param name="Severity">An error stands in the way of publishing, a warning does not.</param>
/// <param name="Rule">The id of the rule; null where it is about no rule.</param>
/// <param name="Line">The line of the document's text, from 1, as <c>/document</c> answers it.</param>
/// <param name="Field">The place in the document, as a JSON Pointer.</param>
/// <param name="Code">A stable code; api-specs/errors.md lists them.</param>
/// <param name="Message">What is wrong, in the language of Accept-Language.</param>
/// <param name="Params">The values that the message names.</param>
internal sealed record FindingView(
    [property: ExtensibleEnum(typeof(FindingView), nameof(FindingView.Severities))] string Severity,
    string? Rule,
    int Line,
    string Field,
    [property: ExtensibleEnum(typeof(FaultCodes))] string Code,
    string Message,
    IReadOnlyDictionary<string, object?> Params)
{
    public static readonly string[] Severities = ["error", "warning"];

    public static FindingView Of(Finding finding, string language) => new(
        SeverityOf(finding),
        finding.Rule,
        finding.Line,
        finding.Fault.Field,
        finding.Fault.Code,
        Texts.Message(finding.Fault, language),
        finding.Fault.Params);

    public static string SeverityOf(Finding finding) => Severities[finding.IsError ? 0 : 1];
}
