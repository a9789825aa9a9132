using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>How many requests there were, and how long they took: over the wire, and who may know.</summary>
public sealed class NumberTests : IDisposable
{
    private readonly ReroutingTown _town = new();

    [Fact]
    public async Task A_closing_that_did_not_hold_counts_for_whoever_closed_it()
    {
        var report = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var (number, key) = (report.Text("trackingNumber"), report.Text("reporterKey"));
        _town.Application.Time.Advance(TimeSpan.FromHours(2));
        await (await _town.ActAsync(number, "acknowledge")).JsonAsync();
        _town.Application.Time.Advance(TimeSpan.FromHours(3));
        await (await _town.ActAsync(number, "close", """{"outcome":"fixed"}""")).JsonAsync();
        using (var resident = _town.Application.ClientFor(ReporterKeys.Header, key))
        {
            await (await resident.PostJsonAsync($"/v1/public/service-requests/{number}/dispute", null, """{"reason":"not-fixed","text":"No."}""")).JsonAsync();
        }

        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        await (await supervisor.ActAsync(number, "dispute/uphold", "\"4\"")).JsonAsync();
        await (await _town.ActAsync(number, "transfer", """{"department":"DIGGERS","reason":"next-step"}""")).JsonAsync();
        await (await _town.ActAsync(number, "close", """{"outcome":"fixed"}""")).JsonAsync();

        using var operators = _town.Application.Staff("demo-operator");
        var rows = await RowsAsync(operators, "");
        Assert.Equal(["DIGGERS", "ROADS"], rows.Select(row => row.Text("code")));
        Assert.Equal("1 0 0 1 0 1:PT2H:PT2H 1:PT5H:PT5H 0 1 0 0 0 0 0", Told(rows[0]));
        Assert.Equal("0 0 0 0 0 0:: 0:: 1 1 1 1 1 1 1", Told(rows[1]));
        Assert.Equal("- - - 0 - - 0:: - 1 1 1 1 1 1", Told((await RowsAsync(supervisor, "?by=agent")).Single()));
        Assert.Equal("demo-agent-ROADS", (await RowsAsync(supervisor, "?by=agent"))[0].Text("code"));
        Assert.Equal(["ROADS"], (await RowsAsync(supervisor, "")).Select(row => row.Text("code")));
        _town.AssertSound();
    }

    [Fact]
    public async Task Groups_have_names_in_the_language_of_the_caller()
    {
        await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        using var operators = _town.Application.Staff("demo-operator");
        operators.DefaultRequestHeaders.AcceptLanguage.ParseAdd("es");
        Assert.Equal("Calles", (await RowsAsync(operators, ""))[0].Text("name"));
        Assert.Equal(("west", "West"), await OneAsync("?by=area"));
        Assert.Equal(("hole.road", "Hole: On the road"), await OneAsync("?by=serviceType"));
        Assert.Equal(("2026-06", "2026-06"), await OneAsync("?by=month&from=2026-06-01&to=2026-06-30"));
        Assert.Empty(await RowsAsync(operators, "?from=2020-01-01&to=2020-12-31"));

        async Task<(string, string)> OneAsync(string query) => (await RowsAsync(operators, query)).Select(row => (row.Text("code"), row.Text("name"))).Single();
    }

    [Fact]
    public async Task What_is_confidential_counts_for_its_own_department_alone()
    {
        await _town.SubmitAsync("""{"serviceType":"secret.one","location":{"latitude":0.5,"longitude":0.4}}""");
        foreach (var (caller, count) in new[] { ("supervisor-POLICE", 1), ("agent-POLICE", 1), ("operator", 0), ("admin", 0), ("supervisor-ROADS", 0) })
        {
            using var client = _town.Application.Staff($"demo-{caller}");
            Assert.Equal(count, (await RowsAsync(client, "?by=serviceType")).Count);
        }
    }

    [Theory]
    [InlineData("by=weekday", "/by unknown-value")]
    [InlineData("by=area&areaSet=beat", "/areaSet unknown-value")]
    [InlineData("from=2026-02-30", "/from invalid-format")]
    [InlineData("from=2026-06-01T00:00:00Z", "/from invalid-format")]
    [InlineData("to=9999-12-31", "/to invalid-format")]
    [InlineData("from=2026-06-02&to=2026-06-01", "/to too-low")]
    [InlineData("from=2024-01-01&to=2025-01-01", "/to too-high")]
    [InlineData("serviceType=%00", "/serviceType control-character")]
    [InlineData("serviceType=hole.roda", "/serviceType undefined")]
    [InlineData("department=RODAS", "/department undefined")]
    public async Task What_makes_no_sense_is_refused_by_field(string query, string fault)
    {
        using var admin = _town.Application.Staff("demo-admin");
        Assert.Equal([fault], await (await admin.ReadAsync($"/v1/numbers?{query}")).FaultsAsync());
    }

    [Fact]
    public async Task A_leap_year_is_not_too_long()
    {
        using var admin = _town.Application.Staff("demo-admin");
        Assert.Equal(12, (await RowsAsync(admin, "?by=month&from=2024-01-01&to=2024-12-31")).Count);
    }

    public void Dispose() => _town.Dispose();

    private static async Task<List<JsonElement>> RowsAsync(HttpClient caller, string query) =>
        [.. (await (await caller.ReadAsync($"/v1/numbers{query}")).JsonAsync()).GetProperty("items").EnumerateArray()];

    /// <summary>All numbers of a row in their order; a dash for null.</summary>
    private static string Told(JsonElement row) => string.Join(' ', row.EnumerateObject().Skip(2).Select(member => member.Value.ValueKind switch
    {
        JsonValueKind.Null => "-",
        JsonValueKind.Object => string.Join(':', member.Value.EnumerateObject().Select(part => part.Value.ToString())),
        _ => member.Value.ToString(),
    }));
}
