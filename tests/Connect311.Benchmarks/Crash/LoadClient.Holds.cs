using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Connect311.Benchmarks.Crash;

/// <content>A supervisor holds back one sender's reports: from then on they wait for an operator, who releases or refuses them.</content>
internal sealed partial class LoadClient
{
    /// <summary>Sent again without an answer, it is held already.</summary>
    private async Task HoldAsync(HttpClient client, LedgerEntry entry)
    {
        var request = As("demo-supervisor-DOT", new(HttpMethod.Post, "/v1/holds"));
        request.Content = new StringContent(
            $$"""{ "kind": "email", "value": "{{Reports.HeldEmail}}", "reason": "Too many.", "days": 30 }""", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Expect(response.StatusCode is HttpStatusCode.Created || CodeOf(answer) == "already-held", $"a hold: {response.StatusCode} {answer}");
        Done.Held++;
    }
}
