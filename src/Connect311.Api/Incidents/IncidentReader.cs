using System.Globalization;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Incidents;

/// <summary>Reads the number of an incident, and those of requests that join or leave it.</summary>
internal static class IncidentReader
{
    /// <summary>How many requests join or leave at once at most.</summary>
    public const int Most = 100;

    private const string Member = "requests";
    private const int NumberLength = 30;

    /// <summary>The number of an incident in a route; null for what can be none.</summary>
    public static long? IdOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    /// <summary>The field of one of the requests.</summary>
    public static string FieldOf(int index) => string.Create(CultureInfo.InvariantCulture, $"/{Member}/{index}");

    /// <param name="least">How many there must be.</param>
    public static async Task<(List<long>? Ids, ProblemResult? Refusal)> ReadAsync(HttpContext context, int least)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return (null, unreadable);
        }

        var faults = new List<Fault>();
        var root = new ObjectReader(body.Root, "", faults);
        root.Require(Member);
        var texts = root.TextList(Member, Most, NumberLength) ?? [];
        root.End();
        var ids = new List<long>();

        // What is no text is not in the list, and those behind it would be named by another place.
        var areAllThere = faults.Count == 0;
        for (var i = 0; i < texts.Count && areAllThere; i++)
        {
            Read(texts[i], FieldOf(i), ids, faults);
        }

        if (faults.Count == 0 && ids.Count < least)
        {
            faults.Add(new($"/{Member}", FaultCodes.TooFew, "minimum", least));
        }

        return faults.Count > 0 ? (null, new(ProblemCode.ValidationFailed, faults)) : (ids, null);
    }

    private static void Read(string text, string field, List<long> ids, List<Fault> faults)
    {
        switch (TrackingNumber.Read(text, out var number))
        {
            case TrackingNumber.Reading.Mistyped:
                faults.Add(new(field, FaultCodes.CheckDigit));
                break;
            case TrackingNumber.Reading.Malformed:
                faults.Add(new(field, FaultCodes.InvalidFormat, "expected", "311- and digits"));
                break;
            case var _ when ids.Contains(number.Id):
                faults.Add(new(field, FaultCodes.Duplicate));
                break;
            default:
                ids.Add(number.Id);
                break;
        }
    }
}
