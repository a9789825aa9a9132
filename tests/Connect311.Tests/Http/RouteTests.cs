using Connect311.Api.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>No route is open by mistake: each names a policy, or stands here by name.</summary>
public sealed class RouteTests
{
    /// <summary>What anybody may ask without a credential.</summary>
    private static readonly string[] Open =
    [
        "/health/live",
        "/health/ready",
        "/health/submissions",
        "/metrics",

        // To report something here an app key is needed too; it may stand in the form, so the route looks for it itself.
        "/open311/v2/bulk",
        "/open311/v2/bulk.csv",
        "/open311/v2/discovery",
        "/open311/v2/requests",
        "/open311/v2/requests",
        "/open311/v2/requests/{service_request_id}",
        "/open311/v2/servicerequestupdates",
        "/open311/v2/servicerequestupdates",
        "/open311/v2/services",
        "/open311/v2/services/{service_code}",
        "/open311/v2/tokens/{token}",
        "/openapi/{documentName}.json",
        "/v1/catalog",
        "/v1/devices/me/",
        "/v1/devices/me/move",
        "/v1/devices/me/rotate",
        "/v1/lifecycle",
        "/v1/me/forget",
        "/v1/me/push/",
        "/v1/me/push/",
        "/v1/me/push/",
        "/v1/me/service-requests/",
        "/v1/me/service-requests/{trackingNumber}",
        "/v1/me/service-requests/{trackingNumber}",
        "/v1/photos/",
        "/v1/photos/{id}",
        "/v1/photos/{id}",
        "/v1/photos/{id}",
        "/v1/photos/{id}",
        "/v1/photos/{id}/{size}",
        "/v1/public/clarifications/{token}/",
        "/v1/public/clarifications/{token}/",
        "/v1/public/history/key",
        "/v1/public/history/roots",
        "/v1/public/service-requests/",
        "/v1/public/service-requests/{trackingNumber}",
        "/v1/public/service-requests/{trackingNumber}/answer",
        "/v1/public/service-requests/{trackingNumber}/dispute",
        "/v1/public/service-requests/{trackingNumber}/forget",
        "/v1/public/service-requests/{trackingNumber}/history/proof",
        "/v1/public/service-requests/{trackingNumber}/notes",
        "/v1/public/service-requests/{trackingNumber}/photos",
        "/v1/public/service-requests/{trackingNumber}/place",
        "/v1/public/service-requests/{trackingNumber}/subscriptions",
        "/v1/public/service-requests/{trackingNumber}/survey",
        "/v1/public/service-requests/{trackingNumber}/withdraw",
        "/v1/public/subscriptions/confirm/{token}",
        "/v1/public/subscriptions/confirm/{token}",
        "/v1/public/subscriptions/stop/{token}",
        "/v1/public/subscriptions/stop/{token}",
        "/v1/push",
        "/v1/service-requests/similar",
        "/v1/service-requests/{trackingNumber}/follow/",
        "/v1/service-requests/{trackingNumber}/follow/",
        "/v1/service-types",
        "/v1/tokens/{token}",
    ];

    [Fact]
    public void Every_route_names_a_policy_or_is_open_by_name()
    {
        using var application = new TestApplication();
        using var _ = application.Anybody();
        var routes = application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).Cast<RouteEndpoint>().ToList();

        var open = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null).ToList();
        Assert.Equal(Open, open.Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/')).Order(StringComparer.Ordinal));
        Assert.NotEmpty(routes.Except(open));
        Assert.All(routes.Except(open), route =>
        {
            var policy = Assert.Single(route.Metadata.GetOrderedMetadata<IAuthorizeData>());
            Assert.True(policy.Policy is { } name && Policies.Roles.ContainsKey(name), $"{route.DisplayName} names no policy of ours.");
        });
    }

    [Fact]
    public void Every_policy_is_open_to_some_role_and_to_no_unknown_one()
    {
        string[] roles = [.. Role.OfStaff, Role.App, Role.Department];
        Assert.All(Policies.Roles.Values, of => Assert.Subset(roles.ToHashSet(), of.ToHashSet()));
        Assert.All(Policies.Roles.Values, Assert.NotEmpty);
    }
}
