using System.Net;
using Connect311.Api.Http;
using Connect311.Tests.Databases;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>When too many calls are in hand, those that can wait best are turned away first, and submissions last.</summary>
public sealed class LoadSheddingTests : IDisposable
{
    private readonly TaskCompletionSource _held = new();
    private readonly TestApplication _application = new();
    private bool _isHolding;

    public LoadSheddingTests() => _application
        .With("Load:Map", "1").With("Load:Lists", "2").With("Load:Lookups", "3").With("Load:Submissions", "4")
        .Replacing(services => services.AddSingleton(provider => FaultyDatabase.Over(
            provider.GetRequiredService<IConfiguration>().GetConnectionString("Connect311")!,
            async (commit, _) =>
            {
                // The first are held in hand until the test lets go.
                if (_isHolding)
                {
                    await _held.Task;
                }

                return await commit();
            },
            _application.Time)));

    [Fact]
    public async Task Lists_are_shed_before_lookups_and_lookups_before_submissions()
    {
        using var app = _application.App();
        using var agent = _application.Staff("demo-agent-DOT");
        var shedder = _application.Services.GetRequiredService<LoadShedder>();
        var sent = new List<Task<HttpResponseMessage>>();
        async Task HoldAsync()
        {
            sent.Add(app.SubmitAsync(Calls.Pothole));
            var inHand = sent.Count;
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (shedder.InHand < inHand)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }

        Task<HttpResponseMessage> ListAsync() => agent.ReadAsync("/v1/departments/DOT/queue");
        Task<HttpResponseMessage> LookUpAsync() => app.ReadAsync("/v1/service-types");

        await app.SubmittedAsync(Calls.Pothole);
        _isHolding = true;
        await HoldAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await ListAsync()).StatusCode, (await LookUpAsync()).StatusCode));
        await HoldAsync();
        var shed = await ListAsync();
        await shed.ProblemAsync(ProblemCode.Overloaded);
        Assert.Equal(TimeSpan.FromSeconds(10), shed.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await LookUpAsync()).StatusCode);
        await HoldAsync();
        await (await ListAsync()).ProblemAsync(ProblemCode.Overloaded);
        await (await LookUpAsync()).ProblemAsync(ProblemCode.Overloaded);
        await HoldAsync();
        await (await app.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.Overloaded);
        Assert.Equal(HttpStatusCode.OK, (await app.ReadAsync("/health/live")).StatusCode);
        Assert.Contains("connect311_load_shed", await (await app.ReadAsync("/metrics")).TextAsync());

        _held.SetResult();
        Assert.All(await Task.WhenAll(sent), answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal((HttpStatusCode.OK, 0), ((await ListAsync()).StatusCode, shedder.InHand));
    }

    [Theory]
    [InlineData(1, 2, 3, 4, "0111")]
    [InlineData(1, 1, 1, 2, "0001")]
    [InlineData(2, 2, 2, 2, "1111")]
    public void A_class_is_taken_while_fewer_are_in_hand_than_it_may(int map, int lists, int lookups, int submissions, string taken)
    {
        var options = Microsoft.Extensions.Options.Options.Create(new LoadOptions { Map = map, Lists = lists, Lookups = lookups, Submissions = submissions });
        var shedder = new LoadShedder(
            options, new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        Assert.True(shedder.TryBegin(LoadClass.Submission));
        var asked = Enum.GetValues<LoadClass>().Select(load =>
        {
            var isTaken = shedder.TryBegin(load);
            if (isTaken)
            {
                shedder.End();
            }

            return isTaken ? '1' : '0';
        });
        Assert.Equal(taken, string.Concat(asked));
        Assert.Equal(1, shedder.InHand);
    }

    [Fact]
    public void Every_route_of_the_api_has_a_class_and_what_watches_the_program_has_none()
    {
        using var _ = _application.Anybody();
        var routes = _application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).Cast<RouteEndpoint>().ToList();
        var none = routes.Where(route => LoadShedding.ClassOf(route) is null).Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'));
        Assert.Equal(
            ["/health/live", "/health/ready", "/health/submissions", "/metrics", "/openapi/{documentName}.json", "/v1/departments/{code}/stream"],
            none.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["PostRequest", "SubmitServiceRequest", "SubmitServiceRequests"],
            routes.Where(route => LoadShedding.ClassOf(route) == LoadClass.Submission).Select(NameOf).Order(StringComparer.Ordinal));

        // What answers with a page is a list.
        Assert.All(
            routes.Where(route => NameOf(route)?.StartsWith("List", StringComparison.Ordinal) == true),
            route => Assert.True(
                LoadShedding.ClassOf(route) is LoadClass.List || NameOf(route) is "ListServiceTypes" or "ListIncidentSuggestions", NameOf(route)));
    }

    public void Dispose() => _application.Dispose();

    private static string? NameOf(RouteEndpoint route) => route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
}
