using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connect311.Tests.Http;

/// <summary>A report that was made with another catalogue is taken, whatever this one would say; staff see what.</summary>
public sealed class OutdatedReportTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const int Older = 99;

    [Fact]
    public async Task What_the_catalogue_would_refuse_is_listed_for_triage()
    {
        var seen = await SeenAsync(body =>
        {
            body["serviceType"] = "encampment";
            body.Remove("location");
            body["answers"] = new JsonObject { ["people-present"] = "hundreds" };
        });

        Assert.Equal(["/location required", "/answers/people-present unknown-value"], Faults(seen));
        Assert.Equal("must be one of: yes, no, unknown", seen.GetProperty("faults")[1].Text("message"));
        Assert.Equal("hundreds", seen.GetProperty("aside").Text("/answers/people-present"));
        Assert.Equal(JsonValueKind.Object, seen.GetProperty("answers").ValueKind);
        Assert.Empty(seen.GetProperty("answers").EnumerateObject());
        Assert.Equal("311", seen.GetProperty("department").Text("code"));
    }

    [Theory]
    [InlineData("no-such-type")]
    [InlineData("emergency-911")]
    public async Task A_type_that_is_none_goes_to_the_operators_and_is_confidential_until_they_have_looked(string type)
    {
        using var anybody = application.Anybody();
        var seen = await SeenAsync(body =>
        {
            body["serviceType"] = type;
            body["answers"] = new JsonObject { ["what"] = "There is a gas leak in the cellar." };
        });

        Assert.Equal(["/serviceType unknown-service-type"], Faults(seen));
        Assert.Equal(("unlisted", "311"), (seen.GetProperty("serviceType").Text("code"), seen.GetProperty("department").Text("code")));
        Assert.Equal(type, seen.GetProperty("aside").Text("/serviceType"));

        // Danger is heard in whatever was said.
        Assert.Equal((true, 1), (seen.GetProperty("danger").GetBoolean(), seen.GetProperty("priority").GetInt32()));
        var looked = await anybody.ReadAsync($"/v1/public/service-requests/{seen.Text("trackingNumber")}");
        Assert.Equal(HttpStatusCode.NotFound, looked.StatusCode);
    }

    [Fact]
    public async Task A_place_that_is_not_the_citys_any_more_is_kept_for_the_operators()
    {
        var seen = await SeenAsync(body => body["location"]!["latitude"] = 41.5);
        Assert.Equal(["/location outside-area"], Faults(seen));
        Assert.Equal(41.5, seen.GetProperty("location").GetProperty("latitude").GetDouble());
        Assert.Empty(seen.GetProperty("areas").EnumerateArray());
    }

    [Fact]
    public async Task What_nobody_can_read_is_refused_under_every_catalogue()
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        var response = await app.SubmitAsync(Body(body =>
        {
            body["serviceType"] = "no-such-type";
            body["location"]!["latitude"] = 91;
            body["contact"] = new JsonObject { ["name"] = "Ana", ["notify"] = new JsonArray("email") };
        }));

        Assert.Equal(["/location/latitude out-of-range", "/contact/email required"], await response.FaultsAsync());
        Assert.Equal(before, await application.RequestsAsync());
    }

    [Fact]
    public async Task Under_this_catalogue_the_same_is_refused()
    {
        using var app = application.App();
        var response = await app.SubmitAsync(Answers.Pothole(body => body["serviceType"] = "no-such-type"));
        Assert.Equal(["/serviceType unknown-service-type"], await response.FaultsAsync());
    }

    [Fact]
    public async Task Sent_again_it_is_the_same_report()
    {
        using var app = application.App();
        var body = Body(report => report["serviceType"] = "no-such-type");
        var (first, second) = (await app.SubmittedAsync(body, "outdated-again"), await app.SubmittedAsync(body, "outdated-again"));
        Assert.Equal(first.GetRawText(), second.GetRawText());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("2026-06-01T15:00:00Z", false)]
    [InlineData("2026-06-01T16:01:00Z", false)]
    [InlineData("2026-06-01T16:10:00Z", true)]
    [InlineData("2026-05-03T16:00:00Z", false)]
    [InlineData("1970-01-01T00:00:00Z", true)]
    public async Task A_clock_that_is_likely_wrong_is_kept_as_sent_and_suspect(string? reportedAt, bool isSuspect)
    {
        var seen = await SeenAsync(body => body["reportedAt"] = reportedAt);
        Assert.Equal((reportedAt, isSuspect), (seen.GetProperty("reportedAt").GetString()?.Replace(".000", "", StringComparison.Ordinal), seen.GetProperty("clockSuspect").GetBoolean()));
    }

    private async Task<JsonElement> SeenAsync(Action<JsonObject> change)
    {
        using var app = application.App();
        using var operators = application.Staff("demo-operator");
        var number = (await app.SubmittedAsync(Body(change))).Text("trackingNumber");
        return await (await operators.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
    }

    private static string Body(Action<JsonObject> change) => Answers.Pothole(body =>
    {
        body["catalogVersion"] = Older;
        change(body);
    });

    private static IEnumerable<string> Faults(JsonElement seen) =>
        seen.GetProperty("faults").EnumerateArray().Select(fault => $"{fault.Text("field")} {fault.Text("code")}");
}
