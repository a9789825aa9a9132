using System.Text;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311;

/// <summary>
/// What a call says, in its query and in its form. An argument that is empty is as one that was not sent; one that is given twice must say
/// the same.
/// </summary>
internal sealed class Arguments
{
    private readonly OrderedDictionary<string, List<string>> _values = [];

    /// <summary>What is wrong with them, by the argument's name behind a slash.</summary>
    public List<Fault> Faults { get; } = [];

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Those of the query.</summary>
    public static Arguments OfQuery(HttpContext context)
    {
        var arguments = new Arguments();
        arguments.Add("query", FormText.Read(Encoding.UTF8.GetBytes((context.Request.QueryString.Value ?? "").TrimStart('?'))));
        return arguments;
    }

    /// <param name="where">What is blamed where they are no text.</param>
    /// <param name="pairs">Null where one of them is not UTF-8.</param>
    public void Add(string where, IEnumerable<(string Name, string Value)>? pairs)
    {
        if (pairs is null)
        {
            Faults.Add(new($"/{where}", FaultCodes.InvalidText));
            return;
        }

        foreach (var (name, value) in pairs)
        {
            if (value.Trim() is { Length: > 0 } text)
            {
                _values.TryAdd(name, []);
                _values[name].Add(text);
            }
        }
    }

    /// <summary>Every value of an argument that may come several times.</summary>
    public IReadOnlyList<string> All(string name) => _values.GetValueOrDefault(name, []);

    /// <summary>The value of an argument; null where it was not sent, or twice in two ways, which is a fault.</summary>
    public string? One(string name)
    {
        var values = All(name);
        if (values.Distinct().Count() > 1)
        {
            Faults.Add(new($"/{name}", FaultCodes.Duplicate));
            return null;
        }

        return values.Count == 0 ? null : values[0];
    }

    /// <summary>The parts of an argument with commas between them, each once.</summary>
    /// <param name="most">More are a fault.</param>
    public IReadOnlyList<string> List(string name, int most)
    {
        var parts = (One(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        if (parts.Count > most)
        {
            Faults.Add(new($"/{name}", FaultCodes.TooMany, "maximum", most));
            return [];
        }

        return parts;
    }

    /// <summary>Why the call cannot be taken; null where nothing is wrong so far.</summary>
    public ProblemResult? Refusal() => Faults.Count == 0 ? null : new(ProblemCode.ValidationFailed, Faults);
}
