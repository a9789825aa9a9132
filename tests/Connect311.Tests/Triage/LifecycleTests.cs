using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Tests.Triage;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData(RequestStatus.Submitted, null, null)]
    [InlineData(RequestStatus.Assigned, RequestStatus.Acknowledged, RequestStatus.Closed)]
    [InlineData(RequestStatus.Acknowledged, null, RequestStatus.Closed)]
    [InlineData(RequestStatus.InProgress, null, RequestStatus.Closed)]
    [InlineData(RequestStatus.Waiting, null, RequestStatus.Closed)]
    [InlineData(RequestStatus.Closed, null, null)]
    [InlineData(RequestStatus.Cancelled, null, null)]
    public void Each_status_allows_what_the_table_says(string status, string? acknowledged, string? closed)
    {
        Assert.Equal(acknowledged, Lifecycle.Next(Lifecycle.Acknowledge, status));
        Assert.Equal(closed, Lifecycle.Next(Lifecycle.Close, status));
        Assert.Equal(new[] { acknowledged, closed }.Count(next => next is not null), Lifecycle.Allowed(status).Count);
    }

    [Fact]
    public void Only_closed_and_cancelled_are_not_open() =>
        Assert.Equal([RequestStatus.Closed, RequestStatus.Cancelled], RequestStatus.All.Where(status => !RequestStatus.IsOpen(status)));

    [Fact]
    public void An_action_that_nobody_knows_leads_nowhere() => Assert.Null(Lifecycle.Next("paint", RequestStatus.Assigned));
}
