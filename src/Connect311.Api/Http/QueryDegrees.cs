using System.Globalization;
using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>A coordinate in a query.</summary>
internal static class QueryDegrees
{
    /// <summary>The degrees that were asked for; 0 where a fault was noted.</summary>
    /// <param name="most">How far from 0 they may be.</param>
    public static double Read(string name, string? text, double most, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            faults.Add(new($"/{name}", FaultCodes.Required));
        }
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) || !double.IsFinite(degrees))
        {
            faults.Add(new($"/{name}", FaultCodes.InvalidFormat, "expected", "degrees, such as 40.67383"));
        }
        else if (Math.Abs(degrees) > most)
        {
            faults.Add(new($"/{name}", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = -most, ["maximum"] = most }));
        }
        else
        {
            return degrees;
        }

        return 0;
    }
}
