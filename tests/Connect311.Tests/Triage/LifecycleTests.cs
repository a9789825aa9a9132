using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Triage;

public sealed class LifecycleTests
{
    /// <summary>The table once more, by hand: whoever changes it changes what the city promises.</summary>
    private const string Table = """
        release: submitted -> assigned (operator) needs - takes note
        acknowledge: assigned -> acknowledged (agent supervisor operator department) needs - takes note externalId
        start: assigned acknowledged -> in-progress (agent supervisor operator department) needs - takes note externalId
        wait: acknowledged in-progress -> waiting (agent supervisor operator department) needs waitingFor takes note externalId
        resume: waiting -> in-progress (agent supervisor operator department) needs - takes note externalId
        ask: assigned acknowledged in-progress -> waiting (agent supervisor operator) needs text takes -
        answer: waiting -> acknowledged (resident) needs text takes -
        expire: waiting -> acknowledged (program) needs - takes -
        close: assigned acknowledged in-progress waiting -> closed (agent supervisor operator department) needs outcome takes note visitedAt duplicateOf reason referredTo photos externalId
        cancel: submitted assigned acknowledged in-progress waiting -> cancelled (agent supervisor operator) needs outcome note takes -
        withdraw: submitted assigned acknowledged in-progress waiting -> cancelled (resident) needs - takes reason
        reopen: closed cancelled -> assigned (supervisor operator) needs reason takes -
        dispute: closed -> closed (resident) needs reason text takes -
        uphold-dispute: closed -> assigned (supervisor operator) needs - takes note
        reject-dispute: closed -> closed (supervisor operator) needs sentence takes note
        transfer: assigned acknowledged in-progress waiting -> assigned (agent supervisor operator department) needs department reason takes queue note
        reroute: assigned acknowledged in-progress waiting -> assigned (program) needs - takes -
        """;

    [Fact]
    public void Each_action_leads_where_the_table_says() =>
        Assert.Equal(Table.Split('\n'), Lifecycle.Transitions.Select(line =>
            $"{line.Action}: {Words(line.From)} -> {line.To} ({Words(line.By)}) needs {Words(line.Needs)} takes {Words(line.Takes)}"));

    [Fact]
    public void Every_status_can_be_reached_and_left_and_no_two_actions_have_the_same_event()
    {
        Assert.Equal(RequestStatus.All.Order(), Lifecycle.Transitions.Select(line => line.To).Append(RequestStatus.Submitted).Distinct().Order());
        Assert.Equal(RequestStatus.All.Order(), Lifecycle.Transitions.SelectMany(line => line.From).Distinct().Order());
        Assert.Distinct(Lifecycle.Transitions.Select(line => line.Event));
        Assert.Distinct(Lifecycle.Transitions.Select(line => line.Action));
    }

    [Theory]
    [InlineData(RequestStatus.Acknowledged, Role.Agent, "start wait ask close cancel transfer")]
    [InlineData(RequestStatus.Acknowledged, Role.Department, "start wait close transfer")]
    [InlineData(RequestStatus.Acknowledged, Actors.Resident, "withdraw")]
    [InlineData(RequestStatus.Acknowledged, Role.Admin, "-")]
    [InlineData(RequestStatus.Closed, Role.Agent, "-")]
    [InlineData(RequestStatus.Closed, Role.Supervisor, "reopen uphold-dispute reject-dispute")]
    public void What_is_allowed_depends_on_who_asks(string status, string by, string allowed) =>
        Assert.Equal(allowed, Words(Lifecycle.Allowed(status, by)));

    [Theory]
    [InlineData("started", RequestStatus.Assigned, RequestStatus.InProgress, true)]
    [InlineData("started", RequestStatus.Waiting, RequestStatus.InProgress, false)]
    [InlineData("started", RequestStatus.Assigned, RequestStatus.Closed, false)]
    [InlineData("corrected", RequestStatus.Waiting, RequestStatus.Waiting, true)]
    [InlineData("corrected", RequestStatus.Waiting, RequestStatus.Assigned, false)]
    public void An_event_leads_only_where_its_action_does(string kind, string before, string after, bool leads) =>
        Assert.Equal(leads, Lifecycle.Leads(kind, before, after));

    [Fact]
    public void The_route_of_each_action_is_open_to_those_whom_the_table_names()
    {
        using var application = new TestApplication();
        using var _ = application.Anybody();
        var policies = application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()
            .ToLookup(route => route.RoutePattern.RawText!, route => route.Metadata.GetMetadata<IAuthorizeData>()?.Policy);
        var actions = Lifecycle.Transitions.Where(line => line.Action is not (Lifecycle.Withdraw or Lifecycle.Answer or Lifecycle.Dispute or Lifecycle.Expire or Lifecycle.Reroute)).ToList();

        Assert.Equal(12, actions.Count);
        Assert.All(actions, line => Assert.Equal(
            line.By.Order(), Policies.Roles[policies[$"/v1/service-requests/{{trackingNumber}}/{PathOf(line.Action)}"].Single()!].Order()));
    }

    [Fact]
    public void Only_closed_and_cancelled_are_not_open() =>
        Assert.Equal([RequestStatus.Closed, RequestStatus.Cancelled], RequestStatus.All.Where(status => !RequestStatus.IsOpen(status)));

    [Fact]
    public void An_action_that_nobody_knows_leads_nowhere()
    {
        Assert.Null(Lifecycle.Next("paint", RequestStatus.Assigned));
        Assert.Throws<ArgumentException>(() => Lifecycle.Of("paint"));
    }

    private static string PathOf(string action) => action switch
    {
        Lifecycle.UpholdDispute => "dispute/uphold",
        Lifecycle.RejectDispute => "dispute/reject",
        _ => action,
    };

    private static string Words(IReadOnlyList<string> words) => words.Count == 0 ? "-" : string.Join(' ', words);
}
