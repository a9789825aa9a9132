using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>A structured reason for closing.</summary>
/// <param name="Sentence">What the resident is told; <c>{date}</c> and the like stand for what is said with the closing.</param>
internal sealed record Outcome(string Code, LocalText Name, LocalText Sentence, string Source)
{
    /// <summary>What must be said with it: <see cref="Evidence"/>.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>The reasons of which one must be said; empty where none must.</summary>
    public required IReadOnlyList<Choice> Reasons { get; init; }
}

/// <summary>What an outcome may need: members of the closing, with the words that stand for them in its sentence.</summary>
internal static class Evidence
{
    public const string Note = "note";
    public const string VisitedAt = "visitedAt";
    public const string DuplicateOf = "duplicateOf";
    public const string Reason = "reason";
    public const string ReferredTo = "referredTo";
    public const string Photos = "photos";

    public static readonly string[] All = [Note, VisitedAt, DuplicateOf, Reason, ReferredTo, Photos];

    /// <summary>By the name in braces, the member that it stands for. A note is for staff alone, and a photo is shown.</summary>
    public static readonly IReadOnlyDictionary<string, string> Placeholders = new Dictionary<string, string>
    {
        ["date"] = VisitedAt,
        ["number"] = DuplicateOf,
        ["reason"] = Reason,
        ["referredTo"] = ReferredTo,
    };
}
