using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Connect311.Api.Triage;

namespace Connect311.Benchmarks.Crash;

/// <content>What residents do about their own reports, and what is done so that the record is kept.</content>
internal sealed partial class LoadClient
{
    private const string NotFixed = """{ "reason": "not-fixed", "text": "The hole is there." }""";

    /// <summary>The resident takes it back, and says so twice now and then.</summary>
    private async Task WithdrawAsync(HttpClient client, LedgerEntry entry)
    {
        for (var times = _random.Next(1, 3); times > 0; times--)
        {
            if (!await AsResidentAsync(client, entry, "withdraw", body: null))
            {
                return;
            }
        }

        entry.Outcome = Cancellation.Withdrawn;
        Done.Count(Lifecycle.Withdraw);

        // Somebody may have taken it in hand meanwhile.
        await LearnAsync(client, entry);
    }

    /// <summary>The resident does not accept the closing; what was said before may come again.</summary>
    private async Task DisputeAsync(HttpClient client, LedgerEntry entry)
    {
        for (var times = _random.Next(1, 3); times > 0; times--)
        {
            // What a forgotten resident said before is not known again.
            if (!await AsResidentAsync(client, entry, "dispute", NotFixed, entry.IsForgotten ? "dispute-limit" : null))
            {
                return;
            }
        }

        Done.Count(Lifecycle.Dispute);
        await LearnAsync(client, entry);
    }

    /// <summary>The resident wants to be forgotten: the contact goes at once, and the words would with the end.</summary>
    private async Task ForgetAsync(HttpClient client, LedgerEntry entry)
    {
        // Whether it was the same report, nobody can tell from then on.
        entry.IsForgotten = true;
        if (await AsResidentAsync(client, entry, "forget", body: null))
        {
            Done.Forgotten++;
            await LearnAsync(client, entry);
        }
    }

    /// <summary>A lawsuit begins, or ends.</summary>
    private async Task HoldRecordAsync(HttpClient client, LedgerEntry entry)
    {
        var action = _random.Next(2) == 0 ? "legal-hold" : "legal-hold/end";
        if (await ActAsync(client, entry, action, """{ "reason": "Docket 7" }""") is not null)
        {
            Done.RecordsHeld++;
        }
    }

    /// <param name="refusal">The code of a refusal that may come; null where none may.</param>
    private async Task<bool> AsResidentAsync(HttpClient client, LedgerEntry entry, string action, string? body, string? refusal = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/public/service-requests/{entry.Number}/{action}")
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("X-Reporter-Key", entry.ReporterKey);
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (refusal is null || CodeOf(answer) != refusal) && Expect(response.StatusCode == HttpStatusCode.OK, $"{action} of {entry.Number}: {response.StatusCode} {answer}");
    }
}
