using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connect311.Tests.Http;

/// <summary>Reports that waited on a phone come together, and each is taken or refused by itself.</summary>
public sealed class BatchTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Path = "/v1/service-requests/batch";

    [Fact]
    public async Task Each_report_gets_the_answer_that_it_would_get_alone()
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        var answer = await SendAsync(
            app,
            Item("each-1"),
            Item("each-2", body => body["serviceType"] = "no-such-type"),
            Item("each-3", body => body["location"]!["latitude"] = 91),
            Item("each-4", body => body["serviceType"] = "emergency-911"),
            Item(null),
            JsonValue.Create(1),
            Item("each-5"));

        Assert.Equal(2, answer.GetProperty("stored").GetInt32());
        Assert.Equal(before + 2, await application.RequestsAsync());
        Assert.Equal(
            [
                "each-1 stored 201 ", "each-2 refused 400 /serviceType unknown-service-type", "each-3 refused 400 /location/latitude out-of-range",
                "each-4 refused 422 ", " refused 400 /idempotencyKey required", " refused 400  wrong-type", "each-5 stored 201 ",
            ],
            Items(answer).Select(Told));
        Assert.Equal("not-a-request", Items(answer)[3].GetProperty("problem").Text("code"));
        foreach (var item in new[] { Items(answer)[0], Items(answer)[6] })
        {
            var alone = await app.SubmitAsync(Answers.Pothole(_ => { }), item.Text("idempotencyKey"));
            Assert.Equal("true", Assert.Single(alone.Headers.GetValues("Idempotency-Replayed")));
            Assert.Equal(item.GetProperty("answer").GetRawText(), (await alone.JsonAsync()).GetRawText());
        }
    }

    [Fact]
    public async Task Sent_again_as_it_was_it_stores_nothing_twice()
    {
        using var app = application.App();
        JsonNode[] items = [.. Enumerable.Range(0, 100).Select(i => Item($"again-{i}", body => body["description"] = $"Number {i}"))];
        var before = await application.RequestsAsync();
        var first = await SendAsync(app, items);
        var second = await SendAsync(app, items);

        Assert.Equal((100, before + 100), (first.GetProperty("stored").GetInt32(), await application.RequestsAsync()));
        Assert.Equal(Items(first).Select(Number), Items(second).Select(Number));
        Assert.Equal(100, Items(first).Select(Number).Distinct().Count());
        Assert.All(Items(first), item => Assert.False(item.GetProperty("replayed").GetBoolean()));
        Assert.All(Items(second), item => Assert.True(item.GetProperty("replayed").GetBoolean()));
    }

    [Fact]
    public async Task A_key_means_one_report_within_a_batch_too()
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        var answer = await SendAsync(app, Item("twice"), Item("twice"), Item("twice", body => body["description"] = "Another one."));

        Assert.Equal(before + 1, await application.RequestsAsync());
        var told = Items(answer).Select(item => item.GetProperty("status").GetInt32()).Order().ToList();
        Assert.Equal([201, 201, 422], told);
        Assert.Equal("key-reused", Items(answer).Single(item => item.Text("result") == "refused").GetProperty("problem").Text("code"));
        Assert.Single(Items(answer).Where(item => item.Text("result") == "stored").Select(Number).Distinct());
    }

    [Fact]
    public async Task What_the_program_does_not_know_is_kept_aside_for_staff()
    {
        using var app = application.App();
        using var agent = application.Staff("demo-agent-DOT");
        var answer = await SendAsync(app, Item("aside", body =>
        {
            body["weather"] = "rain";
            body["answers"] = new JsonObject { ["mood"] = "bad" };
        }));

        var seen = await (await agent.ReadAsync($"/v1/service-requests/{Number(Assert.Single(Items(answer)))}")).JsonAsync();
        Assert.Equal("""{"/weather":"rain","/answers/mood":"bad"}""", seen.GetProperty("aside").GetRawText());
    }

    [Theory]
    [InlineData("""{ "items": [] }""", "/items required")]
    [InlineData("{}", "/items required")]
    [InlineData("""{ "items": {} }""", "/items wrong-type")]
    [InlineData("""{ "items": [{}], "more": 1 }""", "/more unknown-member")]
    public async Task A_batch_that_is_none_is_refused(string body, string fault)
    {
        using var app = application.App();
        Assert.Equal([fault], await (await app.PostJsonAsync(Path, null, body)).FaultsAsync());
    }

    [Fact]
    public async Task More_than_a_hundred_are_refused_and_nothing_is_stored()
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        var response = await app.PostJsonAsync(Path, null, Body([.. Enumerable.Range(0, 101).Select(i => Item($"many-{i}"))]));

        Assert.Equal(["/items too-many"], await response.FaultsAsync());
        Assert.Equal(before, await application.RequestsAsync());
    }

    [Fact]
    public async Task Each_report_counts_against_the_limit_and_the_rest_stays_in_the_queue()
    {
        using var limited = new TestApplication().With("RateLimits:SubmissionsPerMinute", "3");
        using var app = await limited.KeyedAppAsync();
        JsonNode[] items = [.. Enumerable.Range(0, 5).Select(i => Item($"limit-{i}"))];
        var first = Items(await SendAsync(app, items));

        Assert.Equal(["stored", "stored", "stored", "later", "later"], first.Select(item => item.Text("result")).OrderDescending());
        Assert.All(first.Where(item => item.Text("result") == "later"), item =>
        {
            Assert.Equal((429, "rate-limited"), (item.GetProperty("status").GetInt32(), item.GetProperty("problem").Text("code")));
            Assert.InRange(item.GetProperty("retryAfter").GetInt32(), 1, 60);
        });
        limited.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(3, (await SendAsync(app, items)).GetProperty("stored").GetInt32());
    }

    private static JsonObject Item(string? key, Action<JsonObject>? change = null)
    {
        var item = JsonNode.Parse(Answers.Pothole(change ?? (_ => { })))!.AsObject();
        if (key is not null)
        {
            item["idempotencyKey"] = key;
        }

        return item;
    }

    private static string Body(JsonNode[] items) => new JsonObject { ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]) }.ToJsonString();

    private static async Task<JsonElement> SendAsync(HttpClient app, params JsonNode[] items)
    {
        var response = await app.PostJsonAsync(Path, null, Body(items));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private static List<JsonElement> Items(JsonElement answer) => [.. answer.GetProperty("items").EnumerateArray()];

    private static string Number(JsonElement item) => item.GetProperty("answer").Text("trackingNumber");

    private static string Told(JsonElement item)
    {
        var problem = item.GetProperty("problem");
        var faults = problem.ValueKind == JsonValueKind.Null ? [] : problem.GetProperty("errors").EnumerateArray().Select(fault => $"{fault.Text("field")} {fault.Text("code")}");
        return $"{item.GetProperty("idempotencyKey").GetString()} {item.Text("result")} {item.GetProperty("status")} {string.Join(", ", faults)}";
    }
}
