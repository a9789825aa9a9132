using System.Text.RegularExpressions;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Reads <c>texts/&lt;language&gt;.json</c>: by the English text, what was <c>reviewed</c> and what is still <c>unreviewed</c>.</summary>
internal static partial class TranslationReader
{
    private const int MaxText = 2_000;

    /// <summary>All translations of a city.</summary>
    /// <param name="files">Of the city.</param>
    /// <param name="isStored">Whether they were checked when they came; then each is read when somebody asks for the language.</param>
    /// <param name="faults">Gets what is wrong with them.</param>
    public static Translations Read(CityFiles files, bool isStored, List<CatalogFault> faults)
    {
        var byLanguage = new Dictionary<string, Lazy<IReadOnlyDictionary<string, Translation>>>();
        foreach (var language in files.Translated)
        {
            var texts = new Lazy<IReadOnlyDictionary<string, Translation>>(() => Read(files, language, isStored ? [] : faults));
            byLanguage[language] = texts;
            if (!isStored)
            {
                _ = texts.Value;
            }
        }

        return new(byLanguage);
    }

    private static Dictionary<string, Translation> Read(CityFiles files, string language, List<CatalogFault> cityFaults)
    {
        var name = CityFiles.TranslationFile(language);
        var before = cityFaults.Count;
        var json = files.Json(name, cityFaults);
        if (cityFaults.Count > before)
        {
            return [];
        }

        var (faults, found) = (new List<Fault>(), new Dictionary<string, Translation>());
        if (!TextRules.IsLanguage(language) || language == LocalText.DefaultLanguage)
        {
            faults.Add(new("", FaultCodes.InvalidFormat, "expected", "a file name such as es.json or zh-Hant.json"));
        }

        var root = new ObjectReader(json, "", faults);
        Add(root.Object("reviewed"), TranslationState.Reviewed, found);
        Add(root.Object("unreviewed"), TranslationState.Unreviewed, found);
        root.End();
        var lines = faults.Count == 0 ? [] : JsonLines.LinesOf(files.Texts[name], [.. faults.Select(fault => fault.Field)]);
        cityFaults.AddRange(faults.Zip(lines, (fault, line) => new CatalogFault(name, line, fault)));
        return found;
    }

    private static void Add(ObjectReader? texts, TranslationState state, Dictionary<string, Translation> found)
    {
        foreach (var (english, _) in texts?.Members() ?? [])
        {
            var text = texts!.RequiredText(english, MaxText, lines: true);
            if (!found.TryAdd(english, new(text, state)))
            {
                texts.Add(english, FaultCodes.Duplicate);
            }
            else if (text.Length > 0 && !NamesIn(english).SetEquals(NamesIn(text)))
            {
                texts.Add(english, FaultCodes.InvalidFormat, "expected", $"the same names in braces as in English: {string.Join(", ", NamesIn(english))}");
            }
        }
    }

    /// <summary>What is filled in: <c>{date}</c> of a sentence.</summary>
    private static HashSet<string> NamesIn(string text) => [.. Braced().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braced();
}
