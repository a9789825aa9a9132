using System.Buffers.Text;
using System.Text.Json;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>
/// Says whether a request's history is as it was written: each event hashes to what it says, follows the one before it,
/// and has the details that were digested. Values that were erased are no fault; the events themselves must stand.
/// </summary>
internal static class HistoryVerifier
{
    /// <summary>What is digested in the history and kept, encrypted, elsewhere.</summary>
    private static readonly string[] SealedElsewhere = ["contact", "aside"];

    /// <param name="head">What the request's row says of its history.</param>
    /// <param name="lines">All its events, by number.</param>
    public static List<HistoryFault> Verify(HeadRow head, IReadOnlyList<HistoryLine> lines)
    {
        var faults = new List<HistoryFault>();
        var (number, previous) = (1, EventChain.Start);
        foreach (var line in lines)
        {
            if (line.Number > number)
            {
                faults.Add(new(number, HistoryFaultCode.Removed, Missing(number, line.Number - 1)));
                previous = null;
            }

            faults.AddRange(FaultsOf(line, previous, lines));
            (number, previous) = (line.Number + 1, line.Hash);
        }

        if (number - 1 < head.EventCount)
        {
            faults.Add(new(number, HistoryFaultCode.Removed, Missing(number, head.EventCount)));
        }
        else if (number - 1 > head.EventCount || previous != head.HeadHash)
        {
            faults.Add(new(null, HistoryFaultCode.HeadDiffers, $"The request ends with another event than its last, {number - 1}."));
        }

        return faults;
    }

    private static IEnumerable<HistoryFault> FaultsOf(HistoryLine line, string? previous, IReadOnlyList<HistoryLine> lines)
    {
        if (line.HashAs(line.Number) != line.Hash)
        {
            yield return OriginOf(line, lines.Count) is { } origin
                ? new(line.Number, HistoryFaultCode.Reordered, $"Event {line.Number} was event {origin} when it was written.")
                : new(line.Number, HistoryFaultCode.Edited, $"Event {line.Number} was edited: its hash is that of other words.");
        }
        else if (previous is not null && line.PreviousHash != previous)
        {
            yield return new(line.Number, HistoryFaultCode.Replaced, $"Event {line.Number} was written behind another event than the one before it.");
        }

        if (FaultOfDetails(line) is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>The number under which an event was hashed, if it is one of this history.</summary>
    private static int? OriginOf(HistoryLine line, int count)
    {
        // Some more than there are: the last ones may have been removed.
        for (var number = 1; number <= count + 8; number++)
        {
            if (line.HashAs(number) == line.Hash)
            {
                return number;
            }
        }

        return null;
    }

    private static HistoryFault? FaultOfDetails(HistoryLine line)
    {
        if (line.Salt is null && line.Content is null)
        {
            return line.ErasedAt is null
                ? new(line.Number, HistoryFaultCode.DetailsRemoved, $"The values of event {line.Number} are gone, and nothing says that they were erased.")
                : null;
        }

        return line.Salt is { } salt && line.Content is { } content && HasItsDigests(line.Digests, salt, content)
            ? null
            : new(line.Number, HistoryFaultCode.DetailsEdited, $"The values of event {line.Number} are others than were digested.");
    }

    private static bool HasItsDigests(string digests, string salt, string content)
    {
        if (Texts(digests) is not { } expected || Texts(content) is not { } values || !Base64Url.IsValid(salt))
        {
            return false;
        }

        var key = Base64Url.DecodeFromChars(salt);
        return expected.Keys.Except(values.Keys).All(SealedElsewhere.Contains)
            && values.All(value => expected.GetValueOrDefault(value.Key) == EventChain.Digest(key, value.Key, value.Value));
    }

    private static Dictionary<string, string>? Texts(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Missing(int first, int last) =>
        first == last ? $"Event {first} was removed." : $"Events {first} to {last} were removed.";
}
