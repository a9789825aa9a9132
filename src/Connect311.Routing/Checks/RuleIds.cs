using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Checks;

/// <summary>The ids of the rules of a document, also where the document cannot be read as a rule set.</summary>
public sealed class RuleIds
{
    private const string Rules = "rules";
    private const int MaxId = 100;

    private readonly List<string?> _ids = [];

    /// <param name="ruleSet">Readable JSON.</param>
    public RuleIds(JsonElement ruleSet)
    {
        if (new ObjectReader(ruleSet, "", []).Members().FirstOrDefault(member => member.Name == Rules).Value is { ValueKind: JsonValueKind.Array } rules)
        {
            _ids.AddRange(rules.EnumerateArray().Select(rule => new ObjectReader(rule, "", []).Text("id", MaxId)));
        }
    }

    /// <summary>The id of the rule that a place belongs to; null where it is in none, or in one without an id.</summary>
    /// <param name="pointer">A JSON Pointer into the document.</param>
    public string? At(string pointer) =>
        pointer.Split('/') is ["", Rules, var number, ..] && int.TryParse(number, out var rule) && rule < _ids.Count ? _ids[rule] : null;
}
