using System.Net;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Tests.Staff;

namespace Connect311.Tests.Http;

/// <summary>The filters of queues that a person keeps, for the person alone.</summary>
public sealed class SavedFilterTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Filters = "/v1/me/queue-filters";
    private const string Late = """{"department":"DOT","sort":"due","group":"streets","text":"50% & más","overdue":true,"dueWithin":null}""";

    [Fact]
    public async Task A_filter_is_kept_read_listed_and_forgotten_and_its_path_is_answered()
    {
        using var agent = await AgentAsync();
        var saved = await (await agent.PutJsonAsync($"{Filters}/late", null, Late)).JsonAsync();
        Assert.Equal("/v1/departments/DOT/queue?sort=due&group=streets&text=50%25%20%26%20m%C3%A1s&overdue=true", saved.Text("path"));
        Assert.Equal(HttpStatusCode.OK, (await agent.ReadAsync(saved.Text("path"))).StatusCode);

        var read = await (await agent.ReadAsync($"{Filters}/late")).JsonAsync();
        Assert.Equal(saved.GetRawText(), read.GetRawText());
        Assert.Equal(("late", "due", true), (read.Text("name"), read.GetProperty("filter").Text("sort"), read.GetProperty("filter").GetProperty("overdue").GetBoolean()));

        await agent.PutJsonAsync($"{Filters}/near", null, """{"department":"DOT","sort":"distance","latitude":40.7,"longitude":-73.97,"silent":false}""");
        await agent.PutJsonAsync($"{Filters}/late", null, """{"department":"DOT","assignee":"me"}""");
        var list = await (await agent.ReadAsync(Filters)).JsonAsync();
        Assert.Equal(
            ["/v1/departments/DOT/queue?assignee=me", "/v1/departments/DOT/queue?sort=distance&latitude=40.7&longitude=-73.97&silent=false"],
            list.GetProperty("items").EnumerateArray().Select(item => item.Text("path")));

        var left = await (await agent.DeleteAsync($"{Filters}/late", null)).JsonAsync();
        Assert.Equal(["near"], left.GetProperty("items").EnumerateArray().Select(item => item.Text("name")));
        await (await agent.ReadAsync($"{Filters}/late")).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await agent.DeleteAsync($"{Filters}/late", null)).StatusCode);
    }

    [Fact]
    public async Task Nobody_sees_anothers()
    {
        using var one = await AgentAsync();
        using var other = await AgentAsync();
        await one.PutJsonAsync($"{Filters}/late", null, Late);

        await (await other.ReadAsync($"{Filters}/late")).ProblemAsync(ProblemCode.NotFound);
        Assert.Empty((await (await other.ReadAsync(Filters)).JsonAsync()).GetProperty("items").EnumerateArray());
        await other.DeleteAsync($"{Filters}/late", null);
        Assert.Equal(HttpStatusCode.OK, (await one.ReadAsync($"{Filters}/late")).StatusCode);
    }

    [Fact]
    public async Task Fifty_are_kept_and_no_more()
    {
        using var agent = await AgentAsync();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await agent.PutJsonAsync($"{Filters}/f{i}", null, Late)).StatusCode);
        }

        Assert.Equal(["/name too-many"], await (await agent.PutJsonAsync($"{Filters}/one-more", null, Late)).FaultsAsync());
        Assert.Equal(HttpStatusCode.OK, (await agent.PutJsonAsync($"{Filters}/f7", null, """{"department":"DOT"}""")).StatusCode);
        Assert.Equal(50, (await (await agent.ReadAsync(Filters)).JsonAsync()).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("late", "{}", "/department required")]
    [InlineData("late", """{"department":"DOT","sort":"newest"}""", "/sort unknown-value")]
    [InlineData("late", """{"department":"DOT","overdue":"yes"}""", "/overdue wrong-type")]
    [InlineData("late", """{"department":"DOT","dueWithin":0}""", "/dueWithin out-of-range")]
    [InlineData("late", """{"department":"DOT","sort":"distance","latitude":40.7}""", "/longitude required")]
    [InlineData("late", """{"department":"DOT","latitude":91}""", "/latitude out-of-range")]
    [InlineData("late", """{"department":"DOT","status":"closed","text":"x"}""", "/status not-with")]
    [InlineData("late", """{"department":"DOT","colour":"red"}""", "/colour unknown-member")]
    [InlineData("Late", Late, "/name invalid-format")]
    [InlineData("a%20b", Late, "/name invalid-format")]
    public async Task A_faulty_filter_is_refused_by_field(string name, string body, string fault)
    {
        using var agent = await AgentAsync();
        Assert.Equal([fault], await (await agent.PutJsonAsync($"{Filters}/{name}", null, body)).FaultsAsync());
    }

    [Fact]
    public async Task A_queue_that_is_not_the_callers_is_not_kept()
    {
        using var agent = await AgentAsync();
        await (await agent.PutJsonAsync($"{Filters}/theirs", null, """{"department":"NYPD"}""")).ProblemAsync(ProblemCode.Forbidden);
        await (await agent.PutJsonAsync($"{Filters}/theirs", null, """{"department":"NOWHERE"}""")).ProblemAsync(ProblemCode.NotFound);
        await (await agent.ReadAsync($"{Filters}/theirs")).ProblemAsync(ProblemCode.NotFound);
    }

    private async Task<HttpClient> AgentAsync() => application.Staff(await application.TokenAsync(Role.Agent, "DOT"));
}
