using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Connect311.Tests.Http;

/// <summary>A stop answers what was accepted before it, and stores what it answered.</summary>
public sealed class StopTests : IDisposable
{
    private const int Reports = 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-").FullName;

    [Fact]
    public async Task What_was_sent_before_the_stop_is_answered_and_what_is_answered_is_stored()
    {
        var source = $"Data Source={Path.Combine(_folder, "stop.db")}";
        using var application = new TestApplication().With("ConnectionStrings:Connect311", source);
        using var app = application.App();
        await app.SubmittedAsync(Calls.Pothole);
        var lifetime = application.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = new TaskCompletionSource();
        lifetime.ApplicationStopped.Register(stopped.SetResult);

        var sent = Enumerable.Range(0, Reports).Select(_ => AnswerAsync(app)).ToList();
        await Task.WhenAny(sent);
        lifetime.StopApplication();
        var answers = await Task.WhenAll(sent);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        var accepted = answers.Count(answer => answer == HttpStatusCode.Created);
        Assert.All(answers, answer => Assert.True(answer is null or HttpStatusCode.Created, $"{answer} was answered."));
        Assert.InRange(accepted, 1, Reports);
        await using var connection = new SqliteConnection(source);
        Assert.Equal(accepted + 1, await Dapper.SqlMapper.ExecuteScalarAsync<long>(connection, "SELECT COUNT(*) FROM ServiceRequest;"));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The status, or null where the connection was refused or nobody took it up any more.</summary>
    private static async Task<HttpStatusCode?> AnswerAsync(HttpClient app)
    {
        try
        {
            return (await app.SubmitAsync(Calls.Pothole)).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
