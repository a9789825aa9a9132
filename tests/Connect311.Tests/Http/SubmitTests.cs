using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>A report is stored, routed and answered.</summary>
public sealed partial class SubmitTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Diversion = "gas-smell-utility";

    [Fact]
    public async Task The_answer_has_the_documented_members_and_no_other()
    {
        using var app = application.App();
        var response = await app.SubmitAsync(Calls.Pothole);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var answer = await response.JsonAsync();
        Assert.Equal(
            "{trackingNumber:string,status:string,open:boolean,department:{code:string,name:string}," +
            "routing:{rule:string,ruleSetVersion:number,reason:string,possibleDepartments:[],needsAnswerTo:null},receivedAt:string,acknowledgeDueAt:null,inspectDueAt:null,dueAt:string,estimate:null,notice:null," +
            "reporterKey:string,device:null,links:{status:string}}",
            Answers.ShapeOf(answer));
        Assert.Equal(response.Headers.Location?.ToString(), answer.GetProperty("links").Text("status"));
    }

    [Fact]
    public async Task The_answer_says_who_got_it_why_and_until_when()
    {
        using var app = application.App();
        var answer = await app.SubmittedAsync(Calls.Pothole);
        Assert.Matches(@"^311-[0-9]{8,}\z", answer.Text("trackingNumber"));
        Assert.Equal("assigned", answer.Text("status"));
        Assert.True(answer.GetProperty("open").GetBoolean());
        Assert.Equal("DOT", answer.GetProperty("department").Text("code"));
        Assert.Equal("dot-streets", answer.GetProperty("routing").Text("rule"));
        Assert.Contains("Department of Transportation", answer.GetProperty("routing").Text("reason"));
        Assert.Equal("2026-06-01T16:00:00.000Z", answer.Text("receivedAt"));
        Assert.Equal("2026-06-11T16:00:00.000Z", answer.Text("dueAt"));
        Assert.True(answer.Text("reporterKey").Length >= 43);
    }

    [Fact]
    public async Task A_type_without_a_target_has_no_due_time()
    {
        using var app = application.App();
        var answer = await app.SubmittedAsync(Answers.PotholeWith("serviceType", "\"investigations-and-discipline.investigative-inspection\""));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("dueAt").ValueKind);
    }

    [Fact]
    public async Task Null_and_absent_members_mean_the_same()
    {
        using var app = application.App();
        await app.SubmittedAsync(
            """
            {"serviceType":"street-condition.pothole","description":null,"location":{"latitude":40.67383,"longitude":-73.97054,
             "accuracyMetres":null,"source":null},"address":null,"answers":null,"contact":null,"photos":null,"reportedAt":null,
             "catalogVersion":null}
            """);
    }

    [Fact]
    public async Task An_address_alone_is_enough_where_no_rule_needs_an_area()
    {
        using var app = application.App();
        using var agent = application.Staff("demo-agent-DOT");
        var answer = await app.SubmittedAsync(
            """{"serviceType":"street-condition.pothole","address":{"text":"Eastern Parkway and Washington Avenue"}}""");
        Assert.Equal("DOT", answer.GetProperty("department").Text("code"));
        var seen = await (await agent.ReadAsync($"/v1/service-requests/{answer.Text("trackingNumber")}")).JsonAsync();
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("location").ValueKind);
        Assert.Equal("Eastern Parkway and Washington Avenue", seen.Text("address"));
        Assert.Empty(seen.GetProperty("areas").EnumerateArray());
    }

    [Fact]
    public async Task Words_of_danger_make_it_urgent_warn_the_resident_and_tell_the_operator()
    {
        using var app = application.App();
        using var staff = application.Staff("demo-operator");
        var answer = await app.SubmittedAsync(Answers.PotholeWith("description", "\"There is a LIVE WIRE in the hole\""));
        Assert.Contains("911", answer.Text("notice"));
        Assert.Equal("DOT", answer.GetProperty("department").Text("code"));
        var queue = await (await staff.ReadAsync("/v1/departments/311/queue?limit=200")).JsonAsync();
        var item = queue.GetProperty("items").EnumerateArray()
            .Single(item => item.Text("trackingNumber") == answer.Text("trackingNumber"));
        Assert.Equal(1, item.GetProperty("priority").GetInt32());
        Assert.True(item.GetProperty("danger").GetBoolean());
    }

    [Fact]
    public async Task What_is_no_request_is_answered_with_what_to_do_and_counted()
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        for (var i = 0; i < 2; i++)
        {
            var response = await app.SubmitAsync(Answers.PotholeWith("serviceType", $"\"{Diversion}\""));
            var problem = await response.ProblemAsync(ProblemCode.NotARequest);
            Assert.Equal("diversion", problem.Text("kind"));
            Assert.Contains("911", problem.Text("text"));
            Assert.True(problem.TryGetProperty("link", out _) && problem.TryGetProperty("phone", out _));
        }

        Assert.Equal(before, await application.RequestsAsync());
        Assert.Equal(2, await application.Database.FindAsync<long>(
            "SELECT Count FROM InquiryCount WHERE ServiceType = @Diversion AND Day = '2026-06-01';",
            new { Diversion },
            TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("2026-06-01T12:00:00-04:00", "2026-06-01T16:00:00.000Z")]
    [InlineData("2026-05-31T23:59:59.123987Z", "2026-05-31T23:59:59.123Z")]
    public async Task Times_are_answered_in_UTC_with_milliseconds(string sent, string answered)
    {
        using var app = application.App();
        using var agent = application.Staff("demo-agent-DOT");
        var number = (await app.SubmittedAsync(Answers.PotholeWith("reportedAt", $"\"{sent}\""))).Text("trackingNumber");
        var response = await agent.ReadAsync($"/v1/service-requests/{number}");
        Assert.Equal(answered, (await response.JsonAsync()).Text("reportedAt"));
        Assert.All(TimeMember().Matches(await response.TextAsync()), time => Assert.Matches(@"^.*""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z""\z", time.Value));
    }

    [GeneratedRegex("\"[a-zA-Z]*At\":\"[^\"]*\"")]
    private static partial Regex TimeMember();
}
