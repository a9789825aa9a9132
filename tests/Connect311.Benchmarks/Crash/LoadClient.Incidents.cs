using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Connect311.Benchmarks.Crash;

/// <content>An operator says of two of the client's own reports that they are the same, takes that back, or acts on both.</content>
internal sealed partial class LoadClient
{
    private static readonly (string Action, string? Body)[] OnIncidents =
    [
        ("undo", null), ("acknowledge", null), ("start", null), ("wait", """{ "waitingFor": "parts" }"""), ("resume", null),
        ("updates", """{ "text": "It goes on." }"""), ("close", """{ "outcome": "fixed", "note": "Done." }"""),
        ("transfer", """{ "department": "DPR", "reason": "next-step" }"""),
    ];

    private async Task JoinAsync(HttpClient client, LedgerEntry entry)
    {
        var type = JsonDocument.Parse(entry.Body).RootElement.GetProperty("serviceType").GetString()!;
        var other = _ledger.LastOrDefault(one => one != entry && one is { Number: not null, IsUncertain: false } && one.Body.Contains($"\"{type}\"", StringComparison.Ordinal));
        if (other is null)
        {
            await LookUpAsync(client, entry);
            return;
        }

        // Once it is sent, outcomes that were acknowledged may be gone, whether the answer comes or not.
        (entry.Outcome, other.Outcome) = (null, null);
        try
        {
            await JoinAsync(client, entry, other);
            await LearnAsync(client, other);
        }
        catch
        {
            other.IsUncertain = true;
            _uncertain.Enqueue(other);
            throw;
        }

        await LearnAsync(client, entry);
    }

    private async Task JoinAsync(HttpClient client, LedgerEntry entry, LedgerEntry other)
    {
        var requests = JsonSerializer.Serialize(new { requests = new[] { entry.Number.ToString(), other.Number.ToString() } });
        using var begun = await PostAsync(client, "/v1/incidents", requests, null);
        var incident = await begun.Content.ReadFromJsonAsync<JsonElement>();
        if (begun.StatusCode == HttpStatusCode.BadRequest)
        {
            // One was corrected to another type, or is in an incident with a third.
            Expect(
                incident.GetProperty("errors").EnumerateArray().All(fault => fault.GetProperty("code").GetString() is "unlike" or "in-incident"),
                $"an incident of {entry.Number} and {other.Number}: {incident}");
            return;
        }

        if (!Expect(begun.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, $"an incident of {entry.Number} and {other.Number}: {begun.StatusCode} {incident}"))
        {
            return;
        }

        Done.Joined += begun.StatusCode == HttpStatusCode.Created ? 1 : 0;
        var (action, body) = OnIncidents[_random.Next(OnIncidents.Length)];
        if (_random.Next(3) == 0)
        {
            (action, body) = ("split", JsonSerializer.Serialize(new { requests = new[] { other.Number.ToString() } }));
        }

        using var response = await PostAsync(
            client, $"/v1/incidents/{incident.GetProperty("id").GetInt64()}/{action}", body, begun.Headers.ETag!.Tag);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Expect(
            response.StatusCode == HttpStatusCode.OK || CodeOf(answer) is "incident-unmoved" or "incident-partly-done" or "nothing-to-undo" or "undo-outdated",
            $"{action} of the incident of {entry.Number}: {response.StatusCode} {answer}");
        Done.ActedOnIncidents += response.StatusCode == HttpStatusCode.OK ? 1 : 0;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string? body, string? ifMatch)
    {
        var request = As("demo-operator", new(HttpMethod.Post, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return client.SendAsync(request);
    }
}
