using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Http;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Open311;

/// <summary>C6 and C7: lists of requests, and one.</summary>
public sealed class RequestTests : IDisposable
{
    private static readonly string[] Members =
    [
        "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice", "requested_datetime",
        "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
    ];

    private readonly TestApplication _application = new();
    private readonly HttpClient _client;

    public RequestTests() => _client = _application.App();

    [Fact]
    public async Task A_request_has_all_its_members_in_a_list_of_one()
    {
        var number = await ReportAsync();
        var found = await _client.AskAsync($"requests/{number}");
        var request = Assert.Single(found.EnumerateArray());
        Assert.Equal(Members, request.EnumerateObject().Select(member => member.Name));
        Assert.Equal((number, "open", "Assigned"), (request.Text("service_request_id"), request.Text("status"), request.Text("status_notes")));
        Assert.Equal(("street-condition.pothole", "Department of Transportation"), (request.Text("service_code"), request.Text("agency_responsible")));
        Assert.Equal("2026-06-01T16:00:00Z", request.Text("requested_datetime"));
        Assert.Equal(40.67383, request.GetProperty("lat").GetDouble(), 3);
        Assert.Equal(JsonValueKind.Number, request.GetProperty("long").ValueKind);
        Assert.Equal("Brooklyn", request.Text("address"));
        Assert.Equal(found.ToString(), (await _client.AskAsync($"requests/{number[4..]}")).ToString());
    }

    [Fact]
    public async Task A_closed_request_says_when_and_how()
    {
        var number = await ReportAsync();
        _application.Time.Advance(TimeSpan.FromMinutes(5));
        using var agent = _application.Staff("demo-agent-DOT");
        Assert.True((await agent.ActAsync(number, "close", "\"1\"", """{"outcome":"fixed","note":"Filled."}""")).IsSuccessStatusCode);
        var request = (await _client.AskAsync($"requests/{number}"))[0];
        var native = await (await _client.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync();
        Assert.Equal(("closed", "2026-06-01T16:05:00Z"), (request.Text("status"), request.Text("updated_datetime")));
        Assert.Equal(native.GetProperty("outcome").Text("sentence"), request.Text("status_notes"));
        Assert.Equal(JsonValueKind.Null, request.GetProperty("expected_datetime").ValueKind);
    }

    [Fact]
    public async Task A_confidential_request_is_unknown_everywhere()
    {
        var number = await ReportAsync("drug-activity.use-outside");
        var unknown = new TrackingNumber(77).ToString();
        Assert.Equal(await WholeAsync($"requests/{unknown}.xml"), await WholeAsync($"requests/{number}.xml"));
        Assert.Empty((await _client.AskAsync("requests")).EnumerateArray());
        Assert.Empty((await _client.AskAsync($"requests?service_request_id={number}")).EnumerateArray());
    }

    [Fact]
    public async Task Ids_override_everything_else_and_what_is_unknown_is_left_out()
    {
        var (first, second) = (await ReportAsync(), await ReportAsync("rodent.rat-sighting"));
        var found = await IdsAsync($"requests?service_request_id={first},{second[4..]},nothing,311-77&status=nonsense&start_date=x&service_code=none&page_size=0");
        Assert.Equal([second, first], found);
    }

    [Fact]
    public async Task The_newest_come_first_and_filters_narrow()
    {
        var first = await ReportAsync();
        _application.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await ReportAsync("rodent.rat-sighting");
        var third = await ReportAsync();
        using var agent = _application.Staff("demo-agent-DOT");
        await agent.ActAsync(first, "close", "\"1\"", """{"outcome":"fixed","note":"Filled."}""");

        Assert.Equal([third, second, first], await IdsAsync("requests"));
        Assert.Equal([third, second], await IdsAsync("requests?status=open"));
        Assert.Equal([first], await IdsAsync("requests?status=Closed"));
        Assert.Equal([third, second, first], await IdsAsync("requests?status=open,closed&service_code=&start_date="));
        Assert.Equal([third, first], await IdsAsync("requests?service_code=street-condition.pothole"));
        Assert.Equal([third, second, first], await IdsAsync("requests?service_code=street-condition.pothole,rodent.rat-sighting"));
        Assert.Empty(await IdsAsync("requests?service_code=no-such"));
        Assert.Equal([first], await IdsAsync("requests?end_date=2026-06-01T16:00:00Z"));
        Assert.Equal([third, second], await IdsAsync("requests?start_date=2026-06-01T12:00:00.001-04:00"));
        Assert.Equal([third, second, first], await IdsAsync("requests?start_date=2026-06-01T16:00:00+00:00&end_date=2026-06-01T16:01:00Z"));
        Assert.Equal([second], await IdsAsync("requests?page=2&page_size=1"));
        Assert.Equal([third, second, first], await IdsAsync("requests?page=1"));
        Assert.Empty(await IdsAsync("requests?page=2"));
    }

    [Fact]
    public async Task The_last_90_days_are_meant_where_nothing_is_said()
    {
        var last = await StoredAsync(TestApplication.Noon.AddDays(-90));
        var before = await StoredAsync(TestApplication.Noon.AddDays(-90).AddMilliseconds(-1));
        Assert.Equal([last], await IdsAsync("requests"));
        Assert.Equal([last, before], await IdsAsync("requests?start_date=2026-02-01T00:00:00Z"));
        Assert.Equal([last, before], await IdsAsync("requests?end_date=2026-05-01T00:00:00Z"));
        Assert.Equal([before], await IdsAsync($"requests?service_request_id={before}"));
    }

    [Fact]
    public async Task With_extensions_it_says_all_that_is_public_of_it()
    {
        var (first, second) = (await ReportAsync(), await ReportAsync());
        using var agent = _application.Staff("demo-agent-DOT");
        _application.Time.Advance(TimeSpan.FromMinutes(1));
        var closed = await agent.ActAsync(second, "close", "\"1\"", $$"""{"outcome":"duplicate","duplicateOf":"{{first}}"}""");
        Assert.True(closed.IsSuccessStatusCode, await closed.TextAsync());
        var plain = (await _client.AskAsync($"requests/{second}"))[0];
        var extended = (await _client.AskAsync($"requests/{second}?extensions=true"))[0];
        Assert.Equal([.. Members, "extended_attributes", "notes"], extended.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Members, plain.EnumerateObject().Select(member => member.Name));
        var attributes = extended.GetProperty("extended_attributes");
        Assert.Equal(("closed", "DOT", first), (attributes.Text("detailed_status"), attributes.Text("agency_code"), attributes.Text("parent_service_request_id")));
        Assert.Equal("""[{"set":"borough","key":"brooklyn","name":"Brooklyn"}]""", attributes.GetProperty("areas").GetRawText());
        Assert.Equal(
            ["2026-06-01T16:00:00Z opened Assigned", "2026-06-01T16:01:00Z closed Closed"],
            extended.GetProperty("notes").EnumerateArray().Select(note => $"{note.Text("datetime")} {note.Text("type")} {note.Text("summary")}"));
        Assert.Equal(extended.Text("status_notes"), extended.GetProperty("notes")[1].Text("description"));
    }

    [Fact]
    public async Task Lists_are_about_changes_and_places_where_that_is_asked_for()
    {
        var (first, second) = (await ReportAsync(), await ReportAsync("rodent.rat-sighting"));
        using var agent = _application.Staff("demo-agent-DOT");
        _application.Time.Advance(TimeSpan.FromMinutes(1));
        await agent.ActAsync(first, "acknowledge", "\"1\"");
        Assert.Equal([second, first], await IdsAsync("requests"));
        Assert.Equal([first, second], await IdsAsync("requests?updated_after=2026-06-01T00:00:00Z"));
        Assert.Equal([first], await IdsAsync("requests?updated_after=2026-06-01T16:01:00Z&start_date=2020-01-01T00:00:00Z"));
        Assert.Equal([second], await IdsAsync("requests?updated_before=2026-06-01T16:00:59Z"));
        Assert.Equal([second, first], await IdsAsync("requests?bbox=-73.98,40.67,-73.96,40.68"));
        Assert.Empty(await IdsAsync("requests?bbox=-73.96,40.67,-73.95,40.68"));
        Assert.Equal([second, first], await IdsAsync("requests?lat=40.674&long=-73.97"));
        Assert.Empty(await IdsAsync("requests?lat=40.7&long=-73.97&radius=100"));
    }

    [Fact]
    public async Task Nothing_that_a_resident_said_or_is_comes_out()
    {
        var posted = await _client.PostAsync($"{Open311Calls.Root}/requests.json", Open311Calls.Form(
            [.. ReportTests.Pothole, ("email", "marker@example.org"), ("first_name", "MARKER"), ("phone", "2125550123"), ("address_string", "MARKER street"), ("media_url", "https://example.org/MARKER")]), TestContext.Current.CancellationToken);
        var number = (await posted.JsonAsync())[0].Text("service_request_id");
        var list = (await _client.AskAsync("requests")).ToString();
        Assert.Contains(number, list, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", list, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Deep pothole", list, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _client.Dispose();
        _application.Dispose();
    }

    private async Task<string> ReportAsync(string serviceType = "street-condition.pothole") => (await _client.SubmittedAsync(
        Calls.Pothole.Replace("street-condition.pothole", serviceType, StringComparison.Ordinal))).Text("trackingNumber");

    /// <summary>The clock of a running program does not go back, and ahead but slowly.</summary>
    private async Task<string> StoredAsync(DateTimeOffset receivedAt) =>
        new TrackingNumber((await _application.Database.StoredAsync(NewRequest(receivedAt: receivedAt))).Row.Id).ToString();

    private async Task<string[]> IdsAsync(string method) =>
        [.. (await _client.AskAsync(method)).EnumerateArray().Select(request => request.Text("service_request_id"))];

    /// <summary>Status, headers and body; the clock's header apart.</summary>
    private async Task<string> WholeAsync(string path)
    {
        var answer = await _client.ReadAsync($"{Open311Calls.Root}/{path}");
        answer.Headers.Date = null;

        // How much the caller has left goes down with each call, whatever is asked.
        answer.Headers.Remove("RateLimit-Remaining");
        answer.Headers.Remove("RateLimit-Reset");
        return $"{answer.StatusCode}\n{answer.Headers}{answer.Content.Headers}\n{await answer.TextAsync()}";
    }
}
