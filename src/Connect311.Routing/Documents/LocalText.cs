using System.Diagnostics.CodeAnalysis;

namespace Connect311.Routing.Documents;

/// <summary>One text in several languages, by BCP 47 tag; English is always there.</summary>
public sealed class LocalText(IReadOnlyDictionary<string, string> byLanguage)
{
    public const string DefaultLanguage = "en";

    public IReadOnlyDictionary<string, string> ByLanguage { get; } = byLanguage;

    [return: NotNullIfNotNull(nameof(english))]
    public static LocalText? FromEnglish(string? english) =>
        english is null ? null : new(new Dictionary<string, string> { [DefaultLanguage] = english });

    /// <summary>The text in <paramref name="language"/>, or in English where that is missing.</summary>
    public string In(string language) =>
        ByLanguage.TryGetValue(language, out var text) ? text : ByLanguage[DefaultLanguage];
}
