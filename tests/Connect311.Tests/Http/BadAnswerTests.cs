namespace Connect311.Tests.Http;

/// <summary>Answers fit the questions of their service type, one kind of question after the other.</summary>
public sealed class BadAnswerTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Heat = "heat-hot-water.entire-building";
    private const string Consumer = "consumer-complaint.restaurant";

    [Theory]
    [InlineData(Heat, """{"missing":"snow"}""", "/answers/missing unknown-value")]
    [InlineData(Heat, """{"missing":1}""", "/answers/missing wrong-type")]
    [InlineData(Heat, """{"missing":["heat"]}""", "/answers/missing wrong-type")]
    [InlineData(Heat, """{"since":"last week"}""", "/answers/since invalid-format")]
    [InlineData(Heat, """{"since":"2026-05-30T10:00:00"}""", "/answers/since invalid-format")]
    [InlineData(Heat, """{"missing":"heat","room-temperature":"cold"}""", "/answers/room-temperature wrong-type")]
    [InlineData(Heat, """{"missing":"heat","room-temperature":121}""", "/answers/room-temperature out-of-range")]
    [InlineData(Heat, """{"missing":"heat","room-temperature":1e400}""", "/answers/room-temperature wrong-type")]
    [InlineData(Heat, """{"missing":"hot-water","room-temperature":60}""", "/answers/room-temperature not-allowed")]
    [InlineData(Heat, """{"no/such~question":1}""", "/answers/no~1such~0question unknown-question")]
    [InlineData("unsanitary-condition.pests", """{"pest-kinds":"mice"}""", "/answers/pest-kinds wrong-type")]
    [InlineData("unsanitary-condition.pests", """{"pest-kinds":["mice","wolves"]}""", "/answers/pest-kinds/1 unknown-value")]
    [InlineData("bus-stop-shelter-placement.new-bus-stop-shelter-placement", "{}", "/answers/reason required")]
    [InlineData("bus-stop-shelter-placement.new-bus-stop-shelter-placement", """{"reason":""}""", "/answers/reason required")]
    [InlineData("bus-stop-shelter-placement.new-bus-stop-shelter-placement", """{"reason":"a\u0007b"}""", "/answers/reason control-character")]
    [InlineData(Consumer, """{"business-name":"two\nlines"}""", "/answers/business-name line-break")]
    [InlineData(Consumer, """{"amount":true}""", "/answers/amount wrong-type")]
    public async Task A_faulty_answer_is_named(string serviceType, string answers, string fault)
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        Assert.Equal([fault], await (await app.SubmitAsync(Body(serviceType, answers))).FaultsAsync());
        Assert.Equal(before, await application.RequestsAsync());
    }

    [Theory]
    [InlineData(Heat, """{"missing":"heat","room-temperature":54.5,"since":"2026-05-30T10:00:00-04:00"}""")]
    [InlineData("unsanitary-condition.pests", """{"pest-kinds":["mice","roaches"]}""")]
    [InlineData(Consumer, """{"business-name":"Ann's","amount":0,"tried-to-settle":null}""")]
    [InlineData("bus-stop-shelter-placement.new-bus-stop-shelter-placement", """{"reason":"Rain.\nAnd more rain."}""")]
    public async Task Fitting_answers_are_kept_as_they_were_sent(string serviceType, string answers)
    {
        using var app = application.App();
        using var staff = application.Staff("demo-operator");
        var number = (await app.SubmittedAsync(Body(serviceType, answers))).Text("trackingNumber");
        var seen = await (await staff.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        var expected = System.Text.Json.Nodes.JsonNode.Parse(answers)!.AsObject();
        expected.Remove("tried-to-settle");
        Assert.Equal(expected.ToJsonString(), seen.GetProperty("answers").GetRawText());
    }

    private static string Body(string serviceType, string answers) =>
        $$$"""
        {"serviceType":"{{{serviceType}}}","answers":{{{answers}}},"location":{"latitude":40.67383,"longitude":-73.97054},
         "contact":{"phone":"+12125550123"}}
        """;
}
