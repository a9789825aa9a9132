using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Bulk;

namespace Connect311.Benchmarks.Crash;

/// <content>Many reports in one call. A kill in the midst of it leaves some or all of them without an answer.</content>
internal sealed partial class LoadClient
{
    private const int MostInBulk = 12;

    private static readonly (string Action, string Event, string? With)[] Bulks =
    [
        (BulkActions.Note, EventKind.Noted, """{ "text": "Seen from the car." }"""),
        (BulkActions.Update, EventKind.Updated, """{ "text": "We come on Monday." }"""),
        (Lifecycle.Acknowledge, EventKind.Acknowledged, null),
    ];

    /// <summary>The same for some reports at once: to all or to none, or to those that allow it.</summary>
    private async Task BulkAsync(HttpClient client, LedgerEntry entry)
    {
        var chosen = _ledger.Where(one => one.Number is not null && !one.IsUncertain && one != entry).TakeLast(60)
            .OrderBy(_ => _random.Next()).Take(_random.Next(MostInBulk)).Append(entry).ToList();
        try
        {
            await BulkAsync(client, chosen, Bulks[_random.Next(Bulks.Length)], BulkMode.All[_random.Next(BulkMode.All.Length)]);
            Done.Bulked++;
        }
        catch (Exception lost) when (IsLost(lost))
        {
            foreach (var other in chosen.SkipLast(1))
            {
                other.IsUncertain = true;
                _uncertain.Enqueue(other);
            }

            throw;
        }
    }

    private async Task BulkAsync(HttpClient client, List<LedgerEntry> chosen, (string Action, string Event, string? With) act, string mode)
    {
        var body = new JsonObject
        {
            ["mode"] = mode,
            ["action"] = act.Action,
            ["with"] = act.With is null ? null : JsonNode.Parse(act.With),
            ["items"] = new JsonArray([.. chosen.Select(one => new JsonObject { ["trackingNumber"] = one.Number.ToString(), ["version"] = one.Version })]),
        };
        var request = As("demo-operator", new(HttpMethod.Post, "/v1/service-requests/bulk"));
        request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (!Expect(response.StatusCode == HttpStatusCode.OK || CodeOf(answer) == "bulk-refused", $"{mode} {act.Action}: {response.StatusCode} {answer}"))
        {
            return;
        }

        var items = answer.GetProperty("items").EnumerateArray().ToList();
        Expect(
            mode == BulkMode.BestEffort || items.Select(item => item.GetProperty("result").GetString() == BulkResult.Done).Distinct().Count() == 1,
            $"all or nothing did some: {answer}");
        foreach (var (item, one) in items.Zip(chosen))
        {
            await TakeItemAsync(client, item, one, act);
        }
    }

    private async Task TakeItemAsync(HttpClient client, JsonElement item, LedgerEntry entry, (string Action, string Event, string? With) act)
    {
        if (item.GetProperty("result").GetString() == BulkResult.Done)
        {
            entry.Version++;
            Expect(item.GetProperty("version").GetInt32() == entry.Version, $"{entry.Number} in bulk: {item} is not version {entry.Version}");
            entry.Acknowledged[entry.Version] = act.Event;
            entry.Status = Lifecycle.Next(act.Action, entry.Status) ?? entry.Status;
        }
        else if (item.GetProperty("status").GetInt32() == (int)HttpStatusCode.PreconditionFailed)
        {
            await LearnOfHandsAsync(client, entry);
        }
        else if (item.GetProperty("result").GetString() == BulkResult.Refused)
        {
            Expect(
                CodeOf(item.GetProperty("problem")) == "transition-not-allowed" && Lifecycle.Next(act.Action, entry.Status) is null,
                $"{act.Action} of {entry.Number}, {entry.Status}: {item}");
        }
    }
}
