using System.Net;
using System.Text.Json;
using Connect311.Tests.Http;
using Sylvan.Data.Csv;

namespace Connect311.Tests.Open311;

/// <summary>GeoReport Bulk: one table in three forms.</summary>
public sealed class BulkTests : IDisposable
{
    private static readonly string[] Members =
    [
        "service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description", "status_notes", "source",
        "service_name", "service_subtype", "description", "agency_responsible", "address", "lat", "long",
    ];

    private readonly TestApplication _application = new();
    private readonly HttpClient _client;

    public BulkTests() => _client = _application.App();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task All_forms_say_the_same_the_oldest_first()
    {
        var numbers = await ThreeAsync();
        var json = await BulkAsync();
        Assert.Equal(numbers, json.EnumerateArray().Select(row => row.Text("service_request_id")));
        Assert.All(json.EnumerateArray(), row => Assert.Equal(Members, row.EnumerateObject().Select(member => member.Name)));
        var closed = json[0];
        Assert.Equal(("closed", "2026-06-01T21:00:00Z", "2026-06-01T21:00:00Z"), (closed.Text("status_description"), closed.Text("closed_date"), closed.Text("updated_datetime")));
        Assert.Equal(("street-condition.pothole", "Brooklyn", JsonValueKind.Number), (closed.Text("service_subtype"), closed.Text("address"), closed.GetProperty("lat").ValueKind));
        Assert.Equal(JsonValueKind.Null, json[1].GetProperty("closed_date").ValueKind);

        var csv = await _client.ReadAsync($"{Open311Calls.Root}/bulk.csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        using var reader = CsvDataReader.Create(new StringReader(await csv.TextAsync()));
        Assert.Equal(Members, Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
        foreach (var row in json.EnumerateArray())
        {
            Assert.True(reader.Read());
            Assert.Equal(
                row.EnumerateObject().Select(member => member.Value.ValueKind == JsonValueKind.Null ? "" : member.Value.ToString()),
                Enumerable.Range(0, reader.FieldCount).Select(reader.GetString));
        }

        Assert.False(reader.Read());
    }

    [Fact]
    public async Task A_time_of_any_length_may_be_asked_for()
    {
        var numbers = await ThreeAsync();
        Assert.Equal(3, (await BulkAsync("?start_date=1990-01-01T00:00:00Z&end_date=2090-01-01T00:00:00Z")).GetArrayLength());
        var one = await BulkAsync("?start_date=2026-06-01T21:00:00Z&end_date=2026-06-01T21:00:00Z");
        Assert.Equal([numbers[1], numbers[2]], one.EnumerateArray().Select(row => row.Text("service_request_id")));
        Assert.Empty((await BulkAsync("?end_date=2020-01-01T00:00:00Z")).EnumerateArray());
        Assert.Equal(["400 end_date: at least 2026-06-02T00:00:00Z"], (await _client.RefusedAsync(
            HttpStatusCode.BadRequest, "bulk?start_date=2026-06-02T00:00:00Z&end_date=2026-06-01T00:00:00Z")).Select(error => error.Replace(" must be", ":", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_confidential_report_is_in_no_form()
    {
        await _client.SubmittedAsync(Calls.Pothole.Replace("street-condition.pothole", "drug-activity.use-outside", StringComparison.Ordinal));
        Assert.Empty((await BulkAsync()).EnumerateArray());
        Assert.Equal(string.Join(',', Members) + "\r\n", await (await _client.ReadAsync($"{Open311Calls.Root}/bulk.csv")).TextAsync());
    }

    private Task<JsonElement> BulkAsync(string query = "") => _client.AskAsync($"bulk{query}");

    /// <summary>Three reports, of which the first is closed five hours later, as the other two come in.</summary>
    private async Task<string[]> ThreeAsync()
    {
        var first = (await _client.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        _application.Time.Advance(TimeSpan.FromHours(5));
        using var agent = _application.Staff("demo-agent-DOT");
        Assert.True((await agent.ActAsync(first, "close", "\"1\"", """{"outcome":"fixed","note":"Filled."}""")).IsSuccessStatusCode);
        var second = (await _client.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        return [first, second, (await _client.SubmittedAsync(Calls.Pothole)).Text("trackingNumber")];
    }
}
