using System.Text;
using System.Text.Json;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>
/// Puts a rule into the text of a rule set, or takes one out, and leaves the rest as it is written: comparing two
/// versions shows the change and nothing else.
/// </summary>
internal sealed class RuleEdit
{
    /// <summary>How far rules stand from the left where there is none to look at.</summary>
    private const int UsualIndent = 4;

    private readonly byte[] _text;
    private readonly List<Place> _rules = [];
    private int _end;

    /// <param name="text">A readable rule set.</param>
    public RuleEdit(string text)
    {
        _text = Encoding.UTF8.GetBytes(text);
        Find();
    }

    /// <summary>Where a rule of that id stands in the list, from 0; -1 where there is none.</summary>
    public int IndexOf(string id) => _rules.FindIndex(rule => rule.Id == id);

    /// <summary>The text without a rule that is there.</summary>
    public string Without(string id)
    {
        var i = IndexOf(id);
        var (from, to) = (_rules[i].From, _rules[i].To);
        if (i + 1 < _rules.Count)
        {
            to = _rules[i + 1].From;
        }
        else if (i > 0)
        {
            from = _rules[i - 1].To;
        }

        return Spliced(from, to, "");
    }

    /// <summary>The text with a rule: in the place of the one that has its id, else before another or at the end.</summary>
    /// <param name="id">The rule's id.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="before">The rule that it comes before, if it is to stand elsewhere or is new; null for none.</param>
    public string With(string id, JsonElement rule, string? before)
    {
        var at = IndexOf(id);
        if (at >= 0 && (before is null || before == id))
        {
            return Spliced(_rules[at].From, _rules[at].To, Set(rule, _rules[at].From));
        }

        return at >= 0 ? new RuleEdit(Without(id)).Inserted(rule, before) : Inserted(rule, before);
    }

    private string Inserted(JsonElement rule, string? before)
    {
        if (before is not null)
        {
            var next = _rules[IndexOf(before)].From;
            return Spliced(next, next, $"{Set(rule, next)},\n{new string(' ', IndentAt(next))}");
        }

        if (_rules.Count == 0)
        {
            return Spliced(_end, _end, $"\n{new string(' ', UsualIndent)}{RuleSetText.Indented(rule, UsualIndent)}\n  ");
        }

        var last = _rules[^1];
        return Spliced(last.To, last.To, $",\n{new string(' ', IndentAt(last.From))}{Set(rule, last.From)}");
    }

    private string Set(JsonElement rule, int at) => RuleSetText.Indented(rule, IndentAt(at));

    /// <summary>How many spaces stand before a place on its line; the usual number where something else does.</summary>
    private int IndentAt(int place)
    {
        var before = _text.AsSpan(0, place);
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return line.ContainsAnyExcept((byte)' ') ? UsualIndent : line.Length;
    }

    private string Spliced(int from, int to, string inserted) =>
        Encoding.UTF8.GetString(_text.AsSpan(0, from)) + inserted + Encoding.UTF8.GetString(_text.AsSpan(to));

    /// <summary>Finds the list of rules, where each begins and ends, and where the list does.</summary>
    private void Find()
    {
        var reader = new Utf8JsonReader(_text);
        while (reader.Read() && !(reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } && reader.ValueTextEquals("rules"u8)))
        {
            // What stands before the rules.
        }

        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var from = (int)reader.TokenStartIndex;
            var id = IdOf(ref reader);
            _rules.Add(new(id, from, (int)reader.BytesConsumed));
        }

        _end = (int)reader.TokenStartIndex;
    }

    /// <summary>Reads one rule to its end.</summary>
    private static string IdOf(ref Utf8JsonReader reader)
    {
        var (id, depth) = ("", reader.CurrentDepth);
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.CurrentDepth == depth + 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.GetString()!;
            }
        }

        return id;
    }

    /// <param name="From">The byte on which the rule begins.</param>
    /// <param name="To">The byte behind it.</param>
    private readonly record struct Place(string Id, int From, int To);
}
