using System.Globalization;
using System.Text;
using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Areas;

/// <summary>Takes codes and names from the properties of a file that was not made for us.</summary>
internal sealed class AreaNames(AreaNaming naming)
{
    private const int MostNamed = 20;

    public (string Code, string Name) Of(ObjectReader properties)
    {
        var value = ValueOf(properties, naming.Code);
        var code = CodeOf(value);
        if (value.Length > 0 && code.Length is 0 or > AreaSetReader.MaxCode)
        {
            properties.Add(naming.Code, FaultCodes.InvalidFormat, "expected", TextRules.CodeForm);
            code = "";
        }

        return (code, naming.Name is null ? value : ValueOf(properties, naming.Name));
    }

    /// <summary>The value as a code: letters lower and without accents, anything else between letters and digits a hyphen.</summary>
    public static string CodeOf(string value)
    {
        var code = new StringBuilder(value.Length);
        foreach (var letter in value.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (TextRules.IsCode([letter]))
            {
                code.Append(letter);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && code.Length > 0 && code[^1] != '-')
            {
                code.Append('-');
            }
        }

        return code.ToString().Trim('-');
    }

    /// <summary>A text or a number; empty when a fault was noted.</summary>
    private static string ValueOf(ObjectReader properties, string property)
    {
        var members = properties.Members().ToList();
        var value = members.Find(member => member.Name == property).Value;
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            var names = string.Join(", ", members.Take(MostNamed).Select(member => member.Name));
            properties.Add(property, FaultCodes.UnknownProperty, "allowed", names);
            return "";
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            ? number.ToString("0.############", CultureInfo.InvariantCulture)
            : properties.RequiredText(property, AreaSetReader.MaxName).Trim();
    }
}
