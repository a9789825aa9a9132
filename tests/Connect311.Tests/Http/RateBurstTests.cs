using System.Net;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>A burst passes at once, and then so many a minute; for each app, each device and each address.</summary>
public sealed class RateBurstTests : IDisposable
{
    private readonly TestApplication _application = new TestApplication()
        .With("RateLimits:SubmissionsPerMinute", "60").With("RateLimits:SubmissionsBurst", "8")
        .With("RateLimits:DevicePerMinute", "6").With("RateLimits:DeviceBurst", "3")
        .With("RateLimits:AddressPerMinute", "30").With("RateLimits:AddressBurst", "5")
        .With("ForwardedHeaders:KnownProxies:0", "127.0.0.1");

    [Fact]
    public async Task A_burst_passes_and_then_as_many_as_come_back()
    {
        var key = await KeyAsync();
        string[] addresses = ["203.0.113.1", "203.0.113.2"];
        for (var i = 0; i < 8; i++)
        {
            using var app = From(key, addresses[i % 2]);
            await app.SubmittedAsync(Calls.Pothole);
        }

        using var third = From(key, "203.0.113.3");
        var refused = await third.SubmitAsync(Calls.Pothole);
        await refused.ProblemAsync(ProblemCode.RateLimited);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(("8", "0", "8", "60;w=60;burst=8"), LimitsOf(refused));
        _application.Time.Advance(TimeSpan.FromSeconds(2));
        await third.SubmittedAsync(Calls.Pothole);
        await third.SubmittedAsync(Calls.Pothole);
        await (await third.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.RateLimited);
    }

    [Fact]
    public async Task An_address_is_limited_over_all_apps_by_what_the_trusted_proxy_says()
    {
        string[] keys = [await KeyAsync(), await KeyAsync()];
        for (var i = 0; i < 5; i++)
        {
            using var app = From(keys[i % 2], "203.0.113.1");
            await app.SubmittedAsync(Calls.Pothole);
        }

        using var here = From(keys[0], "203.0.113.1");
        var refused = await here.SubmitAsync(Calls.Pothole);
        await refused.ProblemAsync(ProblemCode.RateLimited);
        Assert.Equal(("5", "0", "10", "30;w=60;burst=5"), LimitsOf(refused));
        using var elsewhere = From(keys[0], "203.0.113.2");
        await elsewhere.SubmittedAsync(Calls.Pothole);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task A_network_of_IPv6_is_one_address(string first, string second, bool areOne)
    {
        var key = await KeyAsync();
        using var one = From(key, first);
        for (var i = 0; i < 5; i++)
        {
            await one.SubmittedAsync(Calls.Pothole);
        }

        using var other = From(key, second);
        Assert.Equal(areOne ? HttpStatusCode.TooManyRequests : HttpStatusCode.Created, (await other.SubmitAsync(Calls.Pothole)).StatusCode);
    }

    [Fact]
    public async Task A_device_is_limited_by_itself_and_what_it_is_refused_costs_its_app_nothing()
    {
        var key = await KeyAsync();
        using var app = From(key, "203.0.113.1");
        var (_, first) = await app.DeviceAsync();
        for (var i = 0; i < 3; i++)
        {
            await app.SubmittedFromAsync(first, Calls.Pothole);
        }

        var refused = await app.AsDeviceAsync(first, HttpMethod.Post, "/v1/service-requests", Calls.Pothole);
        await refused.ProblemAsync(ProblemCode.RateLimited);
        Assert.Equal(("3", "0", "30", "6;w=60;burst=3"), LimitsOf(refused));
        for (var i = 0; i < 20; i++)
        {
            await (await app.AsDeviceAsync(first, HttpMethod.Post, "/v1/service-requests", Calls.Pothole)).ProblemAsync(ProblemCode.RateLimited);
        }

        using var other = From(key, "203.0.113.2");
        Assert.Equal(HttpStatusCode.Created, (await other.SubmitAsync(Calls.Pothole)).StatusCode);
    }

    public void Dispose() => _application.Dispose();

    private static (string Limit, string Remaining, string Reset, string Policy) LimitsOf(HttpResponseMessage response)
    {
        string Value(string name) => response.Headers.GetValues("RateLimit-" + name).Single();
        return (Value("Limit"), Value("Remaining"), Value("Reset"), Value("Policy"));
    }

    private HttpClient From(string key, string address)
    {
        var app = _application.ClientFor("X-Api-Key", key);
        app.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return app;
    }

    private async Task<string> KeyAsync()
    {
        using var _ = _application.Anybody();
        var (_, key) = await _application.Services.GetRequiredService<ApiKeyStore>()
            .CreateAsync(Actor.CommandLine, Role.App, "An app", "mobile", null, TestContext.Current.CancellationToken);
        return key;
    }
}
