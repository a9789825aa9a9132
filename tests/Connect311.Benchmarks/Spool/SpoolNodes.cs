using System.Globalization;
using Connect311.Api.ServiceRequests.Spool;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Spool;

/// <summary>The servers of a run: processes over one database, each with a spool of its own.</summary>
internal sealed class SpoolNodes(IDatabaseCut database, ServerFolder folder) : IAsyncDisposable
{
    /// <summary>Thousands of phones would not share a machine with the server either.</summary>
    private const int MostConnections = 256;

    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(1);

    private readonly (ServerProcess? Server, HttpClient? Client)[] _nodes = new (ServerProcess?, HttpClient?)[2];

    public int Count => _nodes.Length;

    /// <summary>Seconds after which a phone asks again.</summary>
    public int RetryAfter => SpooledAnswers.RetryAfterSeconds;

    /// <summary>How often a server was started in vain, while the database was away.</summary>
    public int VainStarts { get; private set; }

    public async Task StartAsync()
    {
        for (var node = 0; node < Count; node++)
        {
            await StartAsync(node, CancellationToken.None);
        }
    }

    public HttpClient Client(int node) => _nodes[node].Client ?? throw new HttpRequestException("The server is down.");

    /// <summary>kill -9, and then starts it until it lives again, as whoever watches over a server does.</summary>
    public async Task KillAsync(int node, CancellationToken cancellationToken)
    {
        var server = _nodes[node].Server!;
        _nodes[node] = default;
        await server.KillAsync();
        await server.DisposeAsync();
        while (!await TryStartAsync(node, cancellationToken))
        {
            VainStarts++;
            await Task.Delay(BetweenStarts, cancellationToken);
        }
    }

    /// <summary>How many reports wait in all spools, and how many are dead; null while a server is down.</summary>
    public async Task<(double Waiting, double Dead)?> SumAsync()
    {
        var (waiting, dead) = (0.0, 0.0);
        foreach (var (_, client) in _nodes)
        {
            if (client is null)
            {
                return null;
            }

            var metrics = await client.GetStringAsync("/metrics");
            waiting += ValueOf(metrics, "connect311_spool_waiting{");
            dead += ValueOf(metrics, "connect311_spool_dead{");
        }

        return (waiting, dead);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (server, client) in _nodes)
        {
            client?.Dispose();
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }

    private async Task<bool> TryStartAsync(int node, CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(node, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            // It ended, for it cannot start without its database; or it was too slow, and was ended.
            return false;
        }
    }

    private async Task StartAsync(int node, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(database.Settings)
        {
            ["Spool:Use"] = "true",
            ["Spool:Folder"] = Path.Combine(folder.Path, $"spool-{node}"),
            ["KeyRing:Folder"] = folder.KeyRing,
        };
        var server = ServerProcess.Start(database.Folder, settings: settings);
        try
        {
            var address = await server.Address.WaitAsync(cancellationToken);
            var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = MostConnections }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
            client.DefaultRequestHeaders.Add("X-Api-Key", "demo-app");
            _nodes[node] = (server, client);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static double ValueOf(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
