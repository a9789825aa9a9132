using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Http;
using Connect311.Tests.Routing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Http;

/// <summary>One report on any version of the rule set, and nothing of it is stored.</summary>
public sealed class SimulationTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Route = "/v1/routing/simulate";

    /// <summary>In the middle of Brooklyn.</summary>
    private const string Place = """{"latitude":40.67383,"longitude":-73.97054}""";

    private const string Rules = """
        {"id": "music-at-night", "when": {"serviceTypes": ["noise-residential.*"], "localTime": {"from": "22:00", "to": "06:00"}},
         "assign": {"department": "NYPD", "queue": "night", "priority": 2, "note": {"en": "Look for the party.", "es": "Busquen la fiesta."}},
         "reason": {"en": "At night.", "es": "De noche."}},
        {"id": "brooklyn", "when": {"areas": {"borough": ["brooklyn"]}}, "assign": {"department": "DEP"}, "reason": {"en": "Brooklyn."}},
        {"id": "camps", "when": {"serviceTypes": ["encampment"]}, "needs": ["people-present"], "assign": {"department": "DHS"}, "reason": {"en": "Camps."}}
        """;

    [Fact]
    public async Task The_version_in_force_decides_as_it_decides_about_a_report_that_is_sent()
    {
        using var app = application.App();
        using var desk = application.Staff("demo-operator");
        var sent = await app.SubmittedAsync(Calls.Pothole);

        var answer = await SimulatedAsync(desk, Calls.Pothole);
        var decision = answer.GetProperty("decision");

        Assert.Equal(sent.GetProperty("department").GetRawText(), decision.GetProperty("department").GetRawText());
        Assert.Equal(sent.GetProperty("routing").Text("rule"), decision.Text("rule"));
        Assert.Equal(sent.GetProperty("routing").Text("reason"), decision.Text("reason"));
        Assert.Equal(sent.GetProperty("routing").GetProperty("ruleSetVersion").GetInt32(), answer.GetProperty("ruleSetVersion").GetInt32());
    }

    [Fact]
    public async Task A_draft_says_who_would_get_it_and_why_the_rules_before_lost()
    {
        var version = await DraftAsync(TestDrafts.Of(Rules));
        using var desk = application.Staff("demo-admin");

        var day = await SimulatedAsync(desk, Report("noise-residential.loud-music-party", version, Place, at: "2026-06-01T16:00:00Z"));
        var night = await SimulatedAsync(desk, Report("noise-residential.loud-music-party", version, Place, at: "2026-06-02T03:00:00Z"));

        Assert.Equal("DEP brooklyn null", $"{day.GetProperty("decision").GetProperty("department").Text("code")} {day.GetProperty("decision").Text("rule")} {day.GetProperty("decision").GetProperty("queue").GetRawText()}");
        Assert.Equal("music-at-night lost, brooklyn won", Considered(day));
        Assert.Equal("/rules/0/when/localTime", day.GetProperty("considered")[0].Text("condition"));
        Assert.Equal("other-time", day.GetProperty("considered")[0].Text("because"));
        Assert.NotEmpty(day.GetProperty("considered")[0].Text("sentence"));
        Assert.Equal("""[{"set":"borough","code":"brooklyn","name":"Brooklyn"}]""", day.GetProperty("input").GetProperty("areas").GetRawText());
        Assert.Equal("2026-06-01T12:00:00-04:00 America/New_York", $"{day.GetProperty("input").Text("localTime")} {day.GetProperty("input").Text("timeZone")}");
        var decision = night.GetProperty("decision");
        Assert.Equal("NYPD night 2", $"{decision.GetProperty("department").Text("code")} {decision.Text("queue")} {decision.GetProperty("priority").GetInt32()}");
        Assert.Equal(("At night.", "Look for the party."), (decision.Text("reason"), decision.Text("note")));
        Assert.Equal("music-at-night won", Considered(night));
    }

    [Fact]
    public async Task What_is_not_known_waits_for_an_operator_and_says_what_is_missing()
    {
        var version = await DraftAsync(TestDrafts.Of(Rules));
        using var desk = application.Staff("demo-operator");

        var unplaced = await SimulatedAsync(desk, Report("encampment", version, "null"));
        var unanswered = await SimulatedAsync(desk, Report("encampment", version, """{"latitude":40.7831,"longitude":-73.9712}"""));

        Assert.Equal("unplaced", unplaced.GetProperty("decision").Text("rule"));
        Assert.Equal("brooklyn needs-place", Considered(unplaced));
        Assert.Equal(JsonValueKind.Null, unplaced.GetProperty("input").GetProperty("areas").ValueKind);
        Assert.Equal("unanswered people-present", $"{unanswered.GetProperty("decision").Text("rule")} {unanswered.GetProperty("decision").GetProperty("needsAnswerTo").Text("code")}");
    }

    [Fact]
    public async Task A_place_on_a_boundary_names_both_departments_and_what_becomes_of_it()
    {
        var version = await DraftAsync(TestDrafts.Of(Rules));
        using var desk = application.Staff("demo-operator");

        // On Grand Street, where Brooklyn meets Queens.
        var answer = await SimulatedAsync(desk, Report("street-condition.pothole", version, """{"latitude":40.7155,"longitude":-73.9235,"accuracyMetres":300}"""));

        var decision = answer.GetProperty("decision");
        Assert.Equal("uncertain operator", $"{decision.Text("rule")} {answer.GetProperty("uncertainty").Text("policy")}");
        Assert.Equal(["311", "DEP"], answer.GetProperty("uncertainty").GetProperty("departments").EnumerateArray().Select(one => one.GetProperty("department").Text("code")).Order());
        Assert.Equal(1, answer.GetProperty("possiblePlaces").EnumerateArray().Sum(place => place.GetProperty("share").GetDouble()), 6);
    }

    [Fact]
    public async Task What_the_catalogue_would_refuse_is_said_and_tried_all_the_same()
    {
        using var desk = application.Staff("demo-operator");

        var answer = await SimulatedAsync(
            desk,
            """
            {"serviceType":"encampment","location":{"latitude":1,"longitude":2},"answers":{"colour":"red","people-present":"maybe"},
             "description":"I smell gas","channel":"web"}
            """);

        Assert.Equal(
            ["/answers/colour unknown-question", "/answers/people-present unknown-value", "/location outside-area"],
            answer.GetProperty("refusals").EnumerateArray().Select(fault => $"{fault.Text("field")} {fault.Text("code")}").Order());
        Assert.Equal("gas-smell", answer.Text("danger"));
        Assert.NotEmpty(answer.GetProperty("decision").GetProperty("department").Text("name"));
    }

    [Theory]
    [InlineData("""{}""", "/serviceType required")]
    [InlineData("""{"serviceType":"no-such"}""", "/serviceType unknown-service-type")]
    [InlineData("""{"serviceType":"street-condition.pothole","channel":"pigeon"}""", "/channel unknown-value")]
    [InlineData("""{"serviceType":"street-condition.pothole","receivedAt":"noon"}""", "/receivedAt invalid-format")]
    [InlineData("""{"serviceType":"street-condition.pothole","version":0}""", "/version out-of-range")]
    [InlineData("""{"serviceType":"street-condition.pothole","contact":{}}""", "/contact unknown-member")]
    [InlineData("""{"serviceType":"street-condition.pothole","location":{"latitude":91,"longitude":0}}""", "/location/latitude out-of-range")]
    public async Task What_cannot_be_read_is_named(string body, string fault)
    {
        using var desk = application.Staff("demo-operator");
        Assert.Equal([fault], await (await desk.PostJsonAsync(Route, null, body)).FaultsAsync());
    }

    [Fact]
    public async Task A_version_that_is_not_there_or_cannot_be_read_is_said_so()
    {
        using var desk = application.Staff("demo-operator");
        var broken = await DraftAsync("""{"name": "draft", "timeZone": "Mars/Olympus", "rules": [{"id": "a"}]}""");

        var unknown = await (await desk.PostJsonAsync(Route, null, Report("encampment", 9_999, Place))).ProblemAsync(ProblemCode.NotFound);
        var unreadable = await (await desk.PostJsonAsync(Route, null, Report("encampment", broken, Place))).ProblemAsync(ProblemCode.RuleSetUnreadable);

        Assert.Equal("/version", unknown.GetProperty("errors")[0].Text("field"));
        Assert.Contains("/timeZone", unreadable.GetProperty("errors").EnumerateArray().Select(fault => fault.Text("field")));
        Assert.Contains("/rules/0/assign", unreadable.GetProperty("errors").EnumerateArray().Select(fault => fault.Text("field")));
    }

    [Fact]
    public async Task No_row_of_any_table_is_changed()
    {
        var version = await DraftAsync(TestDrafts.Of(Rules));
        using var desk = application.Staff("demo-operator");
        var before = Dump();

        await SimulatedAsync(desk, Report("encampment", version, Place));
        await SimulatedAsync(desk, Calls.Pothole);

        Assert.NotEmpty(before);
        Assert.Equal(before, Dump());
    }

    private static string Report(string type, int version, string location, string at = "2026-06-01T16:00:00Z") => new JsonObject
    {
        ["serviceType"] = type,
        ["version"] = version,
        ["location"] = JsonNode.Parse(location),
        ["receivedAt"] = at,
    }.ToJsonString();

    private static string Considered(JsonElement answer) => string.Join(
        ", ", answer.GetProperty("considered").EnumerateArray().Select(rule => $"{rule.Text("rule")} {rule.Text("outcome")}"));

    private static async Task<JsonElement> SimulatedAsync(HttpClient desk, string body)
    {
        var response = await desk.PostJsonAsync(Route, null, body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.TextAsync());
        return await response.JsonAsync();
    }

    private async Task<int> DraftAsync(string json)
    {
        using var started = application.Anybody();
        return await application.Database.StoreDraftAsync(json);
    }

    private List<string> Dump()
    {
        using var connection = new SqliteConnection($"Data Source={application.DatabaseFile};Mode=ReadOnly;Pooling=False");
        return [.. connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name;")
            .SelectMany(table => connection.Query($"SELECT * FROM {table} ORDER BY 1;")
                .Select(row => $"{table}|{string.Join('|', ((IDictionary<string, object?>)row).Values)}"))];
    }
}
