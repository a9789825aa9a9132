using System.Globalization;
using System.Net;
using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>The orders and filters of a queue over the wire, and its counts.</summary>
public sealed class QueueOrderTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Theory]
    [InlineData("sort=newest", "/sort unknown-value")]
    [InlineData("sort=distance", "/latitude required", "/longitude required")]
    [InlineData("sort=distance&latitude=40.7", "/longitude required")]
    [InlineData("sort=distance&latitude=90.1&longitude=-73.9", "/latitude out-of-range")]
    [InlineData("sort=distance&latitude=NaN&longitude=1e400", "/latitude out-of-range", "/longitude out-of-range")]
    [InlineData("sort=distance&latitude=40,7&longitude=x", "/latitude out-of-range", "/longitude out-of-range")]
    [InlineData("sort=age&latitude=40.7", "/latitude not-with")]
    [InlineData("longitude=-73.9", "/longitude not-with")]
    [InlineData("group=nothing", "/group undefined")]
    [InlineData("channel=fax", "/channel unknown-value")]
    [InlineData("text=", "/text required")]
    [InlineData("text=%01", "/text control-character")]
    [InlineData("overdue=yes", "/overdue unknown-value")]
    [InlineData("dueWithin=0", "/dueWithin out-of-range")]
    [InlineData("dueWithin=525601", "/dueWithin out-of-range")]
    [InlineData("dueWithin=soon", "/dueWithin out-of-range")]
    [InlineData("assignee=Nobody+Known", "/assignee unknown-person")]
    [InlineData("assignee=", "/assignee unknown-person")]
    [InlineData("assignee=%0A", "/assignee line-break")]
    [InlineData("status=closed&sort=due", "/status not-with")]
    [InlineData("status=cancelled&text=x", "/status not-with")]
    [InlineData("status=closed&overdue=true", "/status not-with")]
    [InlineData("cursor=AAAA&limit=0", "/limit out-of-range", "/cursor bad-cursor")]
    public async Task A_question_that_cannot_be_is_refused_by_field(string query, params string[] faults)
    {
        using var agent = application.Staff("demo-agent-DOT");
        Assert.Equal(faults, await (await agent.ReadAsync($"/v1/departments/DOT/queue?{query}")).FaultsAsync());
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        using var application = new TestApplication();
        using var agent = application.Staff("demo-agent-DOT");
        await SubmitAsync(application, 40.7, -73.97);
        await SubmitAsync(application, 40.7, -73.97);
        var cursor = (await PageAsync(agent, "sort=due&limit=1")).Text("nextCursor");

        Assert.Single(NumbersOf(await PageAsync(agent, $"sort=due&limit=1&cursor={cursor}")));
        Assert.Equal(["/cursor bad-cursor"], await (await agent.ReadAsync($"/v1/departments/DOT/queue?sort=age&cursor={cursor}")).FaultsAsync());
        Assert.Equal(["/cursor bad-cursor"], await (await agent.ReadAsync($"/v1/departments/DOT/queue?sort=due&overdue=false&cursor={cursor}")).FaultsAsync());
    }

    [Fact]
    public async Task By_distance_the_nearest_come_first_with_how_far_they_are()
    {
        using var application = new TestApplication();
        using var agent = application.Staff("demo-agent-DOT");
        var far = await SubmitAsync(application, 40.75, -73.97);
        var near = await SubmitAsync(application, 40.701, -73.97);
        var here = await SubmitAsync(application, 40.7, -73.97);

        var first = await PageAsync(agent, "sort=distance&latitude=40.7&longitude=-73.97&limit=2");
        var second = await PageAsync(agent, $"sort=distance&latitude=40.7&longitude=-73.97&limit=2&cursor={first.Text("nextCursor")}");

        Assert.Equal([here, near], NumbersOf(first));
        Assert.Equal([far], NumbersOf(second));
        Assert.Equal([0, 111.2], first.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("distanceMetres").GetDouble()));
        Assert.InRange(second.GetProperty("items")[0].GetProperty("distanceMetres").GetDouble(), 5_500, 5_600);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task What_is_claimed_is_shown_and_found_by_whom()
    {
        using var application = new TestApplication();
        using var agent = application.Staff("demo-agent-DOT");
        using var supervisor = application.Staff("demo-supervisor-DOT");
        var mine = await SubmitAsync(application, 40.7, -73.97);
        var free = await SubmitAsync(application, 40.7, -73.97);
        await agent.ActAsync(mine, "claim", null);

        var page = await PageAsync(agent, "assignee=me");
        Assert.Equal([mine], NumbersOf(page));
        Assert.Equal("demo-agent-DOT", page.GetProperty("items")[0].GetProperty("claim").GetProperty("by").Text("code"));
        Assert.Empty(NumbersOf(await PageAsync(supervisor, "assignee=me")));
        Assert.Equal([mine], NumbersOf(await PageAsync(supervisor, "assignee=demo-agent-DOT&sort=age")));
        Assert.Equal([free], NumbersOf(await PageAsync(supervisor, "assignee=none")));
        Assert.Empty(NumbersOf(await PageAsync(supervisor, "assignee=0123456789abcdef0123456789abcdef")));
    }

    [Fact]
    public async Task The_counts_are_of_open_work_and_narrowed_as_the_queue_is()
    {
        using var application = new TestApplication();
        using var agent = application.Staff("demo-agent-DOT");
        var numbers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            numbers.Add(await SubmitAsync(application, 40.7, -73.97));
        }

        await agent.ActAsync(numbers[0], "acknowledge", "\"1\"");
        await agent.ActAsync(numbers[1], "claim", null);
        await agent.ActAsync(numbers[2], "close", "\"1\"", """{"outcome":"fixed"}""");
        application.Time.AdjustTime(TestApplication.Noon.AddDays(300));

        var counts = await CountsAsync(agent, "");
        Assert.Equal((3, 3, 2), (counts.GetProperty("open").GetInt32(), counts.GetProperty("overdue").GetInt32(), counts.GetProperty("unclaimed").GetInt32()));
        Assert.Equal(
            ["submitted 0 0", "assigned 2 2", "acknowledged 1 1", "in-progress 0 0", "waiting 0 0"],
            counts.GetProperty("statuses").EnumerateArray().Select(one => $"{one.Text("status")} {one.GetProperty("count")} {one.GetProperty("overdue")}"));
        Assert.Equal(1, (await CountsAsync(agent, "assignee=me")).GetProperty("open").GetInt32());
        Assert.Equal(0, (await CountsAsync(agent, "overdue=false")).GetProperty("open").GetInt32());
        Assert.Equal(3, (await CountsAsync(agent, "group=streets&area=borough:brooklyn")).GetProperty("open").GetInt32()
            + (await CountsAsync(agent, "group=streets&area=borough:manhattan")).GetProperty("open").GetInt32());
        Assert.Equal(["/dueWithin out-of-range"], await (await agent.ReadAsync("/v1/departments/DOT/queue/counts?dueWithin=-1")).FaultsAsync());
        await (await agent.ReadAsync("/v1/departments/NYPD/queue/counts")).ProblemAsync(ProblemCode.Forbidden);
        await (await agent.ReadAsync("/v1/departments/NOWHERE/queue/counts")).ProblemAsync(ProblemCode.NotFound);
    }

    private static async Task<JsonElement> PageAsync(HttpClient agent, string query) => await AnswerAsync(agent, $"/v1/departments/DOT/queue?{query}");

    private static async Task<JsonElement> CountsAsync(HttpClient agent, string query) => await AnswerAsync(agent, $"/v1/departments/DOT/queue/counts?{query}");

    private static async Task<JsonElement> AnswerAsync(HttpClient agent, string path)
    {
        var response = await agent.ReadAsync(path);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.TextAsync());
        return await response.JsonAsync();
    }

    private static IEnumerable<string> NumbersOf(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber"));

    private static async Task<string> SubmitAsync(TestApplication application, double latitude, double longitude)
    {
        using var app = application.App();
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"serviceType":"street-condition.pothole","location":{"latitude":{{{latitude}}},"longitude":{{{longitude}}}}}""");
        return (await app.SubmittedAsync(body)).Text("trackingNumber");
    }
}
