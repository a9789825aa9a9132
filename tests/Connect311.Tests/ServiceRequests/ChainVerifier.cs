using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Databases;

namespace Connect311.Tests.ServiceRequests;

/// <summary>A stored event with its details, which may have been erased.</summary>
internal sealed record StoredEvent
{
    public required long Position { get; init; }

    public required long RequestId { get; init; }

    public required int Number { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Data { get; init; }

    public required string Digests { get; init; }

    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }

    public string? Salt { get; init; }

    public string? Content { get; init; }
}

/// <summary>Checks a history from its columns alone, as an auditor would who has the description and not our code.</summary>
internal static class ChainVerifier
{
    private const string Read = """
        SELECT e.Position, e.RequestId, e.Number, e.Kind, e.At, e.Data, e.Digests, e.PreviousHash, e.Hash, d.Salt, d.Content
        FROM ServiceRequestEvent e
        LEFT JOIN EventDetail d ON d.Position = e.Position
        WHERE e.RequestId = @id
        ORDER BY e.Number;
        """;

    public static Task<List<StoredEvent>> EventsAsync(this Database database, long id) =>
        database.QueryAsync<StoredEvent>(Read, new { id }, TestContext.Current.CancellationToken);

    /// <summary>What is wrong with the history of a request, or null.</summary>
    public static async Task<string?> FaultOfHistoryAsync(this Database database, long id)
    {
        var row = await database.RowAsync(id);
        return FaultOf(await database.EventsAsync(id), row.EventCount, row.HeadHash);
    }

    private static string? FaultOf(List<StoredEvent> events, int count, string headHash)
    {
        var previous = "";
        for (var i = 0; i < events.Count; i++)
        {
            var fault = FaultOf(events[i], i + 1, previous);
            if (fault is not null)
            {
                return $"event {i + 1}: {fault}";
            }

            previous = events[i].Hash;
        }

        return events.Count != count || previous != headHash ? "the head is another" : null;
    }

    private static string? FaultOf(StoredEvent line, int number, string previous)
    {
        if (line.Number != number || line.PreviousHash != previous)
        {
            return "order";
        }

        var form = string.Join('\n', "connect311-event-1", $"request={line.RequestId}", $"number={number}", $"kind={line.Kind}",
            "at=" + line.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            $"data={line.Data}", $"digests={line.Digests}", $"previous={previous}", "");
        return line.Hash != Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(form))) ? "hash"
            : line.Salt is null || HasDigests(line) ? null
            : "digests";
    }

    private static bool HasDigests(StoredEvent line)
    {
        var salt = Base64Url.DecodeFromChars(line.Salt);
        var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(line.Digests)!;
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(line.Content!)!;
        return digests.Count == values.Count && values.All(value =>
            digests[value.Key] == Base64Url.EncodeToString(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{value.Key}\n{value.Value}"))));
    }
}
