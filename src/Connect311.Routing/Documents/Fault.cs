namespace Connect311.Routing.Documents;

/// <summary>One thing wrong with a document.</summary>
/// <param name="Field">Where, as a JSON Pointer (RFC 6901); empty for the whole document.</param>
/// <param name="Code">A stable code, such as <c>out-of-range</c>; see <see cref="FaultCodes"/>.</param>
/// <param name="Params">What a message about it names: limits, allowed values. Never the value that was sent.</param>
public sealed record Fault(string Field, string Code, IReadOnlyDictionary<string, object?> Params)
{
    private static readonly Dictionary<string, object?> NoParams = [];

    public Fault(string field, string code)
        : this(field, code, NoParams)
    {
    }

    public Fault(string field, string code, string param, object? value)
        : this(field, code, new Dictionary<string, object?> { [param] = value })
    {
    }

    /// <summary>The fault in one line, for a reader of logs and test output.</summary>
    public override string ToString() =>
        Params.Count == 0
            ? $"{Field}: {Code}"
            : $"{Field}: {Code} ({string.Join(", ", Params.Select(param => $"{param.Key} {param.Value}"))})";
}
