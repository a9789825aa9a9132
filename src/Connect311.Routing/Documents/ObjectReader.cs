using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <summary>
/// Reads one JSON object member by member and notes every fault instead of stopping at the first.
/// Absent and null mean the same. What nobody asked for is an unknown member (<see cref="End"/>).
/// </summary>
public sealed partial class ObjectReader
{
    private readonly JsonElement _object;
    private readonly OrderedDictionary<string, JsonElement> _members = [];
    private readonly HashSet<string> _asked = [];
    private readonly Translations _translations;

    /// <param name="translations">Of the texts in it; none by default.</param>
    public ObjectReader(JsonElement json, string pointer, List<Fault> faults, Translations? translations = null)
    {
        _object = json;
        _translations = translations ?? Translations.None;
        Pointer = pointer;
        Faults = faults;
        if (json.ValueKind != JsonValueKind.Object)
        {
            AddHere(FaultCodes.WrongType, "expected", "object");
            return;
        }

        // Not JsonElement.TryGetProperty: it throws when it meets a name with a lone surrogate.
        foreach (var member in json.EnumerateObject())
        {
            if (NameOf(member) is { } name)
            {
                _members[name] = member.Value;
            }
        }
    }

    /// <summary>Where this object stands in its document, as a JSON Pointer.</summary>
    public string Pointer { get; }

    public List<Fault> Faults { get; }

    public void Add(string name, string code) => Faults.Add(new(At(name), code));

    public void Add(string name, string code, string param, object? value) =>
        Faults.Add(new(At(name), code, param, value));

    /// <summary>Notes a fault of the object itself.</summary>
    public void AddHere(string code) => Faults.Add(new(Pointer, code));

    /// <summary>Notes a fault of the object itself.</summary>
    public void AddHere(string code, string param, object? value) => Faults.Add(new(Pointer, code, param, value));

    public bool Has(string name) => Find(name) is not null;

    /// <summary>The object under <paramref name="name"/>, or null when absent or not an object.</summary>
    public ObjectReader? Object(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var reader = new ObjectReader(value, At(name), Faults, _translations);
        return value.ValueKind == JsonValueKind.Object ? reader : null;
    }

    /// <summary>Notes a fault when <paramref name="name"/> is absent or null.</summary>
    public void Require(string name)
    {
        if (_object.ValueKind == JsonValueKind.Object && !Has(name))
        {
            Add(name, FaultCodes.Required);
        }
    }

    public IEnumerable<(string Name, JsonElement Value)> Members()
    {
        foreach (var (name, value) in _members)
        {
            _asked.Add(name);
            yield return (name, value);
        }
    }

    /// <summary>Ends the reading: every member that nobody asked for is a fault, or kept in <paramref name="aside"/>.</summary>
    public void End(Dictionary<string, JsonElement>? aside = null)
    {
        foreach (var (name, value) in _members)
        {
            if (_asked.Contains(name))
            {
                continue;
            }

            if (aside is null)
            {
                Add(name, FaultCodes.UnknownMember);
            }
            else
            {
                aside[At(name)] = value;
            }
        }
    }

    /// <summary>The pointer of a member of this object.</summary>
    public string At(string name) => Below(Pointer, name);

    /// <summary>The pointer of a member of the object at <paramref name="pointer"/>.</summary>
    public static string Below(string pointer, string name) => $"{pointer}/{Escaped(name)}";

    private static string Escaped(string name) =>
        name.AsSpan().ContainsAny('~', '/')
            ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
            : name;

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // A name with a lone surrogate: JSON allows the escape, Unicode does not.
            Faults.Add(new(Pointer, FaultCodes.InvalidText));
            return null;
        }
    }
}
