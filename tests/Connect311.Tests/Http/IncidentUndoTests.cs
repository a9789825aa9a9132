using System.Globalization;
using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Benchmarks;
using Connect311.Benchmarks.State;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Staff;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>An undo moves what still can be moved, says how much cannot, and asks for nothing but what moves.</summary>
public sealed class IncidentUndoTests : IDisposable
{
    private readonly TestApplication _application = new();
    private double _latitude = 40.60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_became_confidential_or_was_erased_stays_out_and_is_counted_without_its_number()
    {
        var here = _latitude += 0.02;
        var numbers = new[] { await ReportAsync(here), await ReportAsync(here), await ReportAsync(here), await ReportAsync(here) };
        using var agent = _application.Staff("demo-agent-DOT");
        var id = (await (await agent.PostJsonAsync("/v1/incidents", null, Requests(numbers[..2]))).JsonAsync()).GetProperty("id").GetInt64();
        await (await agent.PostJsonAsync($"/v1/incidents/{id}/join", "\"1\"", Requests(numbers[2..]))).JsonAsync();

        // One is drugs after all, and with the police; one is erased whole.
        Assert.Equal(HttpStatusCode.OK, (await agent.CorrectAsync(numbers[2], "\"2\"", """{"serviceType":"drug-activity.use-outside"}""")).StatusCode);
        await _application.HandOverAsync(numbers[2], "NYPD");
        var erased = await _application.Database.RowAsync(ReroutingTown.IdOf(numbers[3]));
        Assert.True(await _application.Services.GetRequiredService<RecordStore>().EraseAsync(
            erased, ErasureScope.Whole(ErasureScopes.Request), ErasureCause.Period, "test", erased.UpdatedAt, Token));

        var version = (await (await agent.ReadAsync($"/v1/incidents/{id}")).JsonAsync()).GetProperty("version").GetInt32();
        var answer = await agent.PostJsonAsync($"/v1/incidents/{id}/undo", $"\"{version}\"");
        var undone = await answer.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, 2, 2), (answer.StatusCode, undone.GetProperty("stayed").GetInt32(), undone.GetProperty("reports").GetInt32()));
        Assert.Equal(numbers[..2], undone.GetProperty("items").EnumerateArray().Select(member => member.Text("trackingNumber")));
        Assert.DoesNotContain(numbers[2], undone.GetRawText(), StringComparison.Ordinal);

        undone = await (await agent.PostJsonAsync($"/v1/incidents/{id}/undo", $"\"{version + 1}\"")).JsonAsync();
        Assert.Equal((0, 0), (undone.GetProperty("stayed").GetInt32(), undone.GetProperty("reports").GetInt32()));
    }

    [Fact]
    public async Task What_moves_must_still_be_the_callers()
    {
        var here = _latitude += 0.02;
        var numbers = new[] { await ReportAsync(here), await ReportAsync(here), await ReportAsync(here) };
        using var agent = _application.Staff("demo-agent-DOT");
        var id = (await (await agent.PostJsonAsync("/v1/incidents", null, Requests(numbers))).JsonAsync()).GetProperty("id").GetInt64();
        await (await agent.PostJsonAsync($"/v1/incidents/{id}/split", "\"1\"", Requests(numbers[2..]))).JsonAsync();
        Assert.Equal(HttpStatusCode.OK, (await agent.ActAsync(numbers[2], "transfer", "\"3\"", """{"department":"DPR","reason":"next-step"}""")).StatusCode);
        await (await agent.PostJsonAsync($"/v1/incidents/{id}/undo", "\"2\"")).ProblemAsync(ProblemCode.Forbidden);
        using var desk = _application.Staff("demo-operator");
        Assert.Equal(3, (await (await desk.PostJsonAsync($"/v1/incidents/{id}/undo", "\"2\"")).JsonAsync()).GetProperty("items").GetArrayLength());
        AssertSound();
    }

    [Fact]
    public async Task What_was_split_off_and_is_of_another_type_by_now_does_not_join_again()
    {
        var here = _latitude += 0.02;
        var numbers = new[] { await ReportAsync(here), await ReportAsync(here), await ReportAsync(here) };
        using var agent = _application.Staff("demo-agent-DOT");
        var id = (await (await agent.PostJsonAsync("/v1/incidents", null, Requests(numbers))).JsonAsync()).GetProperty("id").GetInt64();
        await (await agent.PostJsonAsync($"/v1/incidents/{id}/split", "\"1\"", Requests(numbers[1..]))).JsonAsync();
        Assert.Equal(HttpStatusCode.OK, (await agent.CorrectAsync(numbers[2], "\"3\"", """{"serviceType":"street-condition.cave-in"}""")).StatusCode);

        var refused = await (await agent.PostJsonAsync($"/v1/incidents/{id}/undo", "\"2\"")).ProblemAsync(ProblemCode.UndoOutdated);
        Assert.Equal([numbers[2]], refused.GetProperty("requests").EnumerateArray().Select(number => number.GetString()));
        Assert.Equal((null, "street-condition.pothole"), await StateAsync(numbers[1]));
        AssertSound();
    }

    public void Dispose() => _application.Dispose();

    private static string Requests(params string[] numbers) => JsonSerializer.Serialize(new { requests = numbers });

    private async Task<(long?, string)> StateAsync(string number)
    {
        var row = await _application.Database.RowAsync(ReroutingTown.IdOf(number));
        return (row.IncidentId, row.ServiceType);
    }

    private async Task<string> ReportAsync(double latitude)
    {
        using var app = _application.App();
        return (await app.SubmittedAsync(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"serviceType":"street-condition.pothole","location":{"latitude":{{{latitude}}},"longitude":-73.97054}}"""))).Text("trackingNumber");
    }

    private void AssertSound()
    {
        var anomalies = new Anomalies();
        new StateAudit(_application.DatabaseFile, anomalies).Continue();
        Assert.Empty(anomalies.Examples);
    }
}
