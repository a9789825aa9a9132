using Connect311.Routing.Documents;

namespace Connect311.Routing.Conditions;

/// <summary>Reads the lists of values that conditions name.</summary>
internal static class ValueLists
{
    public const int MaxValues = 2_000;
    public const int MaxLength = 100;

    /// <summary>The texts under a name, or null when absent; a list that can never match is a fault.</summary>
    public static IReadOnlyList<string>? Read(ObjectReader reader, string name, Func<string, bool>? saysSomething = null)
    {
        var before = reader.Faults.Count;
        var values = reader.TextList(name, MaxValues, MaxLength);
        if (values is not null && reader.Faults.Count == before && (values.Count == 0 || !values.All(saysSomething ?? IsNotBlank)))
        {
            // Neither an empty list nor a value that says nothing can ever match.
            reader.Add(name, FaultCodes.Required);
        }

        return values;
    }

    private static bool IsNotBlank(string value) => !string.IsNullOrWhiteSpace(value);
}
