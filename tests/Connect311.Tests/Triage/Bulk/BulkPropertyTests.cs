using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Triage.Bulk;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Triage.Bulk;

/// <summary>
/// A best-effort bulk does to each request, and says of it, what the action's own route does to its twin and says of it.
/// </summary>
public abstract class BulkPropertyTests : IDisposable
{
    private const int Pairs = 8;
    private const int Rounds = 40;

    private static readonly string[] Reports =
    [
        ReroutingTown.HoleIn(ReroutingTown.West, """ "contact":{"email":"ana@example.org","notify":["email"]} """),
        ReroutingTown.HoleIn(ReroutingTown.East),
        ReroutingTown.HoleIn(ReroutingTown.West),
        $$"""{"serviceType":"secret.one","description":"Hush.","location":{{ReroutingTown.West}}}""",
        $$"""{"serviceType":"unlisted","description":"What is this?","location":{{ReroutingTown.West}}}""",
    ];

    private static readonly string[] Callers = ["demo-agent-ROADS", "demo-agent-ROADS", "demo-supervisor-ROADS", "demo-agent-POLICE", "demo-operator"];

    private static readonly (string Action, string Path, string? Body)[] Acts =
    [
        ("acknowledge", "acknowledge", """{"note":"Seen."}"""),
        ("start", "start", null),
        ("wait", "wait", """{"waitingFor":"parts"}"""),
        ("resume", "resume", null),
        ("ask", "ask", """{"text":"Which side?"}"""),
        ("close", "close", """{"outcome":"fixed","note":"Filled."}"""),
        ("close", "close", """{"outcome":"no-access","visitedAt":"2026-06-01T15:00:00Z"}"""),
        ("cancel", "cancel", """{"outcome":"spam","note":"An advertisement."}"""),
        ("reopen", "reopen", """{"reason":"Not done."}"""),
        ("reject-dispute", "dispute/reject", """{"sentence":"It is done."}"""),
        ("transfer", "transfer", """{"department":"ROADS","reason":"wrong-department"}"""),
        ("transfer", "transfer", """{"department":"DIGGERS","reason":"next-step","note":"Deep."}"""),
        ("assign", "assign", """{"assignee":"demo-agent-ROADS"}"""),
        ("release-claim", "claim", null),
        ("note", "notes", """{"text":"The dog bites."}"""),
        ("update", "updates", """{"text":"We come on Monday."}"""),
    ];

    private readonly ReroutingTown _town;
    private readonly Random _random = new(311);

    protected BulkPropertyTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _town = new(
            "at-once",
            application => application.With("ConnectionStrings:Connect311", database.ConnectionString).With("Database:Engine", database.Engine.ToString()));
    }

    [Fact]
    public async Task A_bulk_is_the_single_calls_one_after_another()
    {
        var pairs = new List<(string Bulk, string Single)>();
        foreach (var report in Enumerable.Range(0, Pairs).Select(i => Reports[i % Reports.Length]))
        {
            pairs.Add((await _town.SubmitAsync(report), await _town.SubmitAsync(report)));
        }

        var said = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            _town.Application.Time.Advance(TimeSpan.FromMinutes(1));
            await ClaimSomeAsync(pairs);
            var act = Acts[(round + _random.Next(2)) % Acts.Length];
            var chosen = pairs.Where(_ => _random.Next(4) > 0).OrderBy(_ => _random.Next()).ToList();
            if (chosen.Count > 0)
            {
                said.UnionWith(await CompareAsync(Callers[_random.Next(Callers.Length)], act, chosen));
            }
        }

        foreach (var (bulk, single) in pairs)
        {
            Assert.Equal(await FactsAsync(single), await FactsAsync(bulk));
        }

        // The first one's contact stands elsewhere, sealed.
        foreach (var (bulk, _) in pairs.Take(Reports.Length).Skip(1))
        {
            Assert.Null(await _town.Application.Database.FaultOfHistoryAsync(ReroutingTown.IdOf(bulk)));
        }

        Assert.Superset(new HashSet<string> { "200", "403", "404", "409 transition-not-allowed", "409 claimed", "412 version-mismatch", "400 validation-failed" }, said);
    }

    public void Dispose()
    {
        _town.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns>What was said of the requests, as status and code.</returns>
    private async Task<IEnumerable<string>> CompareAsync(
        string caller, (string Action, string Path, string? Body) act, List<(string Bulk, string Single)> pairs)
    {
        using var client = _town.Application.Staff(caller);
        var stale = _random.Next(pairs.Count * 2);
        var versions = new List<int>();
        foreach (var (_, single) in pairs)
        {
            versions.Add((await _town.RowAsync(single)).Version + (versions.Count == stale ? 1 : 0));
        }

        var body = new JsonObject
        {
            ["mode"] = BulkMode.BestEffort,
            ["action"] = act.Action,
            ["with"] = act.Body is null ? null : JsonNode.Parse(act.Body),
            ["items"] = new JsonArray([.. pairs.Select((pair, i) => new JsonObject { ["trackingNumber"] = pair.Bulk, ["version"] = versions[i] })]),
        };
        var response = await client.PostJsonAsync("/v1/service-requests/bulk", null, body.ToJsonString());
        var answer = await response.JsonAsync();
        var expected = new List<string>();
        for (var i = 0; i < pairs.Count; i++)
        {
            expected.Add(await SingleAsync(client, act, pairs[i].Single, versions[i]));
        }

        if (!response.IsSuccessStatusCode)
        {
            // The route itself is not open to the caller.
            Assert.Equal(403, (int)response.StatusCode);
            Assert.All(expected, one => Assert.StartsWith("403", one, StringComparison.Ordinal));
            return [];
        }

        var items = answer.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(pairs.Select(pair => pair.Bulk), items.Select(item => item.Text("trackingNumber")));
        Assert.Equal(expected, items.Select(Said));
        Assert.Equal(items.Count(item => item.Text("result") == "done"), answer.GetProperty("done").GetInt32());
        return items.Select(item => Said(item) is ['2', ..] ? "200" : string.Join(' ', Said(item).Split(' ').Take(item.GetProperty("status").GetInt32() is 403 or 404 ? 1 : 2)));
    }

    /// <summary>What was said: status and version, or status, code and the faults.</summary>
    private static string Said(JsonElement item)
    {
        var status = item.GetProperty("status").GetInt32();
        return status == 200 ? $"200 {item.GetProperty("version")}" : $"{status} {Refusal(item.GetProperty("problem"), "/with")}";
    }

    private static string Refusal(JsonElement problem, string prefix) => problem.Text("code") + string.Concat(problem.GetProperty("errors").EnumerateArray().Select(
        error => $" {error.Text("field")[prefix.Length..]} {error.Text("code")} {error.Text("message")}"));

    private static async Task<string> SingleAsync(HttpClient client, (string Action, string Path, string? Body) act, string number, int version)
    {
        var response = act.Action == BulkActions.ReleaseClaim
            ? await client.DeleteAsync($"/v1/service-requests/{number}/claim", $"\"{version}\"")
            : await client.ActAsync(number, act.Path, $"\"{version}\"", act.Body);
        var json = await response.JsonAsync();
        return response.IsSuccessStatusCode ? $"200 {json.GetProperty("version")}" : $"{(int)response.StatusCode} {Refusal(json, "")}";
    }

    /// <summary>Somebody else takes both of some twins in hand.</summary>
    private async Task ClaimSomeAsync(List<(string Bulk, string Single)> pairs)
    {
        using var operators = _town.Application.Staff("demo-operator");
        var (bulk, single) = pairs[_random.Next(pairs.Count)];
        var answers = (await operators.ActAsync(bulk, "claim", null), await operators.ActAsync(single, "claim", null));
        Assert.Equal(answers.Item2.StatusCode, answers.Item1.StatusCode);
    }

    private async Task<string> FactsAsync(string number)
    {
        var id = ReroutingTown.IdOf(number);
        var row = await _town.RowAsync(number);
        var events = (await _town.Application.Database.EventsAsync(id)).Select(line => $"{line.Kind} {line.At:O} {line.Data} {line.Content}");
        var outbox = await _town.Application.Database.CountAsync("SELECT COUNT(*) FROM Outbox WHERE RequestId = @value;", id);
        return $"{row with { Id = 0, HeadHash = "" }}\n{string.Join('\n', events)}\n{outbox}";
    }
}

public sealed class SqliteBulkPropertyTests(SqliteTestDatabase database) : BulkPropertyTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerBulkPropertyTests(SqlServerTestDatabase database) : BulkPropertyTests(database), IClassFixture<SqlServerTestDatabase>;
