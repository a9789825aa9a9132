using System.Globalization;
using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>How many entries a page of a list may have.</summary>
internal static class PageLimit
{
    public const int Max = 200;

    private const int Default = 50;

    /// <summary>The limit of a call; a faulty one is noted under <c>/limit</c>.</summary>
    public static int Read(string? text, List<Fault> faults)
    {
        if (text is null)
        {
            return Default;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Max)
        {
            return limit;
        }

        faults.Add(new("/limit", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = 1, ["maximum"] = Max }));
        return Default;
    }
}
