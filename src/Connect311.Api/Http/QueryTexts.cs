using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>A text in a query that is compared with what is stored: some servers fail on what no stored text holds.</summary>
internal static class QueryTexts
{
    private const int MaxLength = 200;

    /// <summary>Notes a fault of a text that no stored one can equal.</summary>
    public static void Check(string name, string? text, List<Fault> faults)
    {
        if (text is null)
        {
            return;
        }

        if (text.Length > MaxLength)
        {
            faults.Add(new($"/{name}", FaultCodes.TooLong, "maximum", MaxLength));
        }
        else if (TextRules.Broken(text, lines: false) is { } broken)
        {
            faults.Add(new($"/{name}", broken));
        }
    }
}
