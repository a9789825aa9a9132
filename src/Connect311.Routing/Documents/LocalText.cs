using System.Diagnostics.CodeAnalysis;

namespace Connect311.Routing.Documents;

/// <summary>One text in several languages, by BCP 47 tag; English is always there.</summary>
public sealed class LocalText
{
    public const string DefaultLanguage = "en";

    private readonly Translations _translations;
    private readonly LocalText? _family;

    /// <param name="byLanguage">What was written with the text itself; English among it.</param>
    /// <param name="translations">What stands elsewhere, and counts where the text itself says nothing.</param>
    public LocalText(IReadOnlyDictionary<string, string> byLanguage, Translations? translations = null)
        : this(byLanguage, translations ?? Translations.None, null)
    {
    }

    private LocalText(IReadOnlyDictionary<string, string> byLanguage, Translations translations, LocalText? family) =>
        (ByLanguage, _translations, _family) = (byLanguage, translations, family);

    /// <summary>What was written with the text itself.</summary>
    public IReadOnlyDictionary<string, string> ByLanguage { get; }

    [return: NotNullIfNotNull(nameof(english))]
    public static LocalText? FromEnglish(string? english) =>
        english is null ? null : new(new Dictionary<string, string> { [DefaultLanguage] = english });

    /// <summary>The text behind the name of what it belongs to: <c>Pothole: On the road</c>.</summary>
    public LocalText Under(LocalText family) => new(ByLanguage, _translations, family);

    /// <summary>The text in <paramref name="language"/>, or in English where that is missing.</summary>
    public string In(string language)
    {
        var own = Find(language)?.Text ?? ByLanguage[DefaultLanguage];
        return _family is null ? own : $"{_family.In(language)}: {own}";
    }

    /// <summary>Who translated it; of several parts the least that can be said.</summary>
    public TranslationState StateIn(string language)
    {
        var own = Find(language)?.State ?? TranslationState.Missing;
        return _family?.StateIn(language) is { } other && other > own ? other : own;
    }

    private Translation? Find(string language) => ByLanguage.TryGetValue(language, out var text)
        ? new(text, TranslationState.Reviewed)
        : _translations.Find(ByLanguage[DefaultLanguage], language);
}
