using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Staff;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Staff set right what a report says, and it goes where the rules then have it.</summary>
public sealed class CorrectionTests(ReroutingTown town) : IClassFixture<ReroutingTown>
{
    private const string ToEast = $$"""{"location":{{ReroutingTown.East}},"note":"It is in the park."}""";

    [Fact]
    public async Task A_place_across_the_boundary_sends_the_request_on()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.ActAsync(number, "acknowledge");
        var answer = await town.CorrectedAsync(number, ToEast);
        Assert.Equal(("PARKS", "assigned", 3), (answer.GetProperty("department").Text("code"), answer.Text("status"), answer.GetProperty("version").GetInt32()));
        Assert.Equal(("east", "The east is a park."), (answer.GetProperty("routing").Text("rule"), answer.GetProperty("routing").Text("reason")));
        Assert.Equal("borough:east", Assert.Single(answer.GetProperty("areas").EnumerateArray()).GetString());
        var happened = answer.GetProperty("history")[2];
        Assert.Equal(("rerouted", "ROADS", "PARKS", "east"), (happened.Text("event"), happened.Text("from"), happened.Text("department"), happened.Text("rule")));
        Assert.Equal(("demo-agent-ROADS", "It is in the park."), (happened.Text("actor"), happened.Text("note")));
        var correction = happened.GetProperty("correction");
        Assert.Equal(["location"], correction.GetProperty("changed").EnumerateArray().Select(member => member.GetString()));
        Assert.Equal(0.41234567, correction.GetProperty("before").GetProperty("location").GetProperty("longitude").GetDouble());
        Assert.Equal(1.41234567, correction.GetProperty("after").GetProperty("location").GetProperty("longitude").GetDouble());
        town.AssertSound();
    }

    [Fact]
    public async Task Coordinates_that_are_wrong_go_and_it_is_routed_without()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var without = await town.CorrectedAsync(number, """{"removeLocation":true,"address":{"text":"1 Main Street"}}""");
        Assert.Equal(("311", JsonValueKind.Null, 0), (without.GetProperty("department").Text("code"), without.GetProperty("location").ValueKind, without.GetProperty("areas").GetArrayLength()));
        var correction = without.GetProperty("history")[1].GetProperty("correction");
        Assert.Equal(["location", "address"], correction.GetProperty("changed").EnumerateArray().Select(member => member.GetString()));
        Assert.Equal(JsonValueKind.Null, correction.GetProperty("after").GetProperty("location").ValueKind);
        var row = await town.RowAsync(number);
        Assert.Equal((null, null, null), (row.PublicLatitude, row.PublicPlace, row.Cell));

        using var operators = town.Application.Staff("demo-operator");
        var placed = await (await operators.CorrectAsync(number, "\"2\"", ToEast)).JsonAsync();
        Assert.Equal("PARKS", placed.GetProperty("department").Text("code"));
        town.AssertSound();
    }

    [Fact]
    public async Task The_answer_shows_the_request_once_more_to_who_sent_it_on()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        using var roads = town.Application.Staff("demo-agent-ROADS");
        using var parks = town.Application.Staff("demo-agent-PARKS");
        var answer = await roads.CorrectAsync(number, "\"1\"", ToEast);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (answer.StatusCode, answer.Headers.ETag!.Tag));
        await (await roads.ReadAsync($"/v1/service-requests/{number}")).ProblemAsync(ProblemCode.Forbidden);
        await (await roads.CorrectAsync(number, "\"2\"", ToEast)).ProblemAsync(ProblemCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, (await parks.ReadAsync($"/v1/service-requests/{number}")).StatusCode);
        Assert.Contains(number, await (await parks.ReadAsync($"/v1/departments/PARKS/queue?number={number}")).TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_decides_sends_it_on_and_sets_the_priority()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, "\"answers\":{\"size\":\"small\"}"));
        var answer = await town.CorrectedAsync(number, """{"answers":{"size":"big","depth":50}}""");
        Assert.Equal(("DIGGERS", 2), (answer.GetProperty("department").Text("code"), answer.GetProperty("priority").GetInt32()));
        Assert.Equal("big", answer.GetProperty("answers").Text("size"));
        answer = await town.CorrectedAsync(number, """{"answers":{}}""");
        Assert.Equal(("ROADS", 3), (answer.GetProperty("department").Text("code"), answer.GetProperty("priority").GetInt32()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("answers").ValueKind);
        town.AssertSound();
    }

    [Fact]
    public async Task Another_type_brings_its_due_time_its_published_place_and_its_queue()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, "\"answers\":{\"size\":\"small\"}"));
        town.Application.Time.Advance(TimeSpan.FromHours(1));
        var answer = await town.CorrectedAsync(number, """{"serviceType":"lamp.out","answers":{"pole":"7"}}""");
        var row = await town.RowAsync(number);
        Assert.Equal(("ROADS", "lamps", "assigned"), (row.Department, row.Queue, row.Status));
        Assert.Equal((row.ReceivedAt.AddHours(5), "block"), (row.DueAt, row.PublicPlace));
        Assert.Equal(GridCell.CentreOf(0.51234567, 0.41234567), (row.PublicLatitude!.Value, row.PublicLongitude!.Value));
        Assert.Equal("corrected", answer.GetProperty("history")[1].Text("event"));
        Assert.Equal(["serviceType", "answers"], answer.GetProperty("history")[1].GetProperty("correction").GetProperty("changed").EnumerateArray().Select(member => member.GetString()));
        town.AssertSound();
    }

    [Fact]
    public async Task What_another_type_does_not_take_goes_and_the_contact_stays()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(
            ReroutingTown.West, "\"answers\":{\"size\":\"small\"},\"address\":{\"text\":\"1 Main St\"},\"contact\":{\"name\":\"Ana\"}"));
        var answer = await town.CorrectedAsync(number, """{"serviceType":"praise.any"}""");
        Assert.Equal("{location:null,address:null,areas:[],answers:null}", Answers.ShapeOf(JsonSerializer.SerializeToElement(new
        {
            location = answer.GetProperty("location"),
            address = answer.GetProperty("address"),
            areas = answer.GetProperty("areas"),
            answers = answer.GetProperty("answers"),
        })));
        var correction = answer.GetProperty("history")[1].GetProperty("correction");
        Assert.Equal(["serviceType", "location", "address", "answers"], correction.GetProperty("changed").EnumerateArray().Select(member => member.GetString()));
        Assert.Equal("1 Main St", correction.GetProperty("before").Text("address"));
        Assert.Equal(("311", "fallback"), (answer.GetProperty("department").Text("code"), answer.GetProperty("routing").Text("rule")));
        using var staff = town.Application.Staff("demo-operator");
        Assert.Equal("Ana", (await (await staff.ReadAsync($"/v1/service-requests/{number}/contact")).JsonAsync()).Text("name"));
        town.AssertSound();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"note":"Only a note."}""")]
    [InlineData("""{"serviceType":"hole.road"}""")]
    [InlineData("""{"location":{"latitude":0.51234567,"longitude":0.41234567,"accuracyMetres":null}}""")]
    [InlineData("""{"address":{"text":"1 Main St"}}""")]
    [InlineData("""{"address":{"text":"1 Main St","unit":"4B"}}""")]
    [InlineData("""{"answers":{"depth":5e1,"size":"big","seen":null}}""")]
    [InlineData("""{"serviceType":null,"location":null,"address":null,"answers":null,"note":null}""")]
    public async Task What_it_says_already_leaves_no_event(string body)
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(
            ReroutingTown.West, "\"answers\":{\"size\":\"big\",\"depth\":50},\"address\":{\"text\":\"1 Main St\",\"unit\":\"4B\"}"));
        var answer = await town.CorrectedAsync(number, body);
        Assert.Equal((1, 1), (answer.GetProperty("version").GetInt32(), answer.GetProperty("history").GetArrayLength()));
    }

    [Fact]
    public async Task The_apartment_is_kept_with_the_contact_and_nowhere_else()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(
            ReroutingTown.West, "\"address\":{\"text\":\"1 Main St\",\"unit\":\"4B\"},\"contact\":{\"name\":\"Ana\",\"email\":\"ana@example.org\",\"notify\":[\"email\"]}"));
        var answer = await town.CorrectedAsync(number, """{"address":{"text":"2 Main St","unit":"MARKER 5C"}}""");
        Assert.Equal("2 Main St", answer.Text("address"));
        Assert.DoesNotContain("MARKER", answer.ToString());
        Assert.Equal(["address", "unit"], answer.GetProperty("history")[1].GetProperty("correction").GetProperty("changed").EnumerateArray().Select(member => member.GetString()));
        await town.CorrectedAsync(number, """{"address":{"text":"3 Main St"}}""");
        using var agent = town.Application.Staff("demo-agent-ROADS");
        var contact = await (await agent.ReadAsync($"/v1/service-requests/{number}/contact")).JsonAsync();
        Assert.Equal(("MARKER 5C", "Ana", "ana@example.org"), (contact.Text("unit"), contact.Text("name"), contact.Text("email")));
        var none = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.CorrectedAsync(none, """{"address":{"text":"2 Main St","unit":"6D"}}""");
        Assert.Equal("6D", (await (await agent.ReadAsync($"/v1/service-requests/{none}/contact")).JsonAsync()).Text("unit"));
        town.AssertSound();
    }

    [Fact]
    public async Task A_request_that_is_over_is_corrected_and_stays()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, "\"contact\":{\"email\":\"ana@example.org\",\"notify\":[\"email\"]}"));
        await town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        var closed = await town.RowAsync(number);
        town.Application.Time.Advance(TimeSpan.FromHours(1));
        var answer = await town.CorrectedAsync(number, """{"serviceType":"secret.one"}""");
        var row = await town.RowAsync(number);
        Assert.Equal(("ROADS", "west", "closed", "fixed", closed.ClosedAt), (row.Department, row.RoutingRule, row.Status, row.Outcome, row.ClosedAt));
        Assert.Equal(("secret.one", "confidential", "corrected"), (row.ServiceType, row.Visibility, answer.GetProperty("history")[2].Text("event")));
        Assert.Equal(["notify"], await town.Application.Database.OutboxAsync(number, 2));
        Assert.Empty(await town.Application.Database.OutboxAsync(number, 3));
        town.AssertSound();
    }

    [Fact]
    public async Task Whoever_asked_for_notices_and_a_department_with_its_own_system_are_told()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, "\"contact\":{\"email\":\"ana@example.org\",\"notify\":[\"email\"]}"));
        await town.CorrectedAsync(number, ToEast);
        Assert.Equal(["forward", "notify"], await town.Application.Database.OutboxAsync(number, 2));
        await town.CorrectedAsync(number, """{"address":{"text":"Pond"}}""");
        Assert.Equal(["forward", "notify"], await town.Application.Database.OutboxAsync(number, 3));
        var silent = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East));
        await town.CorrectedAsync(silent, $$"""{"location":{{ReroutingTown.West}}}""");
        Assert.Empty(await town.Application.Database.OutboxAsync(silent, 2));
    }

    [Fact]
    public async Task A_request_that_staff_moved_by_hand_stays_until_the_rules_say_something_else()
    {
        using var town = new ReroutingTown();
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.Application.HandOverAsync(number, "POLICE");
        var answer = await town.CorrectedAsync(number, """{"address":{"text":"1 Main St"}}""");
        Assert.Equal(("POLICE", "corrected"), (answer.GetProperty("department").Text("code"), answer.GetProperty("history")[1].Text("event")));
        answer = await town.CorrectedAsync(number, ToEast);
        Assert.Equal(("PARKS", "POLICE"), (answer.GetProperty("department").Text("code"), answer.GetProperty("history")[2].Text("from")));
    }

    [Fact]
    public async Task Danger_that_a_correction_speaks_of_makes_it_urgent_and_no_correction_takes_it_back()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var answer = await town.CorrectedAsync(number, """{"answers":{"seen":"Me, there is a gas leak"}}""");
        Assert.Equal((true, 1), (answer.GetProperty("danger").GetBoolean(), answer.GetProperty("priority").GetInt32()));
        answer = await town.CorrectedAsync(number, """{"answers":{"seen":"Me"}}""");
        Assert.Equal((true, 1), (answer.GetProperty("danger").GetBoolean(), answer.GetProperty("priority").GetInt32()));
        town.AssertSound();
    }

    [Fact]
    public async Task Of_two_at_once_one_succeeds()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        using var agent = town.Application.Staff("demo-operator");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => agent.CorrectAsync(number, "\"1\"", $$$"""{"address":{"text":"{{{i}}} Main St"}}""")));
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed],
            answers.Select(answer => answer.StatusCode).Order());
        town.AssertSound();
    }

    [Theory]
    [InlineData(null, "version-required")]
    [InlineData("\"2\"", "version-mismatch")]
    [InlineData("1", "validation-failed")]
    [InlineData("*", "validation-failed")]
    public async Task A_correction_must_name_the_version_that_was_seen(string? ifMatch, string code)
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        using var agent = town.Application.Staff("demo-agent-ROADS");
        var expected = ProblemCode.All.Single(known => known.Code == code);
        await (await agent.CorrectAsync(number, ifMatch, ToEast)).ProblemAsync(expected);
        await (await agent.ActAsync(number, "rerouting/accept", ifMatch)).ProblemAsync(expected);
        await (await agent.ActAsync(number, "rerouting/dismiss", ifMatch)).ProblemAsync(expected);
        Assert.Equal(1, (await town.RowAsync(number)).Version);
    }

    [Fact]
    public async Task A_type_that_takes_no_request_says_what_to_do_instead()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        using var agent = town.Application.Staff("demo-agent-ROADS");
        var problem = await (await agent.CorrectAsync(number, "\"1\"", """{"serviceType":"opening-hours"}""")).ProblemAsync(ProblemCode.NotARequest);
        Assert.Equal("From 9 to 5.", problem.Text("text"));
    }
}

internal static class OutboxReads
{
    public static Task<List<string>> OutboxAsync(this Connect311.Api.Databases.Database database, string number, int eventNumber) =>
        database.QueryAsync<string>(
            "SELECT Kind FROM Outbox WHERE RequestId = @id AND EventNumber = @eventNumber ORDER BY Kind;",
            new { id = ReroutingTown.IdOf(number), eventNumber },
            TestContext.Current.CancellationToken);
}
