using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Http;
using Connect311.Tests.Triage.Rerouting;
using TownForUpdates = Connect311.Tests.Open311.Connector.ConnectorTown;

namespace Connect311.Tests.Open311.Updates;

/// <summary>What happens to requests is told to whoever asks; departments and residents say what happened.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly TownForUpdates _town = new("https://parks.example.org");

    public void Dispose() => _town.Dispose();

    [Fact]
    public async Task A_department_moves_its_request_by_its_secret_key_and_a_repetition_is_answered_alike()
    {
        var number = await _town.SubmitAsync();
        var key = await ActionTests.KeyAsync(_town.Application, "PARKS");
        using var anybody = _town.Application.Anybody();
        using var system = _town.Application.ClientFor("X-Department-Key", key);
        var fields = Of(number, "u1", "IN_PROGRESS", ("description", "On it."));
        var first = await (await PostAsync(system, fields)).Content.ReadAsStringAsync(Token);
        Assert.Equal("""[{"update_id":"u1"}]""", first);
        Assert.Equal(first, await (await PostAsync(anybody, [.. fields, new("api_key", key)])).Content.ReadAsStringAsync(Token));
        Assert.Equal(RequestStatus.InProgress, (await _town.RowAsync(number)).Status);

        await PostAsync(system, Of(number, "u2", "closed", ("external_status_code", "not-found")));
        Assert.Equal(RequestStatus.InProgress, (await _town.RowAsync(number)).Status);
        await PostAsync(system, Of(number, "u3", "closed", ("external_status_code", "not-found"), ("visited_datetime", "2026-06-01T16:00:00Z")));
        Assert.Equal((RequestStatus.Closed, "not-found"), ((await _town.RowAsync(number)).Status, (await _town.RowAsync(number)).Outcome));
        Assert.Equal(
            ["submitted", "started On it.", "noted [closed / not-found]", "closed"],
            (await _town.HistoryAsync(number)).Select(line => $"{line.Text("event")} {line.GetProperty("note").GetString() ?? line.GetProperty("text").GetString()}".Trim()));
        _town.Town.AssertSound();
    }

    [Fact]
    public async Task Another_departments_key_changes_nothing()
    {
        var number = await _town.SubmitAsync();
        using var other = _town.Application.ClientFor("X-Department-Key", await ActionTests.KeyAsync(_town.Application, "ROADS"));
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(other, Of(number, "u1", "fixed"))).StatusCode);
        Assert.Equal(1, (await _town.RowAsync(number)).Version);
    }

    [Fact]
    public async Task With_an_app_key_it_is_a_comment_whatever_its_status_says()
    {
        var number = await _town.SubmitAsync();
        using var app = _town.Application.App();
        foreach (var status in new[] { "FIXED", "reopen", "closed" })
        {
            var fields = Of(number, $"u-{status}", status, ("description", $"It says {status}."), ("media_url", "https://example.org/a.jpg"));
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, fields)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, fields)).StatusCode);
        }

        Assert.Equal(RequestStatus.Assigned, (await _town.RowAsync(number)).Status);
        Assert.Equal(
            ["commented It says FIXED.\nhttps://example.org/a.jpg", "commented It says reopen.\nhttps://example.org/a.jpg", "commented It says closed.\nhttps://example.org/a.jpg"],
            (await _town.HistoryAsync(number)).Skip(1).Select(line => $"{line.Text("event")} {line.Text("text")}"));
    }

    [Fact]
    public async Task Who_reported_it_disputes_by_the_reporter_key()
    {
        var submitted = await _town.Town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.East));
        var (number, key) = (submitted.Text("trackingNumber"), submitted.Text("reporterKey"));
        await _town.OperateAsync(number, "close", """{"outcome":"fixed"}""");
        using var app = _town.Application.App();
        await PostAsync(app, Of(number, "u1", "reopen", ("description", "It is still there.")));
        Assert.Null((await _town.RowAsync(number)).DisputedAt);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(app, Of(number, "u2", "reopen", ("description", "Mine."), ("reporter_key", "wrong")))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, Of(number, "u3", "reopen", ("description", "It is still there."), ("reporter_key", key)))).StatusCode);
        Assert.NotNull((await _town.RowAsync(number)).DisputedAt);
        Assert.Equal(["submitted", "closed", "commented", "disputed"], (await _town.HistoryAsync(number)).Select(line => line.Text("event")));
    }

    [Theory]
    [InlineData("update_id", null, 400)]
    [InlineData("update_id", " ", 400)]
    [InlineData("service_request_id", null, 400)]
    [InlineData("service_request_id", "311-999999990", 404)]
    [InlineData("service_request_id", "x", 404)]
    [InlineData("status", "finished", 400)]
    [InlineData("updated_datetime", "yesterday", 400)]
    [InlineData("updated_datetime", "2026-06-01T16:00:00", 400)]
    [InlineData("description", null, 400)]
    public async Task What_is_wrong_is_said(string field, string? value, int status)
    {
        var number = await _town.SubmitAsync();
        using var app = _town.Application.App();
        var fields = Of(number, "u1", "open", ("description", "Words."), ("updated_datetime", "2026-06-01T16:00:00Z")).Where(one => one.Key != field).ToList();
        if (value is not null)
        {
            fields.Add(new(field, value));
        }

        var answer = await PostAsync(app, fields);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.True((await answer.JsonAsync())[0].GetProperty("code").GetInt32() >= 400);
        Assert.Equal(1, (await _town.RowAsync(number)).Version);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_taken_and_a_confidential_request_is_not_there()
    {
        var number = await _town.SubmitAsync();
        using var anybody = _town.Application.Anybody();
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(anybody, Of(number, "u1", "open", ("description", "Words.")))).StatusCode);
        var secret = await _town.Town.SubmittedAsync("""{"serviceType":"secret.one","description":"A secret.","location":{"latitude":0.5,"longitude":0.5}}""");
        using var app = _town.Application.App();
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(app, Of(secret.Text("trackingNumber"), "u1", "open", ("description", "Words.")))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, Of(secret.Text("trackingNumber"), "u1", "open", ("description", "Words."), ("reporter_key", secret.Text("reporterKey"))))).StatusCode);
        Assert.Equal("[]", await (await anybody.ReadAsync("/open311/v2/servicerequestupdates.json")).Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task What_happened_is_listed_in_both_forms_in_public_words_alone()
    {
        var number = await _town.SubmitAsync();
        await _town.OperateAsync(number, "acknowledge", """{"note":"Mind the dog."}""");
        await _town.OperateAsync(number, "notes", """{"text":"Secret."}""");
        await _town.OperateAsync(number, "wait", """{"waitingFor":"parts"}""");
        await _town.OperateAsync(number, "updates", """{"text":"We come on Monday."}""");
        await _town.OperateAsync(number, "close", """{"outcome":"not-found","visitedAt":"2026-06-01T16:00:00Z","note":"Nothing."}""");

        using var anybody = _town.Application.Anybody();
        var text = await (await anybody.ReadAsync("/open311/v2/servicerequestupdates.json?start_date=2026-06-01T00:00:00Z")).Content.ReadAsStringAsync(Token);
        var json = JsonDocument.Parse(text).RootElement.EnumerateArray().ToList();
        Assert.Equal(
            [$"{number}-2 investigating  ", $"{number}-4 action_scheduled parts ", $"{number}-5 action_scheduled  We come on Monday.", $"{number}-6 no_further_action not-found Nothing was there on June 1, 2026."],
            json.Select(one => $"{one.Text("update_id")} {one.Text("status")} {one.GetProperty("external_status_code").GetString()} {one.GetProperty("description").GetString()}"));
        Assert.Equal("2026-06-01T16:00:00Z", json[3].GetProperty("extras").Text("visited_datetime"));
        Assert.DoesNotContain("dog", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", text, StringComparison.Ordinal);
        var xml = XDocument.Parse(await (await anybody.ReadAsync("/open311/v2/servicerequestupdates.xml?start_date=2026-06-01T00:00:00Z")).Content.ReadAsStringAsync(Token));
        Assert.Equal(json.Select(one => one.Text("update_id")), xml.Root!.Elements("request_update").Select(one => one.Element("update_id")!.Value));
        Assert.Equal("service_request_updates", xml.Root.Name.LocalName);
        Assert.Equal("[]", await (await anybody.ReadAsync("/open311/v2/servicerequestupdates.json?end_date=2026-05-31T00:00:00Z")).Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.BadRequest, (await anybody.ReadAsync("/open311/v2/servicerequestupdates.json?start_date=2026-01-01T00:00:00Z&end_date=2026-05-31T00:00:00Z")).StatusCode);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static List<KeyValuePair<string, string>> Of(string number, string id, string status, params (string Name, string Value)[] more) =>
        [new("service_request_id", number), new("update_id", id), new("status", status), .. more.Select(one => new KeyValuePair<string, string>(one.Name, one.Value))];

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, IEnumerable<KeyValuePair<string, string>> fields) =>
        client.PostAsync("/open311/v2/servicerequestupdates.json", new FormUrlEncodedContent(fields), Token);
}
