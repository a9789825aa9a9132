using System.Globalization;
using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <content>Arrays of objects and of texts.</content>
public sealed partial class ObjectReader
{
    /// <summary>The objects of the array under <paramref name="name"/>; empty when absent or no array.</summary>
    public IEnumerable<ObjectReader> Objects(string name, int maximum = int.MaxValue)
    {
        foreach (var (element, pointer) in Elements(name, maximum))
        {
            var reader = new ObjectReader(element, pointer, Faults);
            if (element.ValueKind == JsonValueKind.Object)
            {
                yield return reader;
            }
        }
    }

    /// <summary>The texts of the array under <paramref name="name"/>; null when absent.</summary>
    public IReadOnlyList<string>? TextList(string name, int maximum, int maxLength)
    {
        if (!Has(name))
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var (element, pointer) in Elements(name, maximum))
        {
            if (TextOf(element, pointer, maxLength, lines: false) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    private IEnumerable<(JsonElement Element, string Pointer)> Elements(string name, int maximum)
    {
        if (Find(name) is not { } value)
        {
            yield break;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(name, FaultCodes.WrongType, "expected", "array");
            yield break;
        }

        if (value.GetArrayLength() > maximum)
        {
            Add(name, FaultCodes.TooMany, "maximum", maximum);
            yield break;
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            yield return (element, string.Create(CultureInfo.InvariantCulture, $"{At(name)}/{index++}"));
        }
    }
}
