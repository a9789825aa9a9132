using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>How much one app may send, and how it is told.</summary>
public sealed class RateLimitTests : IDisposable
{
    private readonly TestApplication _application = new TestApplication().With("RateLimits:SubmissionsPerMinute", "2");

    [Fact]
    public async Task Beyond_the_limit_the_answer_says_when_to_send_the_same_again()
    {
        using var app = await AppAsync();
        var before = await _application.RequestsAsync();
        Assert.Equal(("2", "1"), LimitOf(await app.SubmitAsync(Calls.Pothole)));
        Assert.Equal(("2", "0"), LimitOf(await app.SubmitAsync(Calls.Pothole)));
        var refused = await app.SubmitAsync(Calls.Pothole);
        await refused.ProblemAsync(ProblemCode.RateLimited);
        Assert.Equal(("2", "0"), LimitOf(refused));
        Assert.Equal(before + 2, await _application.RequestsAsync());

        // Two a minute: a place is free after half a minute, and both after a whole one.
        Assert.Equal(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("60", refused.Headers.GetValues("RateLimit-Reset").Single());
        _application.Time.Advance(TimeSpan.FromSeconds(30));
        await app.SubmittedAsync(Calls.Pothole);
        await (await app.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.RateLimited);
    }

    [Fact]
    public async Task One_app_does_not_use_up_anothers_share()
    {
        using var app = await AppAsync();
        using var other = await AppAsync();
        for (var i = 0; i < 3; i++)
        {
            await app.SubmitAsync(Calls.Pothole);
        }

        await other.SubmittedAsync(Calls.Pothole);
    }

    [Fact]
    public async Task The_demo_app_has_no_practical_limit()
    {
        using var app = _application.App();
        for (var i = 0; i < 5; i++)
        {
            await app.SubmittedAsync(Calls.Pothole);
        }
    }

    public void Dispose() => _application.Dispose();

    private static (string Limit, string Remaining) LimitOf(HttpResponseMessage response) =>
        (response.Headers.GetValues("RateLimit-Limit").Single(), response.Headers.GetValues("RateLimit-Remaining").Single());

    private Task<HttpClient> AppAsync() => _application.KeyedAppAsync();
}
