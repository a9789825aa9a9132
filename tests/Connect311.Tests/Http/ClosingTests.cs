using System.Text.Json;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.Http;

/// <summary>A closing says what its outcome needs, and the resident reads a sentence made of that.</summary>
public sealed class ClosingTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Drugs =
        """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    [Theory]
    [InlineData("en", "Staff looked on June 1, 2026 but did not find the problem.")]
    [InlineData("es", "El personal fue el 1 de junio de 2026, pero no encontró el problema.")]
    public async Task A_visit_is_told_with_its_day(string language, string sentence)
    {
        var number = await SubmitAsync(Calls.Pothole);
        application.Time.Advance(TimeSpan.FromMinutes(5));
        var at = application.Time.GetUtcNow().AddMinutes(-1);
        Assert.Equal((2026, 6, 1), (at.Year, at.Month, at.Day));
        var closed = await CloseAsync(number, $$"""{"outcome":"not-found","visitedAt":"{{at:O}}","note":"MARKER"}""");
        Assert.Equal(at, closed.GetProperty("history")[1].GetProperty("visitedAt").GetDateTimeOffset());
        await AssertToldAsync(number, language, "not-found", sentence);
    }

    [Theory]
    [InlineData("en", "The department cannot act on this report: it is on private property.")]
    [InlineData("es", "El departamento no puede actuar en este reporte: está en una propiedad privada.")]
    public async Task A_reason_is_told_in_words(string language, string sentence)
    {
        var number = await SubmitAsync(Calls.Pothole);
        var closed = await CloseAsync(number, """{"outcome":"unable-to-act","reason":"private-property","note":"MARKER"}""");
        Assert.Equal("private-property", closed.GetProperty("history")[1].Text("reason"));
        await AssertToldAsync(number, language, "unable-to-act", sentence);
    }

    [Theory]
    [InlineData("en", "The problem belongs to somebody outside the city's departments, who was told about it: Con Edison.")]
    [InlineData("es", "El problema corresponde a alguien ajeno a los departamentos de la ciudad, a quien se avisó: Con Edison.")]
    public async Task Who_was_told_instead_is_named(string language, string sentence)
    {
        var number = await SubmitAsync(Calls.Pothole);
        var closed = await CloseAsync(number, """{"outcome":"referred-outside","referredTo":"Con Edison","note":"MARKER"}""");
        Assert.Equal("Con Edison", closed.GetProperty("history")[1].Text("referredTo"));
        await AssertToldAsync(number, language, "referred-outside", sentence);
    }

    [Fact]
    public async Task A_duplicate_names_the_other_and_a_reopened_one_does_no_more()
    {
        var (original, number) = (await SubmitAsync(Calls.Pothole), await SubmitAsync(Calls.Pothole));
        var closed = await CloseAsync(number, $$"""{"outcome":"duplicate","duplicateOf":"{{original[4..]}}"}""");
        Assert.Equal((original, original), (closed.Text("duplicateOf"), closed.GetProperty("history")[1].Text("duplicateOf")));
        await AssertToldAsync(number, "en", "duplicate", $"The same problem was reported under {original}; look there for how it goes on.");

        using var supervisor = application.Staff("demo-supervisor-DOT");
        var reopened = await (await supervisor.ActAsync(number, "reopen", "\"2\"", """{"reason":"Another hole."}""")).JsonAsync();
        Assert.Equal(JsonValueKind.Null, reopened.GetProperty("duplicateOf").ValueKind);
    }

    [Fact]
    public async Task Duplicates_never_go_round()
    {
        var (a, b, c) = (await SubmitAsync(Calls.Pothole), await SubmitAsync(Calls.Pothole), await SubmitAsync(Calls.Pothole));
        Assert.Equal(["/duplicateOf circle"], await RefusedAsync(a, Duplicate(a)));
        await CloseAsync(b, Duplicate(a));
        Assert.Equal(["/duplicateOf duplicate-itself"], await RefusedAsync(c, Duplicate(b)));
        Assert.Equal(["/duplicateOf circle"], await RefusedAsync(a, Duplicate(b)));
        await CloseAsync(a, Duplicate(c));
        Assert.Equal(["/duplicateOf circle"], await RefusedAsync(c, Duplicate(b)));
    }

    [Fact]
    public async Task A_hidden_request_is_named_like_an_unknown_one()
    {
        var (number, hidden) = (await SubmitAsync(Calls.Pothole), await SubmitAsync(Drugs));
        Assert.Equal(["/duplicateOf unknown-request"], await RefusedAsync(number, Duplicate(hidden)));
        Assert.Equal(["/duplicateOf unknown-request"], await RefusedAsync(number, Duplicate(new TrackingNumber(77).ToString())));
    }

    [Theory]
    [InlineData("""{"outcome":"not-our-jurisdiction"}""", "/outcome must-transfer")]
    [InlineData("""{"outcome":"not-found"}""", "/visitedAt required")]
    [InlineData("""{"outcome":"not-found","visitedAt":"yesterday"}""", "/visitedAt invalid-format")]
    [InlineData("""{"outcome":"not-found","visitedAt":"2036-06-01T12:00:00Z"}""", "/visitedAt too-high")]
    [InlineData("""{"outcome":"fixed","visitedAt":"2016-06-01T12:00:00Z"}""", "/visitedAt too-low")]
    [InlineData("""{"outcome":"unable-to-act"}""", "/reason required")]
    [InlineData("""{"outcome":"unable-to-act","reason":"no-mood"}""", "/reason unknown-value")]
    [InlineData("""{"outcome":"unable-to-act","reason":"unsafe","referredTo":"Con Edison"}""", "/referredTo not-with")]
    [InlineData("""{"outcome":"duplicate"}""", "/duplicateOf required")]
    [InlineData("""{"outcome":"duplicate","duplicateOf":"311-12345"}""", "/duplicateOf check-digit")]
    [InlineData("""{"outcome":"duplicate","duplicateOf":"x"}""", "/duplicateOf invalid-format")]
    [InlineData("""{"outcome":"not-found","note":7,"reason":"unsafe","visitedAt":"2036-06-01T12:00:00Z"}""", "/note wrong-type", "/reason not-with", "/visitedAt too-high")]
    public async Task What_does_not_bear_its_outcome_out_is_refused_by_field(string body, params string[] faults)
    {
        var number = await SubmitAsync(Calls.Pothole);
        Assert.Equal(faults, await RefusedAsync(number, body));
        using var agent = application.Staff("demo-agent-DOT");
        Assert.Equal(1, (await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task The_list_of_service_types_says_what_each_outcome_needs()
    {
        using var anybody = application.ClientFor("Accept-Language", "es");
        var list = await (await anybody.ReadAsync("/v1/service-types")).JsonAsync();
        var outcomes = list.GetProperty("outcomes").EnumerateArray().ToDictionary(outcome => outcome.Text("code")!);
        Assert.DoesNotContain("not-recorded", outcomes.Keys);
        Assert.Equal("[\"reason\"]", outcomes["unable-to-act"].GetProperty("needs").GetRawText());
        Assert.Equal(
            ("private-property", "está en una propiedad privada"),
            (outcomes["unable-to-act"].GetProperty("reasons")[0].Text("code"), outcomes["unable-to-act"].GetProperty("reasons")[0].Text("name")));
        Assert.All(
            list.GetProperty("items").EnumerateArray().Where(type => type.Text("kind") == "request"),
            type => Assert.Contains("duplicate", type.GetProperty("outcomes").EnumerateArray().Select(code => code.GetString())));
    }

    private static string Duplicate(string number) => $$"""{"outcome":"duplicate","duplicateOf":"{{number}}"}""";

    private async Task<JsonElement> CloseAsync(string number, string body)
    {
        using var agent = application.Staff("demo-agent-DOT");
        return await (await agent.ActAsync(number, "close", "\"1\"", body)).JsonAsync();
    }

    private async Task<string[]> RefusedAsync(string number, string body)
    {
        using var agent = application.Staff("demo-agent-DOT");
        var faults = await (await agent.ActAsync(number, "close", "\"1\"", body)).FaultsAsync();
        return [.. faults.Order(StringComparer.Ordinal)];
    }

    private async Task AssertToldAsync(string number, string language, string code, string sentence)
    {
        using var anybody = application.ClientFor("Accept-Language", language);
        var text = await (await anybody.ReadAsync($"/v1/public/service-requests/{number}")).TextAsync();
        var seen = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((code, sentence), (seen.GetProperty("outcome").Text("code"), seen.GetProperty("outcome").Text("sentence")));
        Assert.Equal(sentence, seen.GetProperty("history")[1].Text("sentence"));
        Assert.DoesNotContain("MARKER", text, StringComparison.Ordinal);
    }

    private async Task<string> SubmitAsync(string body)
    {
        using var app = application.App();
        return (await app.SubmittedAsync(body)).Text("trackingNumber");
    }
}
