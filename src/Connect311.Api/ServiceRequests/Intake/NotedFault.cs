using System.Globalization;
using System.Text.Json.Serialization;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>A fault with which a report was taken all the same: in words of the catalogue, nothing that the resident wrote.</summary>
/// <param name="Field">Where, as a JSON Pointer into the report.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Params">The values that a message about it names, as far as they are short; null for none.</param>
internal sealed record NotedFault(
    string Field, string Code, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Params)
{
    private const int MaxParam = 200;

    public static NotedFault Of(Fault fault) => new(
        fault.Field,
        fault.Code,
        fault.Params.Count == 0 ? null : fault.Params.ToDictionary(param => param.Key, param => Short(Convert.ToString(param.Value, CultureInfo.InvariantCulture) ?? "")));

    public Fault ToFault() => new(Field, Code, (Params ?? new Dictionary<string, string>()).ToDictionary(param => param.Key, param => (object?)param.Value));

    private static string Short(string value) => value.Length > MaxParam ? $"{value[..MaxParam]}…" : value;
}
