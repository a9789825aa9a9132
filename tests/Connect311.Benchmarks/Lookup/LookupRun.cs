using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Seeding;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Lookup;

/// <summary>What a run of <c>lookup</c> is to do.</summary>
internal sealed record LookupPlan(int Rounds, TimeSpan Duration, SeedPlan Seed);

/// <summary>Looks numbers up, drawn evenly over all that are stored, each at most once in a measurement.</summary>
internal sealed class LookupRun(LookupPlan plan, SeededDatabases databases) : IAsyncDisposable
{
    private const string Route = "/v1/public/service-requests/";
    private const string NotFound = "answers other than 200";
    private const string Wrong = "answers about another request";
    private const int NumbersARun = 400_000;
    private const int Seed = 311;
    private const int Checked = 100;

    private readonly Random _random = new(Seed);
    private readonly ServerFolder _folder = new();
    private int _scripts;

    public Anomalies Anomalies { get; } = new(NotFound, Wrong);

    public LoadedServer Bare { get; private set; } = null!;

    /// <summary>Ours, with the open requests alone.</summary>
    public LoadedServer Small { get; private set; } = null!;

    public LoadedServer Large { get; private set; } = null!;

    public IReadOnlyList<LoadedServer> Servers => [.. new LoadedServer?[] { Bare, Small, Large }.OfType<LoadedServer>()];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await databases.ReadThroughAsync(cancellationToken);
        Small = new($"{databases.Size.Open:N0} stored", ServerProcess.Start(databases.Small));
        Large = new($"{databases.Size.Requests:N0} stored", ServerProcess.Start(databases.Large));
        Bare = new("bare server", BareServer.Start(_folder, await CheckAsync(Large, cancellationToken)));
        await CheckAsync(Small, cancellationToken);
        foreach (var server in Servers)
        {
            await server.WarmAsync(Script(server), LoadedServer.WarmUp, cancellationToken);
        }

        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var server in Servers.Skip(round % Servers.Count).Concat(Servers.Take(round % Servers.Count)))
            {
                var result = await server.MeasureAsync(Script(server), plan.Duration, cancellationToken);
                Console.Error.WriteLine($"{server.Name}: {result.PerSecond:N0} look-ups/s");
                if (result.Refused + result.SocketErrors > 0)
                {
                    Anomalies.Add(NotFound, $"{server.Name}: {result.Refused} refused, {result.SocketErrors} without an answer");
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>The answers to some numbers are about these; gives the longest, which a bare server must match.</summary>
    private async Task<string> CheckAsync(LoadedServer server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = await server.Process.Address };
        var answers = new List<string>();
        foreach (var number in Enumerable.Range(0, Checked).Select(_ => Draw(server)))
        {
            var answer = await client.GetStringAsync(new Uri(Route + number, UriKind.Relative), cancellationToken);
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.GetProperty("trackingNumber").GetString() != number)
            {
                Anomalies.Add(Wrong, $"{number}: {answer}");
            }

            answers.Add(answer);
        }

        return answers.OrderBy(answer => answer.Length).ElementAt(Checked / 2);
    }

    private string Script(LoadedServer server)
    {
        var ends = Path.Combine(_folder.Path, $"numbers-{++_scripts}.txt");
        File.WriteAllLines(ends, Enumerable.Range(0, NumbersARun).Select(_ => Draw(server)));
        var script = Path.ChangeExtension(ends, ".lua");
        File.WriteAllText(script, WrkScript.Get(Route, ends));
        return script;
    }

    /// <summary>The small database holds every stride-th number alone.</summary>
    private string Draw(LoadedServer server)
    {
        var stride = databases.Size.Stride;
        var id = server == Small
            ? (_random.NextInt64(databases.Size.Open) * stride) + stride - 1
            : _random.NextInt64(databases.Size.Requests);
        return new TrackingNumber(SeedDatabase.FirstId + id).ToString();
    }
}
