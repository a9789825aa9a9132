using System.Text;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Load;

/// <summary>Real reports, ready to be posted by wrk; the same in every run.</summary>
internal sealed class ReportLoad
{
    public const string Route = "/v1/service-requests";

    private const int MostBodies = 20_000;

    private readonly string _folder;

    /// <param name="folder">Where the files for wrk go.</param>
    /// <param name="contactPercent">How many of a hundred reports name a contact of their own will.</param>
    public ReportLoad(ServerFolder folder, int contactPercent = 0)
    {
        _folder = folder.Path;
        var bodies = new ReportBodies(SampleReports.ReadCity(), contactPercent).Draw(MostBodies);
        File.WriteAllLines(BodiesFile, bodies.Select(body => body.Json));
        First = bodies[0].Json;
    }

    /// <summary>The first body.</summary>
    public string First { get; }

    private string BodiesFile => Path.Combine(_folder, "bodies.jsonl");

    /// <summary>A new file for wrk; its idempotency keys are like no other's.</summary>
    public string Script()
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var path = Path.Combine(_folder, $"{id}.lua");
        File.WriteAllText(path, WrkScript.Post(Route, BodiesFile, id.ToString()[..^12]));
        return path;
    }

    /// <summary>Posts the first body, and gives what is answered to it.</summary>
    public async Task<string> SubmitAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Route);
        request.Content = new StringContent(First, Encoding.UTF8, "application/json");
        request.Headers.Add("X-Api-Key", "demo-app");
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
