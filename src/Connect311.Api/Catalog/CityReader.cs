using System.Collections.Frozen;
using System.Text.Json;
using Connect311.Api.ServiceLevels;
using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Makes a <see cref="City"/> of a city's files; a bad file refuses them all, with file, line and reason.</summary>
internal sealed class CityReader
{
    private readonly CityFiles _files;
    private readonly List<CatalogFault> _faults = [];
    private readonly Dictionary<(string File, string Code), string> _fields = [];
    private readonly List<Reference> _references = [];
    private readonly List<CatalogFault> _warnings = [];
    private readonly bool _isStored;
    private readonly Translations _translations;

    private CityReader(CityFiles files, bool isStored)
    {
        (_files, _isStored) = (files, isStored);
        _translations = TranslationReader.Read(files, isStored, _faults);
    }

    /// <summary>Reads files that shall be put in force: what is written wrong or cannot be meant refuses them.</summary>
    /// <exception cref="CatalogRefusedException">The files have faults; it names every one.</exception>
    public static City Read(CityFiles files, int catalogVersion, int ruleSetVersion) =>
        new CityReader(files, isStored: false).Read(catalogVersion, ruleSetVersion);

    /// <summary>
    /// Reads files that are in force: shapes were checked when they came, a rule may name an area that is gone since, and
    /// checks of rules that are younger than they do not stop a city from working.
    /// </summary>
    /// <exception cref="CatalogRefusedException">The files have faults; it names every one.</exception>
    public static City ReadStored(CityFiles files, CityVersions versions) =>
        new CityReader(files, isStored: true).Read(versions.Catalog, versions.Rules) with { AreasVersion = versions.Areas };

    /// <summary>Reads the catalogue alone: as it would be beside rules and areas that stay as they are.</summary>
    /// <exception cref="CatalogRefusedException">The files have faults; it names every one.</exception>
    public static Catalog ReadCatalog(CityFiles files, int version)
    {
        var reader = new CityReader(files, isStored: true);
        var catalog = reader.ReadCatalog(version);
        if (reader._faults.Count == 0)
        {
            reader.CheckCatalog(catalog);
        }

        reader.ThrowIfFaulty();
        return catalog;
    }

    private City Read(int catalogVersion, int ruleSetVersion)
    {
        var catalog = ReadCatalog(catalogVersion);
        var areas = ReadAreaSets(catalog.City.AreaSet);
        var rules = ReadFile(CityFiles.RuleSet, (json, faults) => RuleSetReader.Read(json, faults, _translations));
        if (_faults.Count == 0)
        {
            CheckCatalog(catalog);
            Check(CityFiles.AreaFile(catalog.City.AreaSet), faults => CityChecks.Areas(areas, faults));
            CheckOffers(catalog, areas);
            CheckRules(rules!, CityVocabulary.Of(catalog, _isStored ? null : areas));
        }

        ThrowIfFaulty();
        return new(catalog, RuleSet.Compile(rules!, ruleSetVersion, catalog.Requests), new(areas)) { Warnings = _warnings };
    }

    private void CheckCatalog(Catalog catalog)
    {
        Check(CityFiles.ServiceTypes, faults => CityChecks.ServiceTypes(catalog, _references, FieldOf(CityFiles.ServiceTypes), faults));
        Check(CityFiles.Departments, faults => CityChecks.Departments(catalog, FieldOf(CityFiles.Departments), faults));
        if (_files.Has(CityFiles.Escalations))
        {
            Check(CityFiles.Escalations, faults => CityChecks.Escalations(catalog, faults));
        }

        if (_files.Has(CityFiles.Retention))
        {
            Check(CityFiles.Retention, faults => CityChecks.Retention(catalog, faults));
        }
    }

    /// <summary>An area of a city that works may be gone since.</summary>
    private void CheckOffers(Catalog catalog, IReadOnlyList<AreaSet> areas)
    {
        if (!_isStored)
        {
            Check(CityFiles.ServiceTypes, faults => CityChecks.Offers(catalog, areas, FieldOf(CityFiles.ServiceTypes), faults));
        }
    }

    private void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new CatalogRefusedException(_faults, _warnings);
        }
    }

    private Catalog ReadCatalog(int version)
    {
        var city = ReadFile(CityFiles.City, ReadCity);
        var types = ReadList(CityFiles.ServiceTypes, type => type.Code, entry => ServiceTypeReader.ReadFamily(entry, _references));
        return new()
        {
            Version = version,
            City = city,
            Departments = ReadList(CityFiles.Departments, department => department.Code, One(ReadDepartment)).ToFrozenDictionary(item => item.Code),
            Groups = ReadList(CityFiles.Groups, group => group.Code, One(ReadGroup)),
            Outcomes = ReadList(CityFiles.Outcomes, outcome => outcome.Code, One(OutcomeReader.Read)).ToFrozenDictionary(item => item.Code),
            ServiceTypes = [.. types.Where(type => type.IsOffered)],
            ServiceTypesByCode = types.ToFrozenDictionary(item => item.Code),
            Danger = ReadFile(CityFiles.Danger, ReadDanger),
            DayAndNight = ServiceCalendar.Always(city.TimeZone),
            Calendars = _files.Has(CityFiles.Calendars)
                ? ReadFile(CityFiles.Calendars, (json, faults) => CalendarReader.Read(json, city.TimeZone, faults))
                : FrozenDictionary<string, ServiceCalendar>.Empty,
            Translations = _translations,
            Escalations = _files.Has(CityFiles.Escalations) ? ReadFile(CityFiles.Escalations, EscalationReader.Read) : Escalations.None,
            Retention = _files.Has(CityFiles.Retention) ? ReadFile(CityFiles.Retention, RetentionReader.Read) : Retention.None,
        };
    }

    private CitySettings ReadCity(JsonElement json, List<Fault> faults)
    {
        var root = new ObjectReader(json, "", faults, _translations);
        var city = new CitySettings(
            root.RequiredCode("code"), root.RequiredTexts("name", 200), root.RequiredTimeZone("timeZone"), root.RequiredCode("areaSet"));
        root.OneOf("defaultLanguage", [LocalText.DefaultLanguage]);
        root.End();
        return city;
    }

    private static Department ReadDepartment(ObjectReader entry)
    {
        var code = entry.RequiredText("code", 20);
        if (code != code.Trim())
        {
            entry.Add("code", FaultCodes.SurroundingSpace);
        }

        return new(
            code,
            entry.RequiredTexts("name", 200),
            entry.Flag("active", byDefault: true),
            entry.Text("successor", 20),
            entry.Flag("external", byDefault: false),
            entry.Code("calendar", 50));
    }

    private static Group ReadGroup(ObjectReader entry) =>
        new(entry.RequiredCode("code"), entry.RequiredTexts("name", 200), entry.Flag("active", byDefault: true));

    private DangerList ReadDanger(JsonElement json, List<Fault> faults)
    {
        var root = new ObjectReader(json, "", faults, _translations);
        var notice = root.RequiredTexts("notice", 500);
        var words = root.Objects("words", 200).Select(word =>
        {
            var code = word.RequiredCode("code", 50);
            var phrases = new PhraseList(ReadPhrases(word));
            word.End();
            return (code, phrases);
        }).ToList();
        root.End();
        return new(notice, words);
    }

    private static IReadOnlyList<string> ReadPhrases(ObjectReader word)
    {
        var before = word.Faults.Count;
        var phrases = word.TextList("phrases", 500, 100) ?? [];
        if (word.Faults.Count == before && (phrases.Count == 0 || !phrases.All(PhraseList.HasWord)))
        {
            word.Add("phrases", FaultCodes.Required);
        }

        return phrases;
    }

    private List<AreaSet> ReadAreaSets(string citySet)
    {
        var names = _files.Texts.Keys
            .Where(name => name.StartsWith("areas/", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .OrderBy(name => name != citySet)
            .ThenBy(name => name, StringComparer.Ordinal)
            .ToList();
        if (citySet.Length > 0 && !names.Contains(citySet))
        {
            names.Insert(0, citySet);
        }

        return [.. names.Select(name =>
            ReadFile(CityFiles.AreaFile(name), (json, faults) => ReadAreaSet(name, json, faults))!)];
    }

    /// <summary>The name of a set is that of its file, so the file as a whole is at fault when it is no code.</summary>
    private AreaSet? ReadAreaSet(string name, JsonElement json, List<Fault> faults)
    {
        if (!TextRules.IsCode(name))
        {
            faults.Add(new("", FaultCodes.InvalidFormat, "expected", $"a file name of {TextRules.CodeForm}"));
        }

        return _isStored ? AreaSetReader.ReadStored(name, json, faults) : AreaSetReader.Read(name, json, faults);
    }

    private static Func<ObjectReader, IEnumerable<(T Item, string Field)>> One<T>(Func<ObjectReader, T> read) => entry =>
    {
        var item = read(entry);
        entry.End();
        return [(item, entry.Pointer)];
    };

    /// <summary>Reads a file that is an array of entries with codes of their own; a code given twice is a fault.</summary>
    private List<T> ReadList<T>(
        string name, Func<T, string> codeOf, Func<ObjectReader, IEnumerable<(T Item, string Field)>> read) =>
        ReadFile(name, (json, faults) =>
        {
            var items = new Dictionary<string, T>();
            foreach (var entry in ArrayEntries(json, faults))
            {
                foreach (var (item, field) in read(entry))
                {
                    var code = codeOf(item);
                    if (!items.TryAdd(code, item) && IsWhole(code))
                    {
                        faults.Add(new($"{field}/code", FaultCodes.Duplicate));
                    }

                    _fields[(name, code)] = field;
                }
            }

            return items.Values.ToList();
        });

    /// <summary>Whether no part of a code was missing, which is a fault of its own.</summary>
    private static bool IsWhole(string code) => code.Length > 0 && code[0] != '.' && code[^1] != '.';

    private IEnumerable<ObjectReader> ArrayEntries(JsonElement json, List<Fault> faults)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new("", FaultCodes.WrongType, "expected", "array"));
            yield break;
        }

        for (var i = 0; i < json.GetArrayLength(); i++)
        {
            yield return new ObjectReader(json[i], $"/{i}", faults, _translations);
        }
    }

    private Func<string, string> FieldOf(string file) => code => _fields[(file, code)];

    private T ReadFile<T>(string name, Func<JsonElement, List<Fault>, T> read)
    {
        var before = _faults.Count;
        var json = _files.Json(name, _faults);
        var faults = new List<Fault>();
        var result = read(json, faults);
        if (_faults.Count == before)
        {
            _faults.AddRange(WithLines(name, faults).OrderBy(fault => fault.Line));
        }

        return result;
    }

    private void Check(string name, Action<List<Fault>> check)
    {
        var faults = new List<Fault>();
        check(faults);
        AddFaults(name, faults);
    }

    private void CheckRules(RuleSetDocument rules, Vocabulary words)
    {
        // In a catalogue with faults a rule may well seem to be for nothing.
        var findings = _isStored || _faults.Count > 0 ? RuleSetChecks.RunCodes(rules, words) : RuleSetChecks.Run(rules, words);
        AddFaults(CityFiles.RuleSet, [.. findings.Where(finding => finding.IsError).Select(finding => finding.Fault)]);
        _warnings.AddRange(WithLines(CityFiles.RuleSet, [.. findings.Where(finding => !finding.IsError).Select(finding => finding.Fault)]));
    }

    private void AddFaults(string name, List<Fault> faults) => _faults.AddRange(WithLines(name, faults));

    private IEnumerable<CatalogFault> WithLines(string name, List<Fault> faults)
    {
        var lines = faults.Count == 0 ? [] : JsonLines.LinesOf(_files.Texts[name], [.. faults.Select(fault => fault.Field)]);
        var rules = name == CityFiles.RuleSet && faults.Count > 0 && JsonText.Parse(_files.Texts[name], out _, out _) is { } json ? new RuleIds(json) : null;
        return faults.Zip(lines, (fault, line) => new CatalogFault(name, line, fault) { Rule = rules?.At(fault.Field) });
    }
}
