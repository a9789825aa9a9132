using System.Globalization;
using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <content>Arrays of objects and of texts.</content>
public sealed partial class ObjectReader
{
    /// <summary>The objects of the array under <paramref name="name"/>; empty when absent or no array.</summary>
    public IEnumerable<ObjectReader> Objects(string name, int maximum = int.MaxValue)
    {
        foreach (var (element, pointer) in Entries(name, maximum))
        {
            var reader = new ObjectReader(element, pointer, Faults, _translations);
            if (element.ValueKind == JsonValueKind.Object)
            {
                yield return reader;
            }
        }
    }

    /// <summary>The entries of the array under <paramref name="name"/>, whatever they are; empty when absent or no array.</summary>
    public IReadOnlyList<JsonElement> Elements(string name, int maximum) => [.. Entries(name, maximum).Select(entry => entry.Element)];

    /// <summary>Whether an array without entries stands under <paramref name="name"/>.</summary>
    public bool IsEmptyList(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0;

    /// <summary>The texts of the array under <paramref name="name"/>; null when absent.</summary>
    public IReadOnlyList<string>? TextList(string name, int maximum, int maxLength)
    {
        if (!Has(name))
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var (element, pointer) in Entries(name, maximum))
        {
            if (TextOf(element, pointer, maxLength, lines: false) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    /// <summary>The texts and the numbers of the array under <paramref name="name"/>, each in their order; null when absent.</summary>
    public (IReadOnlyList<string> Texts, IReadOnlyList<double> Numbers)? TextsAndNumbers(string name, int maximum, int maxLength) =>
        Has(name) ? Sorted(Entries(name, maximum), maxLength) : null;

    /// <summary>The one text or number under <paramref name="name"/>, as lists; null when absent.</summary>
    public (IReadOnlyList<string> Texts, IReadOnlyList<double> Numbers)? TextOrNumber(string name, int maxLength) =>
        Find(name) is { } value ? Sorted([(value, At(name))], maxLength) : null;

    private (IReadOnlyList<string> Texts, IReadOnlyList<double> Numbers) Sorted(
        IEnumerable<(JsonElement Element, string Pointer)> elements, int maxLength)
    {
        var (texts, numbers) = (new List<string>(), new List<double>());
        foreach (var (element, pointer) in elements)
        {
            if (element.ValueKind == JsonValueKind.Number)
            {
                AddNumber(numbers, element, pointer);
            }
            else if (element.ValueKind != JsonValueKind.String)
            {
                Faults.Add(new(pointer, FaultCodes.WrongType, "expected", "string or number"));
            }
            else if (TextOf(element, pointer, maxLength, lines: false) is { } text)
            {
                texts.Add(text);
            }
        }

        return (texts, numbers);
    }

    private void AddNumber(List<double> numbers, JsonElement element, string pointer)
    {
        if (element.TryGetDouble(out var number) && double.IsFinite(number))
        {
            numbers.Add(number);
        }
        else
        {
            Faults.Add(new(pointer, FaultCodes.OutOfRange, new Dictionary<string, object?>
            {
                ["minimum"] = double.MinValue,
                ["maximum"] = double.MaxValue,
            }));
        }
    }

    private IEnumerable<(JsonElement Element, string Pointer)> Entries(string name, int maximum)
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
