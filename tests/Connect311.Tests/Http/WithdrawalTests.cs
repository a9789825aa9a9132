using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.Http;

/// <summary>Whoever reported something may take the report back, by the reporter key and by nothing else.</summary>
public sealed class WithdrawalTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Root = "/v1/public/service-requests";
    private const string DrugActivity =
        """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    [Fact]
    public async Task A_report_is_taken_back_once_however_often_it_is_said()
    {
        var (number, key) = await SubmitAsync(Calls.Pothole);
        using var owner = application.ClientFor(ReporterKeys.Header, key);
        var response = await WithdrawAsync(owner, number, """{"reason":"The neighbours mended it."}""");
        var withdrawn = await response.JsonAsync();
        Assert.Equal(("cancelled", false), (withdrawn.Text("status"), withdrawn.GetProperty("open").GetBoolean()));
        Assert.Equal(("withdrawn", "Taken back"), (withdrawn.GetProperty("outcome").Text("code"), withdrawn.GetProperty("outcome").Text("name")));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(withdrawn.GetRawText(), (await (await WithdrawAsync(owner, number)).JsonAsync()).GetRawText());

        using var agent = application.Staff("demo-agent-DOT");
        var seen = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal((2, "withdrawn"), (seen.GetProperty("version").GetInt32(), seen.Text("outcome")));
        var last = seen.GetProperty("history")[1];
        Assert.Equal(
            ("withdrawn", "resident", "The neighbours mended it."), (last.Text("event"), last.Text("actor"), last.Text("reason")));
    }

    [Fact]
    public async Task Residents_and_staff_who_act_at_once_leave_one_end()
    {
        for (var round = 0; round < 10; round++)
        {
            var (number, key) = await SubmitAsync(Calls.Pothole);
            using var owner = application.ClientFor(ReporterKeys.Header, key);
            using var agent = application.Staff("demo-agent-DOT");
            var answers = await Task.WhenAll(
                WithdrawAsync(owner, number), WithdrawAsync(owner, number), agent.ActAsync(number, "acknowledge", "\"1\""));

            Assert.Equal((200, 200), ((int)answers[0].StatusCode, (int)answers[1].StatusCode));
            Assert.True((int)answers[2].StatusCode is 200 or 409 or 412);
            using var anybody = application.Anybody();
            var history = (await (await anybody.ReadAsync($"{Root}/{number}")).JsonAsync()).GetProperty("history").EnumerateArray();
            Assert.Single(history, line => line.Text("event") == "withdrawn");
        }
    }

    [Fact]
    public async Task Without_the_key_every_number_answers_alike()
    {
        var (open, key) = await SubmitAsync(Calls.Pothole);
        var (secret, _) = await SubmitAsync(DrugActivity);
        using var anybody = application.Anybody();
        using var other = application.ClientFor(ReporterKeys.Header, key);
        var unknown = new TrackingNumber(77).ToString();

        var without = await Task.WhenAll(new[] { open, secret, unknown }.Select(async number => await (await WithdrawAsync(anybody, number)).TextAsync()));
        Assert.Single(without.Distinct());
        Assert.Contains("credential-required", without[0], StringComparison.Ordinal);
        var wrong = await Task.WhenAll(new[] { secret, unknown }.Select(async number => await (await WithdrawAsync(other, number)).TextAsync()));
        Assert.Single(wrong.Distinct());
        Assert.Contains("credential-refused", wrong[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_a_confidential_report_takes_it_back_too()
    {
        var (number, key) = await SubmitAsync(DrugActivity);
        using var owner = application.ClientFor(ReporterKeys.Header, key);
        Assert.Equal("cancelled", (await (await WithdrawAsync(owner, number)).JsonAsync()).Text("status"));
    }

    [Fact]
    public async Task What_is_closed_cannot_be_taken_back()
    {
        var (number, key) = await SubmitAsync(Calls.Pothole);
        using var agent = application.Staff("demo-agent-DOT");
        using var owner = application.ClientFor(ReporterKeys.Header, key);
        await agent.ActAsync(number, "close", "\"1\"", """{"outcome":"fixed"}""");
        var refused = await (await WithdrawAsync(owner, number)).ProblemAsync(ProblemCode.TransitionNotAllowed);
        Assert.Equal(("closed", "dispute"), (refused.Text("currentStatus"), Assert.Single(refused.GetProperty("allowed").EnumerateArray()).GetString()));
    }

    [Theory]
    [InlineData("""{"reason":7}""", "/reason wrong-type")]
    [InlineData("""{"outcome":"withdrawn"}""", "/outcome unknown-member")]
    public async Task A_faulty_withdrawal_is_refused(string body, string fault)
    {
        var (number, key) = await SubmitAsync(Calls.Pothole);
        using var owner = application.ClientFor(ReporterKeys.Header, key);
        Assert.Equal([fault], await (await WithdrawAsync(owner, number, body)).FaultsAsync());
    }

    private static Task<HttpResponseMessage> WithdrawAsync(HttpClient client, string number, string? body = null) =>
        client.PostJsonAsync($"{Root}/{number}/withdraw", null, body);

    private async Task<(string Number, string Key)> SubmitAsync(string body)
    {
        using var app = application.App();
        var answer = await app.SubmittedAsync(body);
        return (answer.Text("trackingNumber"), answer.Text("reporterKey"));
    }
}
