using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Staff;

namespace Connect311.Tests.Http;

/// <summary>A confidential report answers like an unknown number, everywhere but to its owner and its department.</summary>
public sealed class ConfidentialTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Root = "/v1/public/service-requests";
    private const string DrugActivity =
        """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task It_answers_like_an_unknown_number_byte_for_byte(string? reporterKey)
    {
        var (number, _) = await SubmitAsync(DrugActivity);
        Assert.Equal(
            await WholeAsync($"{Root}/{new TrackingNumber(77)}", reporterKey), await WholeAsync($"{Root}/{number}", reporterKey));
    }

    [Fact]
    public async Task The_key_of_another_report_does_not_show_it()
    {
        var (number, _) = await SubmitAsync(DrugActivity);
        var (_, other) = await SubmitAsync(Calls.Pothole);
        using var caller = application.ClientFor(ReporterKeys.Header, other);
        await (await caller.ReadAsync($"{Root}/{number}")).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task It_is_unknown_among_many()
    {
        using var anybody = application.Anybody();
        var (number, key) = await SubmitAsync(DrugActivity);
        var answer = await (await anybody.ReadAsync($"{Root}?numbers={number}")).JsonAsync();
        Assert.Equal([number], answer.GetProperty("unknown").EnumerateArray().Select(unknown => unknown.GetString()));
        using var owner = application.ClientFor(ReporterKeys.Header, key);
        answer = await (await owner.ReadAsync($"{Root}?numbers={number}")).JsonAsync();
        Assert.Equal(number, answer.GetProperty("items")[0].Text("trackingNumber"));
    }

    [Fact]
    public async Task Its_owner_sees_it_and_no_cache_keeps_it()
    {
        var (number, key) = await SubmitAsync(DrugActivity);
        using var owner = application.ClientFor(ReporterKeys.Header, key);
        var response = await owner.ReadAsync($"{Root}/{number}");
        var answer = await response.JsonAsync();
        Assert.Equal("assigned", answer.Text("status"));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("place").GetProperty("latitude").ValueKind);
        Assert.True(response.Headers.CacheControl is { NoStore: true, Private: true });
    }

    [Theory]
    [InlineData("demo-agent-NYPD", true)]
    [InlineData("demo-supervisor-NYPD", true)]
    [InlineData("demo-agent-DOT", false)]
    [InlineData("demo-calltaker", false)]
    [InlineData("demo-operator", false)]
    [InlineData("demo-admin", false)]
    public async Task Only_the_department_that_holds_it_sees_it(string token, bool sees)
    {
        using var staff = application.Staff(token);
        var (number, _) = await SubmitAsync(DrugActivity);
        var found = await staff.ReadAsync($"/v1/service-requests/{number}");
        Assert.Equal(sees, found.IsSuccessStatusCode);
        if (!sees)
        {
            await found.ProblemAsync(ProblemCode.NotFound);
        }

        var queue = await staff.ReadAsync($"/v1/departments/NYPD/queue?number={number}");
        Assert.Equal(sees, (await queue.TextAsync()).Contains(number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_holds_it_now_sees_it_and_who_held_it_before_does_not()
    {
        var (number, _) = await SubmitAsync(DrugActivity);
        await application.HandOverAsync(number, "DOT");
        await AssertSeenAsync("demo-agent-NYPD", "NYPD", number, sees: false);
        await AssertSeenAsync("demo-agent-DOT", "DOT", number, sees: true);
        await AssertSeenAsync("demo-operator", "DOT", number, sees: false);
        await application.HandOverAsync(number, "311");
        await AssertSeenAsync("demo-agent-DOT", "DOT", number, sees: false);
        await AssertSeenAsync("demo-operator", "311", number, sees: true);
        await AssertSeenAsync("demo-admin", "311", number, sees: false);
    }

    private async Task AssertSeenAsync(string token, string department, string number, bool sees)
    {
        using var staff = application.Staff(token);
        Assert.Equal(sees, (await staff.ReadAsync($"/v1/service-requests/{number}")).IsSuccessStatusCode);
        var queue = await (await staff.ReadAsync($"/v1/departments/{department}/queue?serviceType=drug-activity.use-outside&limit=200")).TextAsync();
        Assert.Equal(sees, queue.Contains(number, StringComparison.Ordinal));
    }

    private async Task<(string Number, string Key)> SubmitAsync(string body)
    {
        using var app = application.App();
        var answer = await app.SubmittedAsync(body);
        return (answer.Text("trackingNumber"), answer.Text("reporterKey"));
    }

    /// <summary>Status, headers and body; the clock's header apart.</summary>
    private async Task<string> WholeAsync(string path, string? reporterKey)
    {
        using var caller = reporterKey is null ? application.Anybody() : application.ClientFor(ReporterKeys.Header, reporterKey);
        var response = await caller.ReadAsync(path);
        response.Headers.Date = null;

        // How much the caller has left goes down with each call, whatever is asked.
        response.Headers.Remove("RateLimit-Remaining");
        response.Headers.Remove("RateLimit-Reset");
        return $"{response.StatusCode}\n{response.Headers}{response.Content.Headers}\n{await response.TextAsync()}";
    }
}
