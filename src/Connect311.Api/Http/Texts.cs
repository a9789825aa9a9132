using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>Titles and messages by language, from the files in Http/Texts; English stands in for what is missing.</summary>
internal static class Texts
{
    public const string DefaultLanguage = LocalText.DefaultLanguage;

    private const string Prefix = "texts.";

    private static readonly FrozenDictionary<string, TextFile> ByLanguage = ReadAll();

    public static IEnumerable<string> AllLanguages => ByLanguage.Keys;

    public static TextFile In(string language) => ByLanguage[language];

    /// <summary>Tags by region of languages that we tell apart by script (CLDR, likely subtags).</summary>
    private static readonly FrozenDictionary<string, string> Scripts = new Dictionary<string, string>
    {
        ["zh"] = "zh-Hans",
        ["zh-CN"] = "zh-Hans",
        ["zh-SG"] = "zh-Hans",
        ["zh-TW"] = "zh-Hant",
        ["zh-HK"] = "zh-Hant",
        ["zh-MO"] = "zh-Hant",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Our tag for a language tag from outside, or null: <c>es-MX</c> is served as <c>es</c>, <c>zh-TW</c> as <c>zh-Hant</c>.</summary>
    public static string? Known(string tag)
    {
        for (var rest = Scripts.GetValueOrDefault(tag, tag); rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOf('-'))])
        {
            if (ByLanguage.Keys.FirstOrDefault(known => known.Equals(rest, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    public static string Title(ProblemCode code, string language) =>
        ByLanguage[language].Problems.GetValueOrDefault(code.Code) ?? ByLanguage[DefaultLanguage].Problems[code.Code];

    /// <summary>A request's status in words.</summary>
    public static string Status(string status, string language) =>
        ByLanguage[language].Statuses.GetValueOrDefault(status) ?? status;

    /// <summary>What a request can wait for, as it stands behind <em>waits for</em>.</summary>
    public static string WaitingFor(string code, string language) => ByLanguage[language].WaitingFor.GetValueOrDefault(code, code);

    /// <summary>The name of what ended a cancelled request, or its sentence (<c>-sentence</c>).</summary>
    public static string Cancellation(string code, string language) => ByLanguage[language].Cancellations.GetValueOrDefault(code, code);

    /// <summary>What comes next of a request.</summary>
    public static string Next(string code, string language) => ByLanguage[language].Next[code];

    /// <summary>How far a resident was forgotten.</summary>
    /// <param name="code"><c>done</c>, or what it waits for.</param>
    public static string Forgotten(string code, string language) => ByLanguage[language].Forgetting[code];

    /// <summary>A sentence of a message to a resident, or of the pages behind its links, with the names of what it says in braces.</summary>
    public static string OfMessage(string code, string language) => ByLanguage[language].Messages[code];

    /// <summary>How a day is written.</summary>
    public static string DateForm(string language) => ByLanguage[language].Closings["date"];

    /// <summary>What happened to a request, in a sentence; null for what needs no words.</summary>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="waitingFor">What the request then waited for, or null.</param>
    /// <param name="outcome">How the request ended with it, or null.</param>
    public static string? Event(string kind, string? waitingFor, string? outcome, string language)
    {
        var texts = ByLanguage[language];
        return texts.Cancellations.GetValueOrDefault($"{outcome}-sentence")
            ?? texts.Events.GetValueOrDefault(kind)?.Replace(
                "{what}", waitingFor is null ? "" : WaitingFor(waitingFor, language), StringComparison.Ordinal);
    }

    /// <summary>A sentence about routing that names several things.</summary>
    /// <param name="code">Which sentence.</param>
    /// <param name="values">What it names, by the names in braces.</param>
    public static string Routing(string code, IEnumerable<KeyValuePair<string, string>> values, string language) =>
        values.Aggregate(ByLanguage[language].Routing[code], (text, value) => text.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));

    /// <summary>A sentence about a decision.</summary>
    /// <param name="code">Which sentence.</param>
    /// <param name="name">What it names.</param>
    /// <param name="value">The same in words.</param>
    public static string Routing(string code, string name, string value, string language) =>
        ByLanguage[language].Routing[code].Replace($"{{{name}}}", value, StringComparison.Ordinal);

    /// <summary>A clause of an explanation, with the names of what it says in braces.</summary>
    public static string Clause(string code, string language) => ByLanguage[language].Clauses.GetValueOrDefault(code, code);

    /// <summary>That a request went from one department to another.</summary>
    /// <param name="from">The name of the one.</param>
    /// <param name="to">The name of the other.</param>
    public static string SentOn(string from, string to, string language) => ByLanguage[language].Routing["sent-on"]
        .Replace("{from}", from, StringComparison.Ordinal)
        .Replace("{to}", to, StringComparison.Ordinal);

    public static string Message(Fault fault, string language)
    {
        var text = ByLanguage[language].Faults.GetValueOrDefault(fault.Code)
            ?? ByLanguage[DefaultLanguage].Faults[fault.Code];
        foreach (var (name, value) in fault.Params)
        {
            text = text.Replace(
                "{" + name + "}", Convert.ToString(value, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return text;
    }

    private static FrozenDictionary<string, TextFile> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Prefix.Length..^".json".Length],
                name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    return JsonSerializer.Deserialize<TextFile>(stream, JsonSerializerOptions.Web)!;
                });
    }

    /// <summary>One language's texts, by code.</summary>
    /// <param name="Unreviewed">Whether a machine made them, and nobody who speaks the language has read them yet.</param>
    public sealed record TextFile(
        IReadOnlyDictionary<string, string> Problems,
        IReadOnlyDictionary<string, string> Faults,
        IReadOnlyDictionary<string, string> Statuses,
        IReadOnlyDictionary<string, string> Events,
        IReadOnlyDictionary<string, string> WaitingFor,
        IReadOnlyDictionary<string, string> Next,
        IReadOnlyDictionary<string, string> Forgetting,
        IReadOnlyDictionary<string, string> Closings,
        IReadOnlyDictionary<string, string> Messages,
        IReadOnlyDictionary<string, string> Cancellations,
        IReadOnlyDictionary<string, string> Routing,
        IReadOnlyDictionary<string, string> Clauses,
        bool Unreviewed = false);
}
