using System.Text.Json;
using Connect311.Api.Delivery;
using Connect311.Api.Open311.Connector;
using Connect311.Api.Triage;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Open311.Connector;

/// <summary>A town whose PARKS work in a system of their own, which this program speaks with.</summary>
internal sealed class ConnectorTown : IDisposable
{
    private readonly ReroutingTown _town;

    public ConnectorTown(string endpoint, params (string Setting, string Value)[] settings)
    {
        _town = new("at-once", application => settings.Aggregate(
            application
                .With("Connectors:PARKS:Endpoint", endpoint)
                .With("Connectors:PARKS:ApiKey", "key-of-the-city")
                .With("Connectors:PARKS:AllowPrivateAddresses", "true")
                .With("Connectors:PARKS:Deduplicates", "true")
                .With("Connectors:PARKS:Retries", "0")
                .With("Connectors:PARKS:FetchSeconds", "1"),
            (one, setting) => one.With($"Connectors:PARKS:{setting.Setting}", setting.Value)));
        foreach (var (file, text) in Files)
        {
            File.WriteAllText(Path.Combine(_town.Folder, file), text);
        }
    }

    public ReroutingTown Town => _town;

    public TestApplication Application => _town.Application;

    public IServiceProvider Services => _town.Application.Services;

    public ForwardStore Forwards => Services.GetRequiredService<ForwardStore>();

    /// <summary>The town's, with outcomes that need evidence.</summary>
    public static Dictionary<string, string> Files { get; } = FilesOf();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A hole in the park.</summary>
    public Task<string> SubmitAsync(string more = "") => _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East, more));

    /// <summary>Sends what is due, and fetches what was said, once the clock went on.</summary>
    public async Task TurnAsync(TimeSpan? after = null)
    {
        Application.Time.Advance(after ?? TimeSpan.FromSeconds(5));
        await Services.GetRequiredService<ConnectorTurn>().RunAsync(Token);
    }

    public Task<StaffRow> RowAsync(string number) => _town.RowAsync(number);

    public async Task<List<ForwardRow>> AllForwardsAsync()
    {
        var all = new List<ForwardRow>();
        foreach (var state in DeliveryState.All)
        {
            all.AddRange(await Forwards.PageAsync(state, null, 10_000, Token));
        }

        return [.. all.OrderBy(row => row.RequestId).ThenBy(row => row.EventNumber)];
    }

    /// <summary>The history as staff read it.</summary>
    public async Task<List<JsonElement>> HistoryAsync(string number)
    {
        using var desk = Application.Staff("demo-operator");
        return [.. (await (await desk.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("history").EnumerateArray()];
    }

    /// <summary>Acts as the operators do.</summary>
    public async Task<HttpResponseMessage> OperateAsync(string number, string action, string? body = null)
    {
        using var desk = Application.Staff("demo-operator");
        return await desk.ActAsync(number, action, $"\"{(await RowAsync(number)).Version}\"", body);
    }

    public void Dispose() => _town.Dispose();

    private static Dictionary<string, string> FilesOf()
    {
        var files = ReroutingTown.FilesWith("at-once");
        files["outcomes.json"] = """
            [
              {"code": "fixed", "name": {"en": "Fixed"}, "sentence": {"en": "It was fixed."}, "source": "assumed"},
              {"code": "no-access", "name": {"en": "No access"}, "sentence": {"en": "Nobody was in."}, "source": "assumed"},
              {"code": "not-found", "name": {"en": "Not found"}, "sentence": {"en": "Nothing was there on {date}."}, "needs": ["visitedAt"], "source": "assumed"},
              {"code": "referred-outside", "name": {"en": "Referred"}, "sentence": {"en": "{referredTo} was told."}, "needs": ["referredTo"], "source": "assumed"},
              {"code": "duplicate", "name": {"en": "Duplicate"}, "sentence": {"en": "See {number}."}, "needs": ["duplicateOf"], "source": "assumed"}
            ]
            """;
        files["service-types.json"] = files["service-types.json"].Replace(
            """
            "name": {"en": "Hole"}, "outcomes": ["fixed"]
            """.Trim(),
            """
            "name": {"en": "Hole"}, "outcomes": ["fixed", "no-access", "not-found", "referred-outside", "duplicate"]
            """.Trim(),
            StringComparison.Ordinal);
        return files;
    }
}
