using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Http;

/// <summary>Who reported a request is read by those who handle it, and never without a line in the audit.</summary>
public sealed class ContactTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Reported =
        """
        {"serviceType":"street-condition.pothole","address":{"text":"1 Main St","unit":"4B"},"catalogVersion":99,
         "contact":{"name":"Ana O'Hara","email":"ana@example.org","phone":"+12125550123","language":"es","notify":["email"],"pronouns":"she"}}
        """;

    [Fact]
    public async Task A_contact_is_read_whole_and_the_reading_is_audited()
    {
        var number = await SubmitAsync(Reported);
        using var agent = application.Staff("demo-agent-DOT");

        var response = await agent.ReadAsync($"/v1/service-requests/{number}/contact");

        Assert.True(response.Headers.CacheControl!.NoStore);
        var expected = JsonSerializer.Deserialize<JsonElement>(
            $$$"""{"trackingNumber":"{{{number}}}","name":"Ana O'Hara","email":"ana@example.org","phone":"+12125550123","language":"es","notify":["email"],"unit":"4B","aside":{"/contact/pronouns":"she"}}""");
        Assert.True(JsonElement.DeepEquals(expected, await response.JsonAsync()), await response.TextAsync());
        var happened = Assert.Single(await AuditAsync(number));
        Assert.Equal(
            ("demo-agent-DOT", "agent", "read-contact", "done"),
            (happened.Text("actor"), happened.Text("actorRole"), happened.Text("action"), happened.Text("outcome")));
    }

    [Fact]
    public async Task Who_gave_none_has_none_and_the_reading_is_audited_all_the_same()
    {
        var number = await SubmitAsync(Calls.Pothole);
        using var agent = application.Staff("demo-supervisor-DOT");

        var contact = await (await agent.ReadAsync($"/v1/service-requests/{number}/contact")).JsonAsync();

        Assert.Equal(
            "{trackingNumber:string,name:null,email:null,phone:null,language:null,notify:null,unit:null,aside:null}", Answers.ShapeOf(contact));
        Assert.Single(await AuditAsync(number));
    }

    [Fact]
    public async Task An_attempt_outside_the_scope_is_refused_and_audited()
    {
        var number = await SubmitAsync(Reported);
        var unknown = new TrackingNumber(77).ToString();
        using var agent = application.Staff("demo-agent-NYPD");

        await (await agent.ReadAsync($"/v1/service-requests/{number}/contact")).ProblemAsync(ProblemCode.Forbidden);
        await (await agent.ReadAsync($"/v1/service-requests/{unknown}/contact")).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(["/trackingNumber check-digit"], await (await agent.ReadAsync("/v1/service-requests/311-12345/contact")).FaultsAsync());

        Assert.Equal("refused", Assert.Single(await AuditAsync(number)).Text("outcome"));
        Assert.Equal("refused", Assert.Single(await AuditAsync(unknown)).Text("outcome"));
    }

    [Fact]
    public async Task Nothing_of_it_is_in_the_audit_or_in_the_request()
    {
        var number = await SubmitAsync(Reported);
        using var agent = application.Staff("demo-agent-DOT");
        using var admin = application.Staff("demo-admin");
        await agent.ReadAsync($"/v1/service-requests/{number}/contact");

        var texts = await (await admin.ReadAsync("/v1/admin/audit?limit=200")).TextAsync()
            + await (await agent.ReadAsync($"/v1/service-requests/{number}")).TextAsync();

        Assert.All(["Hara", "ana@", "2125550123", "4B", "pronouns"], personal => Assert.DoesNotContain(personal, texts, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_a_line_in_the_audit_nothing_is_read()
    {
        using var broken = new TestApplication();
        using var app = broken.App();
        using var agent = broken.Staff("demo-agent-DOT");
        var number = (await app.SubmittedAsync(Reported)).Text("trackingNumber");
        await using (var connection = new SqliteConnection($"Data Source={broken.DatabaseFile}"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER Full BEFORE INSERT ON AuditEvent BEGIN SELECT RAISE(ABORT, 'full'); END;";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var response = await agent.ReadAsync($"/v1/service-requests/{number}/contact");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("Hara", await response.TextAsync(), StringComparison.Ordinal);
    }

    private async Task<string> SubmitAsync(string body)
    {
        using var app = application.App();
        return (await app.SubmittedAsync(body)).Text("trackingNumber");
    }

    private async Task<List<JsonElement>> AuditAsync(string number)
    {
        using var admin = application.Staff("demo-admin");
        var page = await (await admin.ReadAsync($"/v1/admin/audit?target=service-request:{number}")).JsonAsync();
        return [.. page.GetProperty("items").EnumerateArray()];
    }
}
