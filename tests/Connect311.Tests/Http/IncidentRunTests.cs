using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff;
using Connect311.Tests.Incidents;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Staff;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Actions on incidents with more requests than one transaction takes, and whom such an incident lets in.</summary>
public sealed class IncidentRunTests : IDisposable
{
    private const int Followers = 1_200;

    private readonly TestApplication _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_request_is_told_of_once_whatever_the_action_leaves_open()
    {
        using var desk = _application.Staff("demo-operator");
        var (id, world) = await CrowdAsync();
        var seen = await (await desk.PostJsonAsync($"/v1/incidents/{id}/acknowledge", "\"1\"")).JsonAsync();
        Assert.Equal((Followers + 1, 0), (seen.GetProperty("done").GetInt32(), seen.GetProperty("skipped").GetInt32()));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE IncidentId = @value AND SensorKey IS NOT NULL AND EventCount <> 2;", id));

        await (await desk.PostJsonAsync($"/v1/incidents/{id}/acknowledge", "\"3\"")).ProblemAsync(ProblemCode.IncidentUnmoved);

        var told = await (await desk.PostJsonAsync($"/v1/incidents/{id}/updates", "\"3\"", """{"text":"The crew is there."}""")).JsonAsync();
        Assert.Equal((Followers + 1, 0), (told.GetProperty("done").GetInt32(), told.GetProperty("skipped").GetInt32()));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE IncidentId = @value AND SensorKey IS NOT NULL AND EventCount <> 3;", id));
        Assert.Equal(0, await world.FaultsAsync());
    }

    [Fact]
    public async Task An_action_that_stops_half_way_says_how_far_it_came_and_goes_on_when_it_is_sent_again()
    {
        using var desk = _application.Staff("demo-operator");
        var (id, world) = await CrowdAsync();
        var other = (await world.StoredAsync(IncidentWorld.Person(IncidentWorld.Somewhere())))[0];
        var updates = _application.Services.GetRequiredService<MemberUpdates>();
        var (context, turns) = (Call("\"1\""), 0);

        // Somebody else changes the incident while the second transaction is prepared.
        var answer = await _application.Services.GetRequiredService<IncidentActions>().ActAsync(
            $"{id}",
            async open =>
            {
                if (++turns == 2)
                {
                    Assert.True(await world.JoinAsync(await world.FindAsync(id), other));
                }

                return (await updates.OfAsync("The crew is there.", open, Caller.Of(context.User), Token), null);
            },
            context);

        var stopped = Assert.IsType<ProblemResult>(answer.Result).ToProblem("en");
        Assert.Equal(("incident-partly-done", "changed"), (stopped.Code, stopped.Retry));
        Assert.Equal((1_000, Followers + 1 - 1_000, 2, "version-mismatch"), (
            stopped.More!["done"].GetInt32(), stopped.More["left"].GetInt32(), stopped.More["version"].GetInt32(), stopped.More["because"].GetString()));
        Assert.Equal(1_000, stopped.More["results"].EnumerateArray().Count(one => one.GetProperty("done").GetBoolean()));
        Assert.Equal(1_000, await CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE IncidentId = @value AND EventCount = 2 AND SensorKey IS NOT NULL;", id));

        // Whoever sends it again, in the version of now, reaches the others, and none twice.
        var rest = await (await desk.PostJsonAsync($"/v1/incidents/{id}/updates", "\"3\"", """{"text":"The crew is there."}""")).JsonAsync();
        Assert.Equal((Followers + 2 - 1_000, 1_000), (rest.GetProperty("done").GetInt32(), rest.GetProperty("skipped").GetInt32()));
        Assert.Contains(rest.GetProperty("results").EnumerateArray(), one => one.GetProperty("reason").GetString() == "told-already");
        Assert.Equal(Followers + 2, await CountAsync(
            "SELECT COUNT(*) FROM ServiceRequest r JOIN ServiceRequestEvent e ON e.RequestId = r.Id WHERE r.IncidentId = @value AND e.Kind = 'updated';", id));
        await (await desk.PostJsonAsync($"/v1/incidents/{id}/updates", "\"4\"", """{"text":"The crew is there."}""")).ProblemAsync(ProblemCode.IncidentUnmoved);
    }

    [Fact]
    public async Task A_database_that_goes_away_half_way_does_not_hide_what_was_done()
    {
        var (id, _) = await CrowdAsync();
        var updates = _application.Services.GetRequiredService<MemberUpdates>();
        var (context, turns) = (Call("\"1\""), 0);
        var answer = await _application.Services.GetRequiredService<IncidentActions>().ActAsync(
            $"{id}",
            async open => ++turns == 2
                ? throw new Microsoft.Data.Sqlite.SqliteException("The disk is full.", 13)
                : (await updates.OfAsync("The crew is there.", open, Caller.Of(context.User), Token), null),
            context);
        var stopped = Assert.IsType<ProblemResult>(answer.Result).ToProblem("en");
        Assert.Equal(("incident-partly-done", 1_000, "database-unavailable"), (stopped.Code, stopped.More!["done"].GetInt32(), stopped.More["because"].GetString()));

        // Whether the last transaction was done all the same is not known.
        Assert.Equal(System.Text.Json.JsonValueKind.Null, stopped.More["version"].ValueKind);
    }

    [Fact]
    public async Task A_department_whose_request_comes_after_a_thousand_others_is_let_in()
    {
        var (id, world) = await CrowdAsync();
        var last = (await world.Store.MembersAsync(id, null, 10_000, Token))[^1];
        Assert.True(await world.SplitAsync(await world.FindAsync(id), last.Id));
        await _application.HandOverAsync($"{new Api.ServiceRequests.TrackingNumber(last.Id)}", "DPR");
        Assert.True(await world.JoinAsync(await world.FindAsync(id), last.Id));

        using var parks = _application.Staff("demo-agent-DPR");
        var seen = await (await parks.ReadAsync($"/v1/incidents/{id}")).JsonAsync();
        Assert.Equal(Followers + 1, seen.GetProperty("reports").GetInt32());
        Assert.Equal("DPR", Assert.Single(seen.GetProperty("items").EnumerateArray()).GetProperty("department").Text("code"));
        var started = await (await parks.PostJsonAsync($"/v1/incidents/{id}/start", "\"3\"")).JsonAsync();
        Assert.Equal((1, 0), (started.GetProperty("done").GetInt32(), started.GetProperty("skipped").GetInt32()));
        using var police = _application.Staff("demo-agent-NYPD");
        await (await police.ReadAsync($"/v1/incidents/{id}")).ProblemAsync(ProblemCode.Forbidden);
    }

    [Fact]
    public async Task An_incident_that_is_sent_on_is_one_transfer_with_however_many_follow_it()
    {
        using var desk = _application.Staff("demo-operator");
        var (id, world) = await CrowdAsync();
        var sent = await (await desk.PostJsonAsync($"/v1/incidents/{id}/transfer", "\"1\"", """{"department":"DPR","reason":"wrong-department"}""")).JsonAsync();
        Assert.Equal(Followers + 1, sent.GetProperty("done").GetInt32());
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM Transfer t JOIN ServiceRequest r ON r.Id = t.RequestId WHERE r.IncidentId = @value;", id));
        Assert.Equal(Followers + 1, await CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE IncidentId = @value AND Department = 'DPR';", id));

        // The person's report is the one line, as it was before; one machine's took its place for a moment.
        var row = Assert.Single(await world.Store.ListedAsync(id, 10, Token));
        Assert.NotEqual("sensor", row.Channel);
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM ServiceRequest r JOIN ServiceRequestEvent e ON e.RequestId = r.Id WHERE r.IncidentId = @value AND e.Kind = 'incident-listed';", id));
        Assert.Equal(0, await world.FaultsAsync());
    }

    [Fact]
    public async Task Where_only_those_that_follow_are_sent_on_they_are_one_transfer()
    {
        var world = new IncidentWorld(_application.Database);
        using var agent = _application.Staff("demo-agent-DOT");
        using var supervisor = _application.Staff("demo-supervisor-DOT");
        var here = IncidentWorld.Somewhere();
        var person = (await world.StoredAsync(IncidentWorld.Person(here)))[0];
        await world.StoredAsync([.. Enumerable.Range(0, 5).Select(_ => IncidentWorld.Machine(here))]);
        var id = (await world.RowAsync(person)).IncidentId!.Value;
        await supervisor.ActAsync($"{new Api.ServiceRequests.TrackingNumber(person)}", "claim", null);
        var sent = await (await agent.PostJsonAsync($"/v1/incidents/{id}/transfer", "\"1\"", """{"department":"DPR","reason":"next-step"}""")).JsonAsync();
        Assert.Equal((5, 1), (sent.GetProperty("done").GetInt32(), sent.GetProperty("skipped").GetInt32()));
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM Transfer t JOIN ServiceRequest r ON r.Id = t.RequestId WHERE r.IncidentId = @value;", id));
        Assert.Equal(0, await world.FaultsAsync());
    }

    [Fact]
    public async Task What_is_sent_on_to_a_department_with_its_own_system_stands_there_each_by_itself()
    {
        using var town = new ReroutingTown();
        using var desk = town.Application.Staff("demo-operator");
        var (world, here) = (new IncidentWorld(town.Application.Database), IncidentWorld.Somewhere());
        var person = (await world.StoredAsync(IncidentWorld.Person(here, change: OfRoads)))[0];
        await world.StoredAsync([.. Enumerable.Range(0, 3).Select(_ => IncidentWorld.Machine(here, change: OfRoads))]);
        var id = (await world.RowAsync(person)).IncidentId!.Value;
        Assert.Equal(3, (await world.MembersAsync(id)).Following.Count);

        await (await desk.PostJsonAsync($"/v1/incidents/{id}/transfer", "\"1\"", """{"department":"PARKS","reason":"wrong-department"}""")).JsonAsync();

        Assert.Equal((4, 0), ((await world.MembersAsync(id)).Listed.Count, (await world.MembersAsync(id)).Following.Count));
        Assert.Equal(4, await town.Application.Database.CountAsync(
            "SELECT COUNT(*) FROM Outbox o JOIN ServiceRequest r ON r.Id = o.RequestId WHERE r.IncidentId = @value AND r.Department = 'PARKS' AND o.Kind = 'forward';", id));
        Assert.Equal(1, await town.Application.Database.CountAsync("SELECT COUNT(*) FROM Transfer t JOIN ServiceRequest r ON r.Id = t.RequestId WHERE r.IncidentId = @value;", id));

        static RequestRow OfRoads(RequestRow row) => row with { ServiceType = "hole.road", Department = "ROADS" };
    }

    public void Dispose() => _application.Dispose();

    /// <summary>An incident of a person's report, and of more that follow it than one transaction takes.</summary>
    private async Task<(long Id, IncidentWorld World)> CrowdAsync()
    {
        using var anybody = _application.Anybody();
        var world = new IncidentWorld(_application.Database);
        var here = IncidentWorld.Somewhere();
        var person = (await world.StoredAsync(IncidentWorld.Person(here)))[0];
        for (var batch = 0; batch < 3; batch++)
        {
            await world.StoredAsync([.. Enumerable.Range(0, Followers / 3).Select(_ => IncidentWorld.Machine(here))]);
        }

        return ((await world.RowAsync(person)).IncidentId!.Value, world);
    }

    /// <summary>A call of the operator.</summary>
    private static DefaultHttpContext Call(string version)
    {
        var context = new DefaultHttpContext { User = Caller.OfStaff("demo-operator", Role.Operator, null).ToPrincipal("test") };
        context.Request.Headers.IfMatch = version;
        return context;
    }

    private Task<int> CountAsync(string sql, long id) => _application.Database.CountAsync(sql, id);
}
