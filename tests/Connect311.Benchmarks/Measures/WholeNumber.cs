using System.CommandLine;
using System.Globalization;

namespace Connect311.Benchmarks.Measures;

/// <summary>An option that is a whole number within bounds.</summary>
internal static class WholeNumber
{
    public static Option<int> Option(string name, string description, int byDefault, int atLeast = 1, int atMost = 100_000)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
                && (value < atLeast || value > atMost))
            {
                result.AddError($"{name} must be from {atLeast} to {atMost}.");
            }
        });
        return option;
    }
}
