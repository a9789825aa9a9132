using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Bulk;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>One action for many requests.</summary>
public sealed class BulkTests(ReroutingTown town) : IClassFixture<ReroutingTown>
{
    private const string Path = "/v1/service-requests/bulk";

    [Fact]
    public async Task One_forbidden_item_leaves_all_as_they_are_if_it_is_to_be_all_or_nothing()
    {
        var numbers = await ThreeAsync();
        var before = await RowsAsync(numbers);
        using var agent = town.Application.Staff("demo-agent-ROADS");
        var problem = await (await agent.PostJsonAsync(Path, null, Body("all-or-nothing", "acknowledge", numbers))).ProblemAsync(ProblemCode.BulkRefused);

        Assert.Equal(["not-attempted 424", "refused 403", "not-attempted 424"], Results(problem));
        Assert.Equal((0, 1), (problem.GetProperty("done").GetInt32(), problem.GetProperty("refused").GetInt32()));
        var refused = problem.GetProperty("items")[1];
        Assert.Equal(("forbidden", "This credential does not allow that."), (refused.GetProperty("problem").Text("code"), refused.GetProperty("problem").Text("title")));
        Assert.Equal(before, await RowsAsync(numbers));
        town.AssertSound();
    }

    [Fact]
    public async Task One_forbidden_item_holds_up_no_other_with_best_effort()
    {
        var numbers = await ThreeAsync();
        using var agent = town.Application.Staff("demo-agent-ROADS");
        var answer = await OkAsync(agent, Body("best-effort", "acknowledge", numbers));

        Assert.Equal(["done 200", "refused 403", "done 200"], Results(answer));
        Assert.Equal(["acknowledged 2", "assigned 1", "acknowledged 2"], (await RowsAsync(numbers)).Select(row => $"{row.Status} {row.Version}"));
        Assert.Equal(2, answer.GetProperty("items")[0].GetProperty("version").GetInt32());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("items")[1].GetProperty("version").ValueKind);
        town.AssertSound();
    }

    [Fact]
    public async Task What_nobody_refuses_is_done_to_all()
    {
        string[] numbers = [await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West)), await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West))];
        using var agent = town.Application.Staff("demo-agent-ROADS");
        var answer = await OkAsync(agent, Body("all-or-nothing", "close", numbers, """{"outcome":"fixed","note":"The whole street."}"""));

        Assert.Equal(["done 200", "done 200"], Results(answer));
        Assert.All(await RowsAsync(numbers), row => Assert.Equal((RequestStatus.Closed, "fixed"), (row.Status, row.Outcome)));
        town.AssertSound();
    }

    [Fact]
    public async Task Sent_again_it_does_nothing_twice_and_says_so()
    {
        string[] numbers = [await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West)), await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West))];
        using var agent = town.Application.Staff("demo-agent-ROADS");
        var body = Body("best-effort", "note", numbers, """{"text":"Once."}""");
        await OkAsync(agent, body);
        Assert.Equal(["refused 412", "refused 412"], Results(await OkAsync(agent, body)));
        Assert.All(await RowsAsync(numbers), row => Assert.Equal(2, row.Version));
    }

    [Fact]
    public async Task A_confidential_request_answers_like_an_unknown_one()
    {
        var secret = await town.SubmitAsync($$"""{"serviceType":"secret.one","description":"Hush.","location":{{ReroutingTown.West}}}""");
        using var agent = town.Application.Staff("demo-agent-ROADS");
        var items = (await OkAsync(agent, Body("best-effort", "acknowledge", [secret, new TrackingNumber(999_999_999).ToString()]))).GetProperty("items");

        Assert.Equal("not-found", items[0].GetProperty("problem").Text("code"));
        Assert.Equal(
            items[1].GetRawText().Replace(items[1].Text("trackingNumber"), "", StringComparison.Ordinal),
            items[0].GetRawText().Replace(secret, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_that_depends_on_the_request_is_told_of_it_alone()
    {
        string[] numbers = [await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West)), await town.SubmitAsync($$"""{"serviceType":"unlisted","description":"What?","location":{{ReroutingTown.West}}}""")];
        using var operators = town.Application.Staff("demo-operator");
        var items = (await OkAsync(operators, Body("best-effort", "close", numbers, """{"outcome":"fixed"}"""))).GetProperty("items");

        Assert.Equal(["done", "refused"], items.EnumerateArray().Select(item => item.Text("result")));
        Assert.Equal("/with/outcome", items[1].GetProperty("problem").GetProperty("errors")[0].Text("field"));
    }

    [Fact]
    public async Task A_thousand_are_done_at_once()
    {
        using var crowd = new ReroutingTown();
        var numbers = new List<string>();
        for (var i = 0; i < BulkOrder.MostItems; i++)
        {
            numbers.Add(await crowd.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West)));
        }

        using var supervisor = crowd.Application.Staff("demo-supervisor-ROADS");
        foreach (var (mode, action, with, versions) in (IEnumerable<(string, string, string, int)>)
            [("all-or-nothing", "acknowledge", "{}", 1), ("best-effort", "transfer", """{"department":"DIGGERS","reason":"unclear"}""", 2)])
        {
            var answer = await OkAsync(supervisor, Body(mode, action, numbers, with, versions));
            Assert.Equal(BulkOrder.MostItems, answer.GetProperty("done").GetInt32());
        }

        crowd.AssertSound();
        await (await supervisor.PostJsonAsync(Path, null, Body("best-effort", "start", [.. numbers, numbers[0]]))).ProblemAsync(ProblemCode.ValidationFailed);
    }

    [Theory]
    [InlineData("""{}""", "/mode required", "/action required", "/items required")]
    [InlineData("""{"mode":"some","action":"burn","items":[]}""", "/items required", "/mode unknown-value", "/action unknown-value")]
    [InlineData("""{"mode":"best-effort","action":"note","items":[{"trackingNumber":"311-10000004","version":1}]}""", "/with/text required")]
    [InlineData("""{"mode":"best-effort","action":"note","with":7,"items":[{"trackingNumber":"311-10000004","version":1}]}""", "/with wrong-type")]
    [InlineData("""{"mode":"best-effort","action":"start","with":{"speed":3},"items":[{"trackingNumber":"311-10000004","version":1}],"dry":true}""", "/with/speed unknown-member", "/dry unknown-member")]
    [InlineData(
        """{"mode":"best-effort","action":"start","items":[{"trackingNumber":"311-10000004","version":1},{"trackingNumber":"10000004","version":2}]}""",
        "/items/1/trackingNumber duplicate")]
    [InlineData(
        """{"mode":"best-effort","action":"start","items":[{"trackingNumber":"311-10000005","version":1},{"trackingNumber":"x","version":1},{"trackingNumber":"311-10000004"},7]}""",
        "/items/0/trackingNumber check-digit", "/items/1/trackingNumber invalid-format", "/items/2/version required", "/items/3 wrong-type")]
    [InlineData(
        """{"mode":"best-effort","action":"start","items":[{"version":1},{"trackingNumber":"311-10000004","version":0,"note":"x"},{"trackingNumber":null,"version":1.5}]}""",
        "/items/0/trackingNumber required", "/items/1/version out-of-range", "/items/1/note unknown-member", "/items/2/trackingNumber required", "/items/2/version wrong-type")]
    public async Task What_is_wrong_with_a_body_is_told_by_field(string body, params string[] faults)
    {
        using var operators = town.Application.Staff("demo-operator");
        Assert.Equal(faults, await (await operators.PostJsonAsync(Path, null, body)).FaultsAsync());
    }

    [Fact]
    public async Task An_action_is_open_in_bulk_to_those_who_may_use_its_own_route()
    {
        using var _ = town.Application.Anybody();
        var routes = town.Application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .ToDictionary(route => $"{route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0]} {route.RoutePattern.RawText}", StringComparer.Ordinal);
        Assert.All(BulkActions.PolicyOf, action => Assert.Equal(action.Value, PolicyOf(routes[RouteOf(action.Key)])));

        using var agent = town.Application.Staff("demo-agent-ROADS");
        await (await agent.PostJsonAsync(Path, null, Body("best-effort", "reopen", ["311-10000004"], """{"reason":"No."}"""))).ProblemAsync(ProblemCode.Forbidden);

        static string PolicyOf(RouteEndpoint route) => route.Metadata.GetOrderedMetadata<IAuthorizeData>().Single(data => data.Policy is not null).Policy!;
    }

    /// <summary>The route that does it to one request.</summary>
    private static string RouteOf(string action) => action switch
    {
        BulkActions.ReleaseClaim => "DELETE /v1/service-requests/{trackingNumber}/claim",
        BulkActions.Note or BulkActions.Update => $"POST /v1/service-requests/{{trackingNumber}}/{action}s",
        "uphold-dispute" or "reject-dispute" => $"POST /v1/service-requests/{{trackingNumber}}/dispute/{action.Split('-')[0]}",
        _ => $"POST /v1/service-requests/{{trackingNumber}}/{action}",
    };

    private static string Body(string mode, string action, IEnumerable<string> numbers, string with = "{}", int version = 1) =>
        $$"""{"mode":"{{mode}}","action":"{{action}}","with":{{with}},"items":[{{string.Join(',', numbers.Select(number => $$"""{"trackingNumber":"{{number}}","version":{{version}}}"""))}}]}""";

    private static async Task<JsonElement> OkAsync(HttpClient client, string body)
    {
        var response = await client.PostJsonAsync(Path, null, body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.TextAsync());
        return await response.JsonAsync();
    }

    private static IEnumerable<string> Results(JsonElement answer) =>
        answer.GetProperty("items").EnumerateArray().Select(item => $"{item.Text("result")} {item.GetProperty("status")}");

    /// <summary>The middle one is another department's.</summary>
    private async Task<string[]> ThreeAsync() =>
    [
        await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West)),
        await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East)),
        await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West)),
    ];

    private async Task<List<Connect311.Api.Triage.StaffRow>> RowsAsync(IEnumerable<string> numbers)
    {
        var rows = new List<Connect311.Api.Triage.StaffRow>();
        foreach (var number in numbers)
        {
            rows.Add(await town.RowAsync(number));
        }

        return rows;
    }
}
