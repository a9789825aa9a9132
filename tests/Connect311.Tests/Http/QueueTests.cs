using System.Net;
using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>A department's queue over the wire. Each test class has its own database, so a queue holds what is put there.</summary>
public sealed class QueueTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Pests = """{"serviceType":"unsanitary-condition.pests","location":{"latitude":LAT,"longitude":LON}}""";

    [Fact]
    public async Task An_item_has_the_documented_members_and_no_other()
    {
        await SubmitAsync(Calls.Pothole);
        const string named = "{code:string,name:string}";
        var page = await PageAsync("DOT", "limit=1");
        Assert.Equal(
            $"{{trackingNumber:string,version:number,status:string,open:boolean,priority:number,danger:boolean,serviceType:{named}," +
            $"department:{named},queue:null,channel:string,receivedAt:string,acknowledgeDueAt:null,inspectDueAt:null,dueAt:string,paused:boolean,escalated:boolean,waitingFor:null,reopenCount:number,claim:null,distanceMetres:null,incident:null,resembles:null,description:string,address:null," +
            "location:{latitude:number,longitude:number,accuracyMetres:null,source:null},areas:[string]}",
            Answers.ShapeOf(page.GetProperty("items")[0]));
    }

    [Fact]
    public async Task Paging_gives_each_request_once_open_first_though_others_come_and_go()
    {
        var numbers = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            numbers.Add(await SubmitAsync(Pests.Replace("LAT", "40.67383", StringComparison.Ordinal).Replace("LON", "-73.97054", StringComparison.Ordinal)));
            application.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await CloseAsync("HPD", numbers[1]);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await PageAsync("HPD", $"serviceType=unsanitary-condition.pests&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(NumbersOf(page));
            cursor = page.GetProperty("nextCursor").GetString();
            await SubmitAsync(Calls.Pothole);
            Assert.True(seen.Count <= numbers.Count);
        }
        while (cursor is not null);

        Assert.Equal([numbers[0], .. numbers[2..], numbers[1]], seen);
    }

    [Fact]
    public async Task Filters_narrow_the_queue()
    {
        const string rats = """{"serviceType":"rodent.rat-sighting","location":{"latitude":LAT,"longitude":LON}}""";
        var brooklyn = await SubmitAsync(rats.Replace("LAT", "40.67383", StringComparison.Ordinal).Replace("LON", "-73.97054", StringComparison.Ordinal));
        var manhattan = await SubmitAsync(rats.Replace("LAT", "40.7484", StringComparison.Ordinal).Replace("LON", "-73.9857", StringComparison.Ordinal));
        await CloseAsync("DOHMH", manhattan);
        Assert.Equal([brooklyn], NumbersOf(await PageAsync("DOHMH", "area=borough:brooklyn")));
        Assert.Equal([manhattan], NumbersOf(await PageAsync("DOHMH", "area=borough:manhattan&status=closed")));
        Assert.Empty(NumbersOf(await PageAsync("DOHMH", "area=borough:queens")));
        Assert.Equal([brooklyn], NumbersOf(await PageAsync("DOHMH", "status=assigned&serviceType=rodent.rat-sighting")));
        Assert.Equal([manhattan], NumbersOf(await PageAsync("DOHMH", $"number={manhattan}")));
        Assert.Empty(NumbersOf(await PageAsync("DOHMH", "queue=night")));
        Assert.Empty(NumbersOf(await PageAsync("DOT", $"number={manhattan}")));
        Assert.Empty(NumbersOf(await PageAsync("DOHMH", $"number={manhattan}&status=assigned")));

        // A family that cannot be chosen: imported reports have it.
        Assert.Empty(NumbersOf(await PageAsync("DOHMH", "serviceType=rodent")));
    }

    [Fact]
    public async Task A_named_queue_can_be_asked_for()
    {
        var atNoon = await SubmitNoiseAsync();
        application.Time.Advance(TimeSpan.FromHours(11));
        var atNight = await SubmitNoiseAsync();
        Assert.Equal([atNight], NumbersOf(await PageAsync("NYPD", "queue=night")));
        Assert.Contains(atNoon, NumbersOf(await PageAsync("NYPD", "limit=200")));
    }

    [Theory]
    [InlineData("limit=0", "/limit out-of-range")]
    [InlineData("limit=201", "/limit out-of-range")]
    [InlineData("limit=-1", "/limit out-of-range")]
    [InlineData("limit=ten", "/limit out-of-range")]
    [InlineData("limit=", "/limit out-of-range")]
    [InlineData("limit=1&limit=2", "/limit out-of-range")]
    [InlineData("cursor=", "/cursor bad-cursor")]
    [InlineData("cursor=x", "/cursor bad-cursor")]
    [InlineData("cursor=%00%ff", "/cursor bad-cursor")]
    [InlineData("cursor=MXxhYmNkZWZnaHwxfDF8MXwx", "/cursor bad-cursor")]
    [InlineData("status=done", "/status unknown-value")]
    [InlineData("serviceType=no-such-type", "/serviceType unknown-service-type")]
    [InlineData("serviceType=crisis-988", "/serviceType unknown-service-type")]
    [InlineData("area=brooklyn", "/area undefined")]
    [InlineData("area=borough:%25", "/area undefined")]
    [InlineData("number=311-12345", "/number check-digit")]
    [InlineData("number=x", "/number invalid-format")]
    public async Task A_bad_question_is_refused(string query, string fault)
    {
        using var agent = application.Staff("demo-agent-DOT");
        Assert.Equal([fault], await (await agent.ReadAsync($"/v1/departments/DOT/queue?{query}")).FaultsAsync());
    }

    [Fact]
    public async Task All_faults_of_a_question_come_in_one_answer()
    {
        using var agent = application.Staff("demo-agent-DOT");
        var faults = await (await agent.ReadAsync("/v1/departments/DOT/queue?limit=x&cursor=x&status=x&number=x&area=x&serviceType=x")).FaultsAsync();
        Assert.Equal(["/area", "/cursor", "/limit", "/number", "/serviceType", "/status"], faults.Select(fault => fault.Split(' ')[0]).Order());
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_queue_and_filters()
    {
        using var staff = application.Staff("demo-operator");
        await SubmitAsync(Calls.Pothole);
        await SubmitAsync(Calls.Pothole);
        var cursor = (await PageAsync("DOT", "limit=1")).Text("nextCursor");
        Assert.Equal(HttpStatusCode.OK, (await staff.ReadAsync($"/v1/departments/DOT/queue?cursor={cursor}")).StatusCode);
        Assert.Equal(["/cursor bad-cursor"], await (await staff.ReadAsync($"/v1/departments/NYPD/queue?cursor={cursor}")).FaultsAsync());
        Assert.Equal(["/cursor bad-cursor"], await (await staff.ReadAsync($"/v1/departments/DOT/queue?status=assigned&cursor={cursor}")).FaultsAsync());
    }

    [Fact]
    public async Task An_unknown_department_has_no_queue()
    {
        using var staff = application.Staff("demo-operator");
        await (await staff.ReadAsync("/v1/departments/NOPE/queue")).ProblemAsync(ProblemCode.NotFound);
        await (await staff.ReadAsync("/v1/departments/dot/queue")).ProblemAsync(ProblemCode.NotFound);
    }

    private static IEnumerable<string> NumbersOf(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber"));

    private Task<string> SubmitNoiseAsync() =>
        SubmitAsync("""{"serviceType":"noise-residential.loud-music-party","location":{"latitude":40.67383,"longitude":-73.97054}}""");

    private async Task<string> SubmitAsync(string body)
    {
        using var app = application.App();
        return (await app.SubmittedAsync(body)).Text("trackingNumber");
    }

    private async Task<JsonElement> PageAsync(string department, string query)
    {
        using var staff = application.Staff("demo-operator");
        var response = await staff.ReadAsync($"/v1/departments/{department}/queue?{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private async Task CloseAsync(string department, string number)
    {
        using var agent = application.Staff($"demo-agent-{department}");
        Assert.Equal(HttpStatusCode.OK, (await agent.ActAsync(number, "close", "\"1\"", """{"outcome":"fixed"}""")).StatusCode);
    }
}
