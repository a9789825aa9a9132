using System.Collections.Concurrent;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Routing;
using Connect311.Api.Routing.Backtests;
using Connect311.Api.Routing.Simulation;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Routing;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Routing.Backtests;

/// <summary>
/// Random reports, stored as intake stores them: what a backtest and a simulation decide about each is what first match
/// decides, said as plainly as can be (<see cref="NaiveRouting"/>).
/// </summary>
public sealed class AgreementTests : IDisposable
{
    private const int Reports = 10_000;
    private const int ByHttp = 200;
    private const long FirstId = 1_000_000;
    private const ulong Seed = 311;

    private static readonly string[] Channels = ["mobile", "web", "phone"];

    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-small-").FullName;
    private readonly TestApplication _application;

    public AgreementTests()
    {
        SmallWorld.Write(_folder);
        _application = new TestApplication().With("City:Folder", _folder);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private City City => _application.Services.GetRequiredService<CurrentCity>().Value;

    [Fact]
    public async Task Simulate_and_backtest_decide_as_first_match_does()
    {
        using var desk = _application.Staff("demo-operator");
        var reports = Drawn(SmallWorld.Report.Array[Reports], Seed);
        await StoreAsync(reports);

        for (var draft = 1UL; draft <= 2; draft++)
        {
            var policy = UncertainPlacePolicy.All[draft % 2];
            var rules = Drawn(RoutingGen.Rules.Where(rules => rules.Length > 5), Seed + draft);
            await CompareAsync(reports, rules, RuleSets.Json(rules, policy), desk);
        }
    }

    public void Dispose()
    {
        _application.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static T Drawn<T>(Gen<T> gen, ulong seed) => gen.Generate(new PCG(1, seed), null, out _);

    private async Task CompareAsync(RandomReport[] reports, RuleModel[] rules, JsonElement document, HttpClient desk)
    {
        var compiled = Assert.IsType<TrialRules.Ending.Found>(TrialRules.Compile(document.GetRawText(), 9, City.Catalog)).Rules;
        var decided = new ConcurrentDictionary<long, Comparison>();
        var run = _application.Services.GetRequiredService<BacktestRuns>()
            .Of(compiled, new() { Version = 9 }, one => Assert.True(decided.TryAdd(one.Id, one)));
        var end = await run.RunAsync(await run.BeginAsync(Token), _ => Task.FromResult(true), Token);

        Assert.Equal(Reports, decided.Count);
        var inForce = RuleSets.Json(SmallWorld.InForce);
        var moved = 0;
        for (var i = 0; i < Reports; i++)
        {
            var report = reports[i];
            var (naive, past) = (Naive(document, compiled, report), Naive(inForce, City.Rules, report));
            var decision = decided[FirstId + i].Decision;
            Assert.Equal(naive, (decision.Rule, decision.Department));
            Assert.Equal(past, (decided[FirstId + i].PastRule, decided[FirstId + i].Past.Department));
            Assert.Equal(naive, Simulated(report, compiled));
            if (rules.FirstOrDefault(rule => rule.Id == decision.Rule) is { } winner)
            {
                Assert.Equal(winner.Assign.Priority ?? 3, decision.Priority);
            }

            moved += past.Department == naive.Department ? 0 : 1;
        }

        Assert.Equal(moved, end.Tally.Moved);
        Assert.InRange(moved, 1, Reports - 1);
        await CompareByHttpAsync(reports, document, compiled, desk);
    }

    /// <summary>The same by the wire, on the draft as it is stored.</summary>
    private async Task CompareByHttpAsync(RandomReport[] reports, JsonElement document, RuleSet compiled, HttpClient desk)
    {
        var version = await _application.Database.StoreDraftAsync(document.GetRawText());
        foreach (var report in reports.Take(ByHttp))
        {
            var submission = report.ToSubmission();
            var body = JsonSerializer.Serialize(
                new { submission.ServiceType, submission.Description, submission.Location, submission.Answers, report.Input.Channel, report.Input.ReceivedAt, version },
                Api.Http.Json.Options);
            var answer = await desk.PostJsonAsync("/v1/routing/simulate", null, body);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
            var decision = (await answer.JsonAsync()).GetProperty("decision");
            Assert.Equal(Naive(document, compiled, report), (decision.Text("rule"), decision.GetProperty("department").Text("code")));
        }
    }

    private (string Rule, string Department) Naive(JsonElement document, RuleSet compiled, RandomReport report) => NaiveRouting.DecideUncertain(
        document,
        report.Input with
        {
            PossiblePlaces = PossiblePlaces.Of(
                report.Location?.Latitude, report.Location?.Longitude, report.Location?.AccuracyMetres, City.AreaSets, compiled),
        });

    private (string Rule, string Department) Simulated(RandomReport report, RuleSet compiled)
    {
        var submission = report.ToSubmission();
        var simulated = Api.Routing.Simulation.Simulated.Of(
            new SimulatedReport
            {
                ServiceType = submission.ServiceType,
                Description = submission.Description,
                Location = submission.Location,
                Answers = submission.Answers,
                Channel = report.Input.Channel,
                ReceivedAt = report.Input.ReceivedAt,
            },
            City.Catalog.ServiceTypesByCode[submission.ServiceType],
            compiled,
            City,
            TestApplication.Noon);
        var decision = compiled.Explain(simulated.Input).Decision;
        return (decision.Rule, decision.Department);
    }

    private async Task StoreAsync(RandomReport[] reports)
    {
        var (reception, store) = (_application.Services.GetRequiredService<Reception>(), _application.Services.GetRequiredService<IntakeStore>());
        Assert.Subset(Channels.ToHashSet(), reports.Select(report => report.Input.Channel).ToHashSet());
        var requests = reports.Select((report, i) => reception.Receive(
            report.ToSubmission(), City.Catalog.ServiceTypesByCode[report.Input.ServiceType], PlacementOf(report), OriginOf(report, FirstId + i), City));
        foreach (var batch in requests.Chunk(_application.Database.RequestsPerWrite))
        {
            Assert.All(await store.StoreAsync(batch, Token), outcome => Assert.IsType<IntakeResult.Stored>(outcome.Result));
        }
    }

    private Placement PlacementOf(RandomReport report) => report.Location is { } at
        ? Placement.Anywhere(at.Latitude, at.Longitude, City.Catalog.ServiceTypesByCode[report.Input.ServiceType], City.AreaSets)
        : Placement.Unplaced;

    private static Origin OriginOf(RandomReport report, long id) => new()
    {
        Number = new(id),
        ReceivedAt = report.Input.ReceivedAt,
        Channel = report.Input.Channel,
        Actor = "test",
        HasKey = false,
        KeyHash = IdempotencyKey.HashOf("test", null),
        BodyHash = IdempotencyKey.HashOf("test", "meaning"),
    };
}
