using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Routing;
using Connect311.Benchmarks.Seeding;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Backtest;

/// <summary>What a run of <c>backtest</c> is to do.</summary>
internal sealed record BacktestPlan(int Rounds, SeedPlan Seed);

/// <summary>A draft that is tried, measured once a round.</summary>
internal sealed class TriedDraft(string name, int version)
{
    private readonly List<double> _seconds = [];
    private readonly List<double> _processorSeconds = [];

    public string Name => name;

    public int Version => version;

    public Rounds Seconds => new(_seconds);

    public Rounds ProcessorSeconds => new(_processorSeconds);

    public long Compared { get; private set; }

    public long Moved { get; private set; }

    public double MegabytesBefore { get; private set; }

    /// <summary>By how much the server's memory grew at most, in any round.</summary>
    public double MegabytesMore { get; private set; }

    public void Took(JsonElement result, TimeSpan elapsed, TimeSpan processor, double before, double most)
    {
        _seconds.Add(elapsed.TotalSeconds);
        _processorSeconds.Add(processor.TotalSeconds);
        Compared = result.GetProperty("compared").GetInt64();
        Moved = result.GetProperty("moved").GetInt64();
        MegabytesBefore = _seconds.Count == 1 ? before : MegabytesBefore;
        MegabytesMore = Math.Max(MegabytesMore, most - before);
    }
}

/// <summary>Has a server try drafts on all that is stored, as an operator would: asked for by the wire, worked on in the background.</summary>
internal sealed class BacktestRun(BacktestPlan plan, SeededDatabases databases) : IAsyncDisposable
{
    private const string Route = "/v1/routing/backtests";
    private const string NotDone = "backtests that did not end well";
    private const string Fewer = "backtests that compared fewer than are stored";
    private static readonly string[] Lights = ["street-light-condition.*"];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private ServerProcess? _server;

    public Anomalies Anomalies { get; } = new(NotDone, Fewer);

    public IReadOnlyList<TriedDraft> Drafts { get; private set; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Drafts = StoreDrafts();
        await databases.ReadThroughAsync(cancellationToken);
        _server = ServerProcess.Start(databases.Large);
        using var desk = new HttpClient { BaseAddress = await _server.Address };
        desk.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer demo-operator");

        // Once without a look at the clock: the first reads compile what they run.
        await TryAsync(desk, Drafts[0].Version, cancellationToken);
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var draft in Drafts.Skip(round % Drafts.Count).Concat(Drafts.Take(round % Drafts.Count)))
            {
                await MeasureAsync(desk, draft, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private List<TriedDraft> StoreDrafts()
    {
        var city = CityReader.Read(CityFiles.Read(Path.Combine(AppContext.BaseDirectory, "seed", "nyc")), 1, 1);
        using var drafts = new DraftDatabase(databases.Large.DatabaseFile);
        return
        [
            new("one rule changed", drafts.Store(OneChanged(city))),
            new("15 rules more for every report", drafts.Store(HardRules.DocumentOf(city).GetRawText())),
        ];
    }

    /// <summary>New York's rules, and street lights of one borough elsewhere.</summary>
    private static string OneChanged(City city)
    {
        var text = CityFiles.Read(Path.Combine(AppContext.BaseDirectory, "seed", "nyc")).Texts[CityFiles.RuleSet];
        var area = city.AreaSets[0].Areas[0];
        var rule = JsonSerializer.Serialize(new
        {
            id = "lights",
            when = new { serviceTypes = Lights, areas = new Dictionary<string, string[]> { [area.Set] = [area.Code] } },
            assign = new { department = "DEP", queue = "lights" },
            reason = new { en = "It is a rule of a benchmark." },
        });
        var at = text.IndexOf('[', text.IndexOf("\"rules\"", StringComparison.Ordinal)) + 1;
        return text.Insert(at, rule + ",");
    }

    private async Task MeasureAsync(HttpClient desk, TriedDraft draft, CancellationToken cancellationToken)
    {
        var (began, worked, before) = (Stopwatch.GetTimestamp(), _server!.ProcessorTime, ProcessCounts.ResidentMegabytes(_server.Id));
        var (ended, most) = await TryAsync(desk, draft.Version, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(began);
        if (ended.GetProperty("status").GetString() != "done")
        {
            Anomalies.Add(NotDone, ended.GetRawText());
            return;
        }

        var result = ended.GetProperty("result");
        if (result.GetProperty("compared").GetInt64() < databases.Size.Requests)
        {
            Anomalies.Add(Fewer, $"{result.GetProperty("compared").GetInt64()}, not known: {result.GetProperty("notKnown").GetRawText()}");
        }

        draft.Took(result, elapsed, _server.ProcessorTime - worked, before, most);
        Console.Error.WriteLine($"{draft.Name}: {elapsed.TotalSeconds:N1} s");
    }

    /// <summary>Asks for a backtest and waits for its end.</summary>
    /// <returns>How it ended, and what of the server lay in memory at most meanwhile, in megabytes.</returns>
    private async Task<(JsonElement Ended, double Most)> TryAsync(HttpClient desk, int version, CancellationToken cancellationToken)
    {
        using var asked = await desk.PostAsJsonAsync(Route, new { version }, cancellationToken);
        asked.EnsureSuccessStatusCode();
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString();
        for (var most = 0.0; ;)
        {
            var found = await desk.GetFromJsonAsync<JsonElement>($"{Route}/{id}", cancellationToken);
            most = Math.Max(most, ProcessCounts.ResidentMegabytes(_server!.Id));
            if (found.GetProperty("endedAt").ValueKind != JsonValueKind.Null)
            {
                return (found, most);
            }

            await Task.Delay(Look, cancellationToken);
        }
    }
}
