using System.Net;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>What anybody may call, an address calls so many times a minute.</summary>
public sealed class AddressLimitTests : IDisposable
{
    private const string Here = "203.0.113.1";
    private const string Elsewhere = "203.0.113.2";
    private const string Public = "/v1/public/service-requests";

    private readonly TestApplication _application = new TestApplication()
        .With("RateLimits:ReadsPerMinute", "60").With("RateLimits:ReadsBurst", "5")
        .With("RateLimits:ActionsPerMinute", "6").With("RateLimits:ActionsBurst", "3")
        .With("ForwardedHeaders:KnownProxies:0", "127.0.0.1");

    [Theory]
    [InlineData("/v1/public/service-requests/311-1")]
    [InlineData("/v1/public/service-requests?numbers=311-1")]
    [InlineData("/v1/service-requests/similar?serviceType=x&latitude=1&longitude=1")]
    [InlineData("/v1/tokens/x")]
    [InlineData("/v1/catalog")]
    [InlineData("/v1/service-types")]
    [InlineData("/v1/me/service-requests")]
    [InlineData("/v1/photos/0197f0c4-3f2b-7a61-9d3e-5a1c2b3d4e5f/large")]
    public async Task An_address_reads_a_burst_at_once_and_then_so_much_a_minute(string path)
    {
        using var here = From(Here);
        for (var left = 4; left >= 0; left--)
        {
            var answer = await here.ReadAsync(path);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal(("5", $"{left}", "60;w=60;burst=5"), LimitsOf(answer));
        }

        var refused = await here.ReadAsync(path);
        await refused.ProblemAsync(ProblemCode.RateLimited);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(("5", "0", "60;w=60;burst=5"), LimitsOf(refused));
        using var elsewhere = From(Elsewhere);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await elsewhere.ReadAsync(path)).StatusCode);
        _application.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await here.ReadAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("notes", """{"text":"Mind the dog."}""")]
    [InlineData("subscriptions", """{"email":"ben@example.org"}""")]
    [InlineData("withdraw", null)]
    [InlineData("forget", null)]
    [InlineData("place", "{}")]
    [InlineData("photos", "{}")]
    [InlineData("answer", "{}")]
    [InlineData("dispute", "{}")]
    [InlineData("survey", "{}")]
    public async Task An_address_does_a_burst_at_once_and_then_so_much_a_minute(string action, string? body)
    {
        using var app = _application.App();
        var answer = await app.SubmittedAsync(Calls.Pothole);
        using var owner = From(Here, ReporterKeys.Header, answer.Text("reporterKey"));
        var path = $"{Public}/{answer.Text("trackingNumber")}/{action}";
        for (var i = 0; i < 3; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await owner.PostJsonAsync(path, null, body)).StatusCode);
        }

        var refused = await owner.PostJsonAsync(path, null, body);
        await refused.ProblemAsync(ProblemCode.RateLimited);
        Assert.Equal((TimeSpan.FromSeconds(10), "6;w=60;burst=3"), (refused.Headers.RetryAfter!.Delta, LimitsOf(refused).Policy));

        // What is read is counted by itself.
        Assert.Equal(HttpStatusCode.OK, (await owner.ReadAsync($"{Public}/{answer.Text("trackingNumber")}")).StatusCode);
    }

    [Fact]
    public async Task Whoever_has_an_app_key_is_counted_by_that()
    {
        using var site = await _application.KeyedAppAsync();
        site.DefaultRequestHeaders.Add("X-Forwarded-For", Here);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await site.ReadAsync("/v1/catalog")).StatusCode);
        }
    }

    [Fact]
    public void Every_route_that_anybody_may_call_is_counted()
    {
        using var _ = _application.Anybody();
        var open = _application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints)
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null).Cast<RouteEndpoint>().ToList();
        Assert.Equal(
            ["/health/live", "/health/ready", "/health/submissions", "/metrics", "/openapi/{documentName}.json"],
            open.Where(route => !RateLimits.IsAnybodys(route)).Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/')).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _application.Dispose();

    private static (string Limit, string Remaining, string Policy) LimitsOf(HttpResponseMessage response)
    {
        string Value(string name) => response.Headers.GetValues("RateLimit-" + name).Single();
        return (Value("Limit"), Value("Remaining"), Value("Policy"));
    }

    private HttpClient From(string address, string? header = null, string? value = null)
    {
        var caller = header is null ? _application.Anybody() : _application.ClientFor(header, value!);
        caller.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return caller;
    }
}
