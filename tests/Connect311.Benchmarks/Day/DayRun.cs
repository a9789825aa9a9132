using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History.Proof;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Triage.Claims;
using Connect311.Api.Triage.Clarifications;
using Connect311.Api.Triage.Marks;
using Connect311.Api.Triage.Numbers;
using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Servers;
using Connect311.Benchmarks.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Benchmarks.Day;

/// <summary>Plays a day of the city on a server, and looks whether everything then is as its events say.</summary>
internal sealed class DayRun(DayPlan plan, ServerFolder folder)
{
    public const string HistoryFaults = "faults that the verification of histories found";

    /// <summary>How many requests are compared with the reference clock.</summary>
    public const int ComparedWithReference = 1_000;

    private const int MostTurns = 100_000;

    private static readonly TimeSpan ClaimLength = TimeSpan.FromMinutes(new ClaimOptions().Minutes);

    private readonly DayClock _clock = new();
    private readonly List<JsonElement> _numbers = [];

    public Anomalies Anomalies { get; } = new(
    [
        LedgerCheck.Missing, LedgerCheck.Doubled, LedgerCheck.Unknown, LoadClient.Unexpected, DayClient.Failed, CrashRun.ServerErrors,
        CountAudit.Counts, CountAudit.Numbered, MarkAudit.Marks, ClockAudit.Clocks, HistoryFaults, .. StateAudit.Kinds,
    ]);

    public IReadOnlyList<DayReport> Reports { get; private set; } = [];

    public IReadOnlyList<Team> Teams { get; private set; } = [];

    public DayWorld World { get; private set; } = null!;

    public Residents Residents { get; private set; } = null!;

    public StateAudit State { get; private set; } = null!;

    public MarkAudit Marks { get; private set; } = null!;

    public ClockAudit Clocks { get; private set; } = null!;

    public DayEvents Events { get; private set; } = null!;

    /// <summary>Signed roots of the history that were verified.</summary>
    public int Roots { get; private set; }

    /// <summary>How often the server did not do what it had acknowledged: a report that is not there, or a step that was not taken.</summary>
    public long Broken => Anomalies.Of(LedgerCheck.Missing) + Anomalies.Of(LoadClient.Unexpected);

    /// <summary>How long the day took, without what was looked at afterwards.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Of <c>/v1/numbers</c>, by what they are grouped.</summary>
    public NumberList NumbersBy(string by) => _numbers.Select(answer => answer.Deserialize<NumberList>(Api.Http.Json.Options)!).Single(list => list.By == by);

    /// <param name="progress">Told how many ticks are over, and how many reports are submitted.</param>
    public async Task RunAsync(Action<long, long> progress, CancellationToken cancellationToken)
    {
        await using (var app = await DayHost.StartAsync(folder, _clock, Anomalies, plan.Bug, cancellationToken))
        {
            using var http = new HttpClient { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
            var city = CityReader.Read(CityFiles.Read(DayHost.CityFolder(folder)), 1, 1);
            World = new(_clock, city, Anomalies, await MachineKeyAsync(app, cancellationToken));
            Reports = DayReports.Read(plan, city);
            var client = new DayClient(http, World);
            Teams = await new Staffing(client, plan).HireAsync(Reports);
            Residents = new(World, client, plan.Seed);
            var hours = new DayHours(plan, World, client, Residents, Teams, app.Services.GetRequiredService<MarkStore>());
            Elapsed = await hours.RunAsync(Reports, progress, cancellationToken);
            await SettleAsync(app, cancellationToken);
            await AskNumbersAsync(client);
            await VerifyHistoryAsync(app, cancellationToken);
            await app.StopAsync(cancellationToken);
        }

        Check();
    }

    private static async Task<string> MachineKeyAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var keys = app.Services.GetRequiredService<ApiKeyStore>();
        return (await keys.CreateAsync(Actor.CommandLine, Role.App, "machines", Channel.Sensor, null, cancellationToken)).Key;
    }

    /// <summary>Stops the clock, and lets the program do what is due by then.</summary>
    private async Task SettleAsync(WebApplication app, CancellationToken cancellationToken)
    {
        _clock.Stop();
        var (marks, watch) = (app.Services.GetRequiredService<MarkStore>(), app.Services.GetRequiredService<ClockWatch>());
        var (database, expiry) = (app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<ClarificationExpiry>());
        await UntilAsync(
            async () => (await database.QueryAsync<long>(ClarificationSql.Sqlite.Expired, new ClarificationSql.ExpiredParameters(_clock.Now(), 1), cancellationToken)).Count == 0,
            () => expiry.ExpireAsync(cancellationToken));
        await UntilAsync(
            async () => (await marks.DueAsync(_clock.Now(), 1, cancellationToken)).Count == 0,
            async () =>
            {
                // The server's own watch may be at it.
                if (await watch.MarkAsync(cancellationToken) == 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
                }
            });
    }

    private async Task UntilAsync(Func<Task<bool>> isDone, Func<Task> work)
    {
        for (var turn = 0; !await isDone(); turn++)
        {
            if (turn == MostTurns)
            {
                Anomalies.Add(MarkAudit.Marks, "what is due never comes to an end");
                return;
            }

            await work();
        }
    }

    private async Task AskNumbersAsync(DayClient client)
    {
        foreach (var by in Api.Triage.Numbers.NumbersBy.All)
        {
            var answer = await client.GetAsync($"/v1/numbers?by={by}", DemoCredentials.Admin);
            if (answer.IsOk)
            {
                _numbers.Add(answer.Body);
            }
            else
            {
                Anomalies.Add(LoadClient.Unexpected, $"numbers by {by}: {answer}");
            }
        }
    }

    private async Task VerifyHistoryAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var report = await app.Services.GetRequiredService<HistoryAudit>().VerifyAllAsync(_ => { }, cancellationToken);
        Roots = report.Roots;
        foreach (var (subject, fault) in report.Faults)
        {
            Anomalies.Add(HistoryFaults, $"{subject}: {fault}");
        }
    }

    private void Check()
    {
        State = new(folder.DatabaseFile, Anomalies, ClaimLength);
        State.Continue();
        State.CheckIntegrity();
        new LedgerCheck(Anomalies).Run([.. Reports.Select(report => report.Entry)], State.Requests);
        Events = DayEvents.Read(folder.DatabaseFile);
        CountAudit.Check(Events, World);
        CountAudit.Check(Events, _numbers, World);
        Marks = new(Events, State.Requests, _clock.Now(), Anomalies);
        Marks.Run();
        Clocks = new(Events, State.Requests, PlainCalendar.ReadAll(DayHost.CityFolder(folder), World.City.Catalog.City.TimeZone), Anomalies);
        Clocks.Run(ComparedWithReference);
    }
}
