using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Benchmarks.Crash;

/// <content>
/// Claims go over all clients' reports: whoever asks for the next one gets anybody's. So the desks contend, and a client
/// learns that its report changed hands.
/// </content>
internal sealed partial class LoadClient
{
    private readonly List<(TrackingNumber Number, int Version, string Kind)> _hands = [];

    /// <summary>The changes of hands that were acknowledged, of anybody's reports.</summary>
    public IReadOnlyList<(TrackingNumber Number, int Version, string Kind)> Hands => _hands;

    /// <summary>Somebody of the report's department takes the next request of its queue, and lays it down again or keeps it.</summary>
    private async Task ClaimNextAsync(HttpClient client, LedgerEntry entry)
    {
        var who = SomebodyOf(entry.Department!);
        using var response = await client.SendAsync(As(who, new(HttpMethod.Post, $"/v1/departments/{entry.Department}/queue/claim-next")));
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return;
        }

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (!Expect(response.StatusCode == HttpStatusCode.OK, $"claim-next of {entry.Department}: {response.StatusCode} {answer}"))
        {
            return;
        }

        var (number, version) = TakeHand(answer, EventKind.Claimed);
        var claim = answer.GetProperty("claim");
        Expect(
            claim.ValueKind == JsonValueKind.Null || claim.GetProperty("by").GetProperty("code").GetString() == who,
            $"{number} was given to {who}, and is not theirs: {claim}");
        Done.Claimed++;
        if (_random.Next(2) == 0)
        {
            await LayDownAsync(client, number, version, who);
        }
    }

    /// <summary>Two of the department and the operator claim the same at once; the audit finds it where two get it.</summary>
    private async Task ClaimAtOnceAsync(HttpClient client, LedgerEntry entry)
    {
        string[] people = ["demo-operator", $"demo-agent-{entry.Department}", $"demo-supervisor-{entry.Department}"];
        await Task.WhenAll(people.Select(who => ClaimByAsync(client, entry, who)));
        await LearnAsync(client, entry);
    }

    private async Task ClaimByAsync(HttpClient client, LedgerEntry entry, string who)
    {
        using var response = await client.SendAsync(As(who, new(HttpMethod.Post, $"/v1/service-requests/{entry.Number}/claim")));
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Expect(
            response.StatusCode == HttpStatusCode.OK || CodeOf(answer) is "claimed" or "not-claimable",
            $"{who} claims {entry.Number}: {response.StatusCode} {answer}");
    }

    private async Task LayDownAsync(HttpClient client, TrackingNumber number, int version, string who)
    {
        var request = As(who, new(HttpMethod.Delete, $"/v1/service-requests/{number}/claim"));
        request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (response.StatusCode == HttpStatusCode.OK)
        {
            TakeHand(answer, EventKind.ClaimReleased);
            return;
        }

        // The owner of the report may have changed it, closed it or had it sent on meanwhile.
        Expect(CodeOf(answer) is "version-mismatch" or "forbidden", $"{who} lays {number} down: {response.StatusCode} {answer}");
    }

    /// <summary>Notes what the answer's own event was, and gives the number with its version.</summary>
    private (TrackingNumber Number, int Version) TakeHand(JsonElement answer, string kind)
    {
        TrackingNumber.Read(answer.GetProperty("trackingNumber").GetString()!, out var number);
        var last = answer.GetProperty("history").EnumerateArray().Last();
        var version = last.GetProperty("number").GetInt32();
        if (last.GetProperty("event").GetString() == kind)
        {
            _hands.Add((number, version, kind));
        }

        return (number, version);
    }

    /// <summary>A version that is outdated: by a change of hands alone, since nobody else acts on this client's reports.</summary>
    private async Task LearnOfHandsAsync(HttpClient client, LedgerEntry entry)
    {
        var seen = entry.Version;
        await LearnAsync(client, entry);
        Expect(
            entry.Version > seen && Enumerable.Range(seen + 1, entry.Version - seen).All(version => EventKind.Hands.Contains(entry.Acknowledged[version])),
            $"{entry.Number} had version {entry.Version}, and nobody but this client changed {seen}");
    }

    private string SomebodyOf(string department) => _random.Next(3) switch
    {
        0 => "demo-operator",
        1 => $"demo-supervisor-{department}",
        _ => $"demo-agent-{department}",
    };

    private static string? CodeOf(JsonElement answer) => answer.TryGetProperty("code", out var code) ? code.GetString() : null;

    private static HttpRequestMessage As(string who, HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {who}");
        return request;
    }
}
