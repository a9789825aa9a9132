using System.Net;
using Connect311.Api.Http;
using Connect311.Tests.Databases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>A database that is read as ever, and takes no writes.</summary>
public sealed class ReadinessTests : IDisposable
{
    private readonly TestApplication _application = new();
    private Around _around = (commit, _) => commit();

    public ReadinessTests() => _application.Replacing(services => services.AddSingleton(provider => FaultyDatabase.Over(
        provider.GetRequiredService<IConfiguration>().GetConnectionString("Connect311")!, (commit, token) => _around(commit, token), _application.Time)));

    [Fact]
    public async Task A_full_disk_makes_it_unready_until_a_write_is_taken()
    {
        using var app = _application.App();
        await app.SubmittedAsync(Calls.Pothole);
        _around = FaultyDatabase.Refuses(FaultyDatabase.DiskFull);
        Assert.Equal(HttpStatusCode.OK, (await app.ReadAsync("/health/ready")).StatusCode);

        await (await app.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.DatabaseUnavailable);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.ReadAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.ReadAsync("/health/live")).StatusCode);
        _around = (commit, _) => commit();
        Assert.Equal(HttpStatusCode.OK, (await app.ReadAsync("/health/ready")).StatusCode);
        await app.SubmittedAsync(Calls.Pothole);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_unready_soon()
    {
        using var app = _application.App();
        await app.SubmittedAsync(Calls.Pothole);
        _around = FaultyDatabase.Refuses(FaultyDatabase.DiskFull);
        await (await app.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.DatabaseUnavailable);
        var asked = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        _around = async (commit, _) =>
        {
            asked.TrySetResult();
            await held.Task;
            return await commit();
        };

        var first = app.ReadAsync("/health/ready");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // Who asked may have been another, and the caller not yet be waiting: the clock goes on until it is answered.
        while (!first.IsCompleted)
        {
            _application.Time.Advance(TimeSpan.FromSeconds(3));
            await Task.WhenAny(first, Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await first).StatusCode);

        held.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await app.ReadAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task What_to_do_instead_of_a_report_is_said_without_a_database()
    {
        const string emergency = """{"serviceType":"emergency-911"}""";
        using var app = _application.App();
        await (await app.SubmitAsync(emergency)).ProblemAsync(ProblemCode.NotARequest);
        _around = FaultyDatabase.Refuses(FaultyDatabase.DiskFull);

        var instead = await (await app.SubmitAsync(emergency)).ProblemAsync(ProblemCode.NotARequest);

        Assert.Equal("911", instead.Text("phone"));
    }

    [Fact]
    public async Task What_to_do_instead_of_a_report_is_said_while_the_count_waits()
    {
        var asked = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        using var app = _application.App();
        _around = async (commit, _) =>
        {
            asked.TrySetResult();
            await held.Task;
            return await commit();
        };

        var answer = app.SubmitAsync("""{"serviceType":"emergency-911"}""");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _application.Time.Advance(TimeSpan.FromSeconds(2));

        await (await answer.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ProblemAsync(ProblemCode.NotARequest);
        held.SetResult();
    }

    public void Dispose() => _application.Dispose();
}
