using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Servers;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Intake;

/// <summary>What a run of <c>intake</c> is to do.</summary>
/// <param name="WarmUp">How long each server is loaded before, so that the tiers of the compiler settle.</param>
/// <param name="Contacts">How many of a hundred reports name a contact of their own will.</param>
internal sealed record IntakePlan(int Rounds, TimeSpan Duration, TimeSpan WarmUp, int Contacts = 0);

/// <summary>Loads three servers in turn with the same reports, and counts what was stored.</summary>
internal sealed class IntakeRun(IntakePlan plan) : IAsyncDisposable
{
    public const string ServerErrors = "errors that a server logged";
    public const string NotCreated = "answers other than 201";

    private readonly ServerFolder _folder = new();
    private readonly ServerFolder _singleFolder = new();

    public Anomalies Anomalies { get; } = new(ServerErrors, NotCreated);

    /// <summary>Parses the same record and stores nothing.</summary>
    public LoadedServer Bare { get; private set; } = null!;

    /// <summary>Our server, with a commit for each report.</summary>
    public LoadedServer Single { get; private set; } = null!;

    public LoadedServer Ours { get; private set; } = null!;

    public TimeSpan Fsync { get; private set; }

    /// <summary>Round by round, how many more rows were stored than answered: wrk hangs up on those in flight when its time is over.</summary>
    public Dictionary<LoadedServer, List<long>> RowsMore { get; } = [];

    public Aim RowsAim => new(
        $"0 to {LoadedServer.Connections}", RowsMore.Values.SelectMany(more => more).All(more => more is >= 0 and <= LoadedServer.Connections));

    /// <param name="tell">Is told each measurement.</param>
    public async Task RunAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        var load = new ReportLoad(_folder, plan.Contacts);
        Fsync = FsyncTime.Measure(_folder.Path);
        await StartAsync(load, cancellationToken);
        foreach (var server in InTurn(0))
        {
            await server.WarmAsync(load.Script(), plan.WarmUp, cancellationToken);
        }

        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var server in InTurn(round))
            {
                await MeasureAsync(server, load, cancellationToken);
                tell($"{server.Name}: {server.Results[^1].PerSecond:N0} reports/s");
            }
        }

        NoteErrors();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in InTurn(0))
        {
            await server.DisposeAsync();
        }

        _folder.Dispose();
        _singleFolder.Dispose();
    }

    /// <summary>Each round begins with another one, so that none always follows the same.</summary>
    private IEnumerable<LoadedServer> InTurn(int round)
    {
        LoadedServer[] servers = [.. new LoadedServer?[] { Bare, Single, Ours }.OfType<LoadedServer>()];
        return servers.Select((_, i) => servers[(i + round) % servers.Length]);
    }

    private async Task StartAsync(ReportLoad load, CancellationToken cancellationToken)
    {
        Ours = new("Connect311", ServerProcess.Start(_folder));
        Single = new(
            "one commit a report",
            ServerProcess.Start(_singleFolder, settings: new Dictionary<string, string> { ["Intake:BatchSize"] = "1" }));
        using var client = new HttpClient { BaseAddress = await Ours.Process.Address };
        var answer = await load.SubmitAsync(client, cancellationToken);
        Bare = new("bare server", BareServer.Start(_folder, answer));
        RowsMore[Single] = [];
        RowsMore[Ours] = [];
    }

    private async Task MeasureAsync(LoadedServer server, ReportLoad load, CancellationToken cancellationToken)
    {
        var before = await SettledRowsAsync(server, cancellationToken);
        var result = await server.MeasureAsync(load.Script(), plan.Duration, cancellationToken);
        if (result.Refused + result.SocketErrors > 0)
        {
            Anomalies.Add(NotCreated, $"{server.Name}: {result.Refused} refused, {result.SocketErrors} without an answer");
        }

        if (before is { } rows)
        {
            RowsMore[server].Add((await SettledRowsAsync(server, cancellationToken))!.Value - rows - result.Accepted);
        }
    }

    /// <summary>The number of rows when it no longer grows; null for a server that stores nothing.</summary>
    private async Task<long?> SettledRowsAsync(LoadedServer server, CancellationToken cancellationToken)
    {
        if (server == Bare)
        {
            return null;
        }

        var file = (server == Ours ? _folder : _singleFolder).DatabaseFile;
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        long rows, later = -1;
        do
        {
            rows = later;
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            later = await connection.ExecuteScalarAsync<long>(State.AuditSql.CountRequests);
        }
        while (rows != later);
        return rows;
    }

    private void NoteErrors()
    {
        foreach (var server in InTurn(0).Where(server => server.Process.ErrorCount > 0))
        {
            Anomalies.Add(ServerErrors, $"{server.Name}: {string.Join(" | ", server.Process.Errors)}");
        }
    }
}
