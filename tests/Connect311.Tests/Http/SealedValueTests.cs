using System.Net;
using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

public sealed class SealedValueTests : IDisposable
{
    private readonly TestApplication _application = new();

    [Fact]
    public async Task Unknown_members_of_another_catalogue_are_stored_encrypted_and_shown_to_staff()
    {
        var number = await NumberAsync("""
            {"serviceType":"street-condition.pothole","catalogVersion":99,"reporterEmail":"ann@example.org",
             "answers":{"never-asked":"MARKER-ANSWER"},"location":{"latitude":40.67383,"longitude":-73.97054}}
            """);

        var stored = await RowAsync<string>("SELECT COALESCE(Aside, '') || COALESCE(Answers, '') FROM ServiceRequest", number);
        Assert.DoesNotContain("ann@", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("MARKER", stored, StringComparison.Ordinal);
        var aside = (await (await _application.Staff("demo-agent-DOT").ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("aside");
        Assert.Equal("ann@example.org", aside.Text("/reporterEmail"));
        Assert.Equal("MARKER-ANSWER", aside.Text("/answers/never-asked"));
    }

    [Fact]
    public async Task The_first_event_digests_the_contact_without_holding_it()
    {
        var number = await NumberAsync("""
            {"serviceType":"street-condition.pothole","location":{"latitude":40.67383,"longitude":-73.97054},"contact":{"email":"ann@example.org"}}
            """);

        var digests = JsonDocument.Parse(await RowAsync<string>("SELECT Digests FROM ServiceRequestEvent e JOIN ServiceRequest r ON r.Id = e.RequestId", number));
        var salt = Convert.FromBase64String(Padded(await RowAsync<string>(
            "SELECT d.Salt FROM EventDetail d JOIN ServiceRequestEvent e ON e.Position = d.Position JOIN ServiceRequest r ON r.Id = e.RequestId", number)));
        var contact = _application.Services.GetRequiredService<Contacts>().Open(
            await RowAsync<string>("SELECT c.Content FROM Contact c JOIN ServiceRequest r ON r.Id = c.RequestId", number));
        Assert.Equal("ann@example.org", contact.Email);
        Assert.Equal(43, contact.Nonce!.Length);
        Assert.Equal(EventChain.Digest(salt, "contact", JsonSerializer.Serialize(contact, Api.Http.Json.Options)), digests.RootElement.Text("contact"));
        Assert.DoesNotContain("ann@", await RowAsync<string>(
            "SELECT d.Content FROM EventDetail d JOIN ServiceRequestEvent e ON e.Position = d.Position JOIN ServiceRequest r ON r.Id = e.RequestId", number), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Danger_is_heard_wherever_the_resident_writes_freely()
    {
        var answer = await _application.App().SubmittedAsync("""
            {"serviceType":"street-condition.pothole","address":{"text":"corner shop, strong smell of gas"},"location":{"latitude":40.67383,"longitude":-73.97054}}
            """);
        Assert.NotEqual(JsonValueKind.Null, answer.GetProperty("notice").ValueKind);
    }

    [Fact]
    public async Task A_replay_is_answered_from_the_store_though_its_type_takes_no_request_any_more()
    {
        var first = await _application.App().SubmittedAsync(Calls.Pothole, "kept");
        var city = _application.Services.GetRequiredService<Connect311.Api.Catalog.CurrentCity>();
        var files = Connect311.Api.Catalog.CityFiles.Read(new Connect311.Api.Catalog.CityOptions().Folder);
        var texts = files.Texts.ToDictionary();
        texts["service-types.json"] = texts["service-types.json"].Replace("\"pothole\"", "\"pothole-no-more\"", StringComparison.Ordinal);
        city.Set(Connect311.Api.Catalog.CityReader.Read(new(texts), 2, 1));

        var again = await _application.App().SubmitAsync(Calls.Pothole, "kept");

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(first.Text("trackingNumber"), (await again.JsonAsync()).Text("trackingNumber"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _application.App().SubmitAsync(Calls.Pothole, "new")).StatusCode);
    }

    public void Dispose() => _application.Dispose();

    private static string Padded(string base64Url) => base64Url.Replace('-', '+').Replace('_', '/') + "=";

    private async Task<string> NumberAsync(string body) => (await _application.App().SubmittedAsync(body)).Text("trackingNumber");

    private async Task<T> RowAsync<T>(string select, string number)
    {
        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read(number, out var read));
        var id = select.Contains(" r ON ", StringComparison.Ordinal) ? "r.Id" : "Id";
        await using var connection = await _application.Database.OpenAsync(TestContext.Current.CancellationToken);
        return await connection.QuerySingleAsync<T>($"{select} WHERE {id} = @Id", new { read.Id });
    }
}
