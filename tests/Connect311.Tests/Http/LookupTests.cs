using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.Http;

/// <summary>Anybody may ask what became of a report.</summary>
public sealed class LookupTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Root = "/v1/public/service-requests";

    [Fact]
    public async Task The_answer_has_the_documented_members_and_no_other()
    {
        var answer = await FindAsync(await SubmitAsync());
        const string named = "{code:string,name:string}";
        Assert.Equal(
            $"{{trackingNumber:string,status:string,statusText:string,open:boolean,department:{named},serviceType:{named},routing:null," +
            "receivedAt:string,updatedAt:string,acknowledgeDueAt:null,inspectDueAt:null,dueAt:string,paused:boolean,estimate:null,next:{what:string,by:string},closedAt:null,outcome:null,waitingFor:null,clarification:null,dispute:null,reopenCount:number,externalId:null," +
            "place:{latitude:number,longitude:number,precision:string,areas:[{set:string,code:string,name:string}]},photoStates:[]," +
            $"history:[{{at:string,event:string,status:string,department:{named},sentence:null}}]}}",
            Answers.ShapeOf(answer));
        Assert.Equal("brooklyn", answer.GetProperty("place").GetProperty("areas")[0].Text("code"));
    }

    [Fact]
    public async Task A_closed_report_tells_how_it_ended()
    {
        var number = await SubmitAsync();
        await CloseAsync(number);
        var answer = await FindAsync(number);
        Assert.False(answer.GetProperty("open").GetBoolean());
        Assert.Equal(
            "{code:string,name:string,sentence:string}", Answers.ShapeOf(answer.GetProperty("outcome")));
        Assert.Equal("2026-06-01T16:00:00.000Z", answer.Text("closedAt"));
        Assert.Equal(["submitted", "closed"], answer.GetProperty("history").EnumerateArray().Select(line => line.Text("event")));
    }

    [Fact]
    public async Task The_digits_alone_find_it_too()
    {
        var number = await SubmitAsync();
        Assert.Equal(number, (await FindAsync(number["311-".Length..])).Text("trackingNumber"));
    }

    [Fact]
    public async Task A_mistyped_number_is_told_apart_from_an_unknown_one()
    {
        using var anybody = application.Anybody();
        var number = await SubmitAsync();
        var mistyped = number[..^1] + (char)('0' + ((number[^1] - '0' + 1) % 10));
        Assert.Equal(["/trackingNumber check-digit"], await (await anybody.ReadAsync($"{Root}/{mistyped}")).FaultsAsync());
        Assert.Equal(["/trackingNumber invalid-format"], await (await anybody.ReadAsync($"{Root}/312-5")).FaultsAsync());
        await (await anybody.ReadAsync($"{Root}/{new TrackingNumber(77)}")).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task A_hundred_are_looked_up_at_once_in_the_order_they_were_asked_for()
    {
        using var anybody = application.Anybody();
        string[] known = [await SubmitAsync(), await SubmitAsync()];
        var unknown = Enumerable.Range(1, 96).Select(id => new TrackingNumber(id).ToString());
        var asked = string.Join(',', [known[1], "311-2", .. unknown, known[0]["311-".Length..], "x"]);
        var answer = await (await anybody.ReadAsync($"{Root}?numbers={asked}")).JsonAsync();
        Assert.Equal([known[1], known[0]], answer.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber")));
        Assert.Equal(unknown, answer.GetProperty("unknown").EnumerateArray().Select(number => number.GetString()));
        Assert.Equal(["311-2", "x"], answer.GetProperty("mistyped").EnumerateArray().Select(number => number.GetString()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("nextCursor").ValueKind);
        Assert.Equal(
            Answers.ShapeOf(await FindAsync(known[0])), Answers.ShapeOf(answer.GetProperty("items")[1]));
    }

    [Fact]
    public async Task One_report_asked_for_in_two_forms_comes_once()
    {
        using var anybody = application.Anybody();
        var number = await SubmitAsync();
        var answer = await (await anybody.ReadAsync($"{Root}?numbers={number},{number["311-".Length..]}")).JsonAsync();
        Assert.Single(answer.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(101, "/numbers too-many")]
    [InlineData(0, "/numbers required")]
    public async Task More_than_a_hundred_or_none_are_refused(int count, string fault)
    {
        using var anybody = application.Anybody();
        var asked = string.Join(',', Enumerable.Range(1, count).Select(id => new TrackingNumber(id)));
        Assert.Equal([fault], await (await anybody.ReadAsync($"{Root}?numbers={asked}")).FaultsAsync());
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        using var anybody = application.Anybody();
        var number = await SubmitAsync();
        var first = await anybody.ReadAsync($"{Root}/{number}");
        var again = await AskAsync(anybody, number, first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Empty(await again.TextAsync());
        await CloseAsync(number);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(anybody, number, first.Headers.ETag!)).StatusCode);
    }

    [Fact]
    public async Task A_list_that_has_not_changed_is_not_sent_again()
    {
        using var anybody = application.Anybody();
        string[] numbers = [await SubmitAsync(), await SubmitAsync()];
        var first = await anybody.ReadAsync($"{Root}?numbers={numbers[0]},{numbers[1]}");
        Assert.True(first.Headers.CacheControl is { Public: true, MustRevalidate: true, MaxAge.Ticks: 0 });
        Assert.Equal(["Accept-Language", "X-Reporter-Key", "X-Device-Token"], first.Headers.Vary);
        var asked = $"?numbers={numbers[0]},{numbers[1]}";
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(anybody, asked, first.Headers.ETag!)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(anybody, $"?numbers={numbers[0]}", first.Headers.ETag!)).StatusCode);
        await CloseAsync(numbers[1]);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(anybody, asked, first.Headers.ETag!)).StatusCode);
    }

    [Fact]
    public async Task A_cache_may_keep_it_but_must_ask_again()
    {
        using var anybody = application.Anybody();
        var response = await anybody.ReadAsync($"{Root}/{await SubmitAsync()}");
        Assert.True(response.Headers.CacheControl is { Public: true, MustRevalidate: true, MaxAge.Ticks: 0 });
        Assert.Equal(["Accept-Language", "X-Reporter-Key", "X-Device-Token"], response.Headers.Vary);
    }

    [Theory]
    [InlineData("es-MX, en;q=0.5", "es")]
    [InlineData("de, es;q=0.4, en;q=0.3", "es")]
    [InlineData("de", "en")]
    [InlineData(";;;=,,q", "en")]
    public async Task Answers_and_problems_are_in_the_callers_language(string accepted, string language)
    {
        using var anybody = application.ClientFor("Accept-Language", accepted);
        var found = await anybody.ReadAsync($"{Root}/{await SubmitAsync()}");
        Assert.Equal(language == "es" ? "Asignada" : "Assigned", (await found.JsonAsync()).Text("statusText"));
        var problem = await (await anybody.ReadAsync($"{Root}/311-12345")).ProblemAsync(ProblemCode.ValidationFailed);
        Assert.Equal(Texts.In(language).Problems["validation-failed"], problem.Text("title"));
        Assert.Equal(Texts.In(language).Faults["check-digit"], problem.GetProperty("errors")[0].Text("message"));
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string number, EntityTagHeaderValue etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/{number}");
        request.Headers.IfNoneMatch.Add(etag);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> FindAsync(string number)
    {
        using var anybody = application.Anybody();
        return await (await anybody.ReadAsync($"{Root}/{number}")).JsonAsync();
    }

    private async Task<string> SubmitAsync()
    {
        using var app = application.App();
        return (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
    }

    private async Task CloseAsync(string number)
    {
        using var agent = application.Staff("demo-agent-DOT");
        var closed = await agent.ActAsync(number, "close", "\"1\"", """{"outcome":"fixed"}""");
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
    }
}
