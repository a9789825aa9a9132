using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>The texts of a city's files, by name.</summary>
internal sealed class CityFiles(IReadOnlyDictionary<string, string> texts)
{
    public const string City = "city.json";
    public const string Departments = "departments.json";
    public const string Groups = "groups.json";
    public const string Outcomes = "outcomes.json";
    public const string ServiceTypes = "service-types.json";
    public const string Danger = "danger.json";
    public const string Calendars = "calendars.json";
    public const string Escalations = "escalations.json";
    public const string Retention = "retention.json";
    public const string RuleSet = "rule-set.json";

    private static readonly string[] Expected = [City, Departments, Groups, Outcomes, ServiceTypes, Danger, RuleSet];

    /// <summary>What a city may leave out.</summary>
    private static readonly string[] Optional = [Calendars, Escalations, Retention];

    public IReadOnlyDictionary<string, string> Texts => texts;

    public static string AreaFile(string set) => $"areas/{set}.geojson";

    private const string TextsFolder = "texts";

    public static string TranslationFile(string language) => $"{TextsFolder}/{language}.json";

    /// <summary>The languages of the files of translations.</summary>
    public IEnumerable<string> Translated => texts.Keys
        .Where(name => name.StartsWith($"{TextsFolder}/", StringComparison.Ordinal))
        .Select(name => Path.GetFileNameWithoutExtension(name))
        .Order(StringComparer.Ordinal);

    /// <summary>The files, with area sets that stand in for those of the same name.</summary>
    /// <param name="documents">By name of the set.</param>
    public CityFiles WithAreas(IReadOnlyDictionary<string, string> documents) => new(
        texts.Where(file => !documents.Keys.Select(AreaFile).Contains(file.Key))
            .Concat(documents.Select(set => KeyValuePair.Create(AreaFile(set.Key), set.Value)))
            .ToDictionary());

    /// <summary>The files with another rule set.</summary>
    /// <param name="document">Its text; null for none.</param>
    public CityFiles WithRuleSet(string? document) => new(
        texts.Where(file => file.Key != RuleSet)
            .Concat(document is null ? [] : [KeyValuePair.Create(RuleSet, document)])
            .ToDictionary());

    /// <summary>The files, one of them with another text.</summary>
    public CityFiles With(string name, string text) => new(new Dictionary<string, string>(texts) { [name] = text });

    /// <summary>Reads a city's folder.</summary>
    /// <exception cref="UserErrorException">The folder or one of its files is missing.</exception>
    public static CityFiles Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"There is no folder {folder} with a city's files.");
        }

        var names = Expected.Concat(Optional.Where(name => File.Exists(Path.Combine(folder, name))))
            .Concat(FilesIn(folder, "areas", "*.geojson"))
            .Concat(FilesIn(folder, TextsFolder, "*.json"));
        return new(names.ToDictionary(name => name, name => ReadFile(folder, name)));
    }

    /// <summary>Whether a file that a city may leave out is there.</summary>
    public bool Has(string name) => texts.ContainsKey(name);

    /// <summary>The document of one file; unreadable JSON is a fault with its line.</summary>
    public JsonElement Json(string name, List<CatalogFault> faults)
    {
        if (!texts.TryGetValue(name, out var text))
        {
            faults.Add(new(name, 1, new Fault("", FaultCodes.Required)));
            return default;
        }

        if (JsonText.Parse(text, out var fault, out var line) is { } json)
        {
            return json;
        }

        faults.Add(new(name, line, fault!));
        return default;
    }

    private static IEnumerable<string> FilesIn(string folder, string below, string pattern) => Directory.Exists(Path.Combine(folder, below))
        ? Directory.EnumerateFiles(Path.Combine(folder, below), pattern).Select(file => $"{below}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)
        : [];

    private static string ReadFile(string folder, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The city's file {name} cannot be read: {e.Message}");
        }
    }
}
