namespace Connect311.Routing.Documents;

/// <summary>How far a text in a language can be relied on, the best first.</summary>
public enum TranslationState
{
    /// <summary>Written, or read, by somebody who speaks it; all English is.</summary>
    Reviewed,

    /// <summary>Made by a machine, and read by nobody yet.</summary>
    Unreviewed,

    /// <summary>There is none, and English stands in.</summary>
    Missing,
}

/// <summary>A text in another language than English.</summary>
public sealed record Translation(string Text, TranslationState State);

/// <summary>Translations by language and by the English text: what is written twice in English is translated once.</summary>
/// <param name="byLanguage">By BCP 47 tag, then by the English text; a language is read when somebody asks for it.</param>
public sealed class Translations(IReadOnlyDictionary<string, Lazy<IReadOnlyDictionary<string, Translation>>> byLanguage)
{
    public static readonly Translations None = new(new Dictionary<string, Lazy<IReadOnlyDictionary<string, Translation>>>());

    /// <summary>The translation of an English text, or null.</summary>
    public Translation? Find(string english, string language) =>
        byLanguage.TryGetValue(language, out var texts) && texts.Value.TryGetValue(english, out var translation) ? translation : null;
}
