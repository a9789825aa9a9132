using System.Net;
using Connect311.Api.Http;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Http;

/// <summary>What watches the program, and what is asked that is not there.</summary>
public sealed class HealthTests : IDisposable
{
    private static readonly string[] FileEnds = ["", "-wal", "-shm"];

    private readonly TestApplication _application = new();

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task It_says_that_it_is_well(string path)
    {
        using var anybody = _application.Anybody();
        var response = await anybody.ReadAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", (await response.JsonAsync()).Text("status"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_its_database_it_lives_but_is_not_ready(bool isGone)
    {
        using var app = _application.App();
        await app.SubmittedAsync(Calls.Pothole);
        BreakDatabase(isGone);
        Assert.Equal(HttpStatusCode.OK, (await app.ReadAsync("/health/live")).StatusCode);
        var ready = await app.ReadAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("Unhealthy", (await ready.JsonAsync()).GetProperty("checks").Text("database"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_its_database_it_takes_nothing_and_says_send_the_same_again(bool isGone)
    {
        using var app = _application.App();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        BreakDatabase(isGone);
        var refused = await app.SubmitAsync(Calls.Pothole, "again");
        await refused.ProblemAsync(ProblemCode.DatabaseUnavailable);
        Assert.NotNull(refused.Headers.RetryAfter);
        await (await app.ReadAsync($"/v1/public/service-requests/{number}")).ProblemAsync(ProblemCode.DatabaseUnavailable);
        Assert.Equal(!isGone, File.Exists(_application.DatabaseFile));
    }

    [Fact]
    public async Task Metrics_count_what_was_committed_together()
    {
        using var app = _application.App();
        await app.SubmittedAsync(Calls.Pothole);
        var metrics = await (await app.ReadAsync("/metrics")).TextAsync();
        Assert.Contains("connect311_intake_batch_size_", metrics);
        Assert.Contains("connect311_intake_waiting", metrics);
        Assert.Contains("http_server_request_duration_seconds", metrics);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v2/service-requests")]
    [InlineData("/v1/public/service-requests/a/b")]
    [InlineData("/v1/tokens/unknown")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        using var anybody = _application.Anybody();
        await (await anybody.ReadAsync(path)).ProblemAsync(ProblemCode.NotFound);
    }

    [Theory]
    [InlineData("DELETE", "/v1/service-requests", "POST")]
    [InlineData("POST", "/v1/service-types", "GET")]
    [InlineData("PUT", "/v1/public/service-requests/311-5", "GET")]
    public async Task Another_method_is_a_problem_that_names_the_right_one(string method, string path, string allowed)
    {
        using var app = _application.App();
        var response = await app.SendAsync(new(new(method), path), TestContext.Current.CancellationToken);
        await response.ProblemAsync(ProblemCode.MethodNotAllowed);
        Assert.Equal([allowed], response.Content.Headers.Allow);
    }

    public void Dispose() => _application.Dispose();

    /// <summary>Takes the file away, or writes over it.</summary>
    private void BreakDatabase(bool isGone)
    {
        foreach (var file in FileEnds.Select(end => _application.DatabaseFile + end).Where(File.Exists))
        {
            File.Delete(file);
        }

        if (!isGone)
        {
            SqliteConnection.ClearAllPools();
            File.WriteAllText(_application.DatabaseFile, "This was a database once, and it is none any more.");
        }
    }
}
