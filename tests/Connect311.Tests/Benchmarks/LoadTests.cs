using Connect311.Api.Databases;
using Connect311.Benchmarks.Import;
using Connect311.Benchmarks.Intake;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Routing;
using Connect311.Benchmarks.Servers;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Benchmarks;

/// <summary>The benchmarks over the real sample, in short: that they measure what they say.</summary>
public sealed class LoadTests
{
    private const string Headings =
        "unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_takes_every_report_made_of_the_real_ones()
    {
        SkipWithoutSample();
        using var application = new TestApplication();
        using var app = application.App();

        foreach (var body in new ReportBodies(SampleReports.ReadCity(), contactPercent: 50).Draw(400))
        {
            await app.SubmittedAsync(body.Json);
        }
    }

    [Fact]
    public void Every_real_report_comes_to_a_decision_as_the_city_made_it()
    {
        SkipWithoutSample();
        var city = SampleReports.ReadCity();

        var reports = RoutingInputs.Read(city);

        Assert.True(reports.Count > 99_000, $"{reports.Count} reports");
        var right = reports.Count(report => city.Rules.Decide(report.Input).Department == report.Agency);
        Assert.True(right > 0.995 * reports.Count, $"{right} as the city decided");
    }

    [Fact]
    public async Task Every_report_that_was_answered_under_load_is_a_row()
    {
        SkipWithoutSample();
        SkipWithoutWrk();
        await using var run = new IntakeRun(new(Rounds: 1, Duration: TimeSpan.FromSeconds(3), WarmUp: TimeSpan.FromSeconds(1)));

        await run.RunAsync(_ => { }, Token);

        Assert.Empty(run.Anomalies.Examples);
        Assert.True(run.RowsAim.IsMet, string.Join(", ", run.RowsMore.Values.SelectMany(more => more)));
        Assert.True(run.Ours.Results.Single().Accepted > 0, "nothing was stored");
    }

    [Fact]
    public async Task The_bare_insert_leaves_the_rows_that_the_import_left()
    {
        using var imported = new ServerFolder();
        using var bare = new ServerFolder();
        var csv = Path.Combine(imported.Path, "rows.csv");
        await File.WriteAllTextAsync(
            csv,
            $"""
            {Headings}
            1,2026-04-11T23:28:40.000,2026-04-12T01:00:00.000,HPD,HEAT/HOT WATER,ENTIRE BUILDING,RESIDENTIAL BUILDING,10033,NEW YORK,MANHATTAN,40.8471,-73.9353
            2,2026-04-11T23:28:40.000,,DOT,Street Condition,Pothole,,,,,,
            """,
            Token);
        await RunAsync(imported, "import", "nyc", csv, "--rejects", Path.Combine(imported.Path, "rejects.csv"));
        await RunAsync(bare, "database", "upgrade");

        ImportedRows.Read(imported.DatabaseFile).Insert(bare.DatabaseFile);

        foreach (var table in new[] { "ServiceRequest", "ServiceRequestEvent", "EventDetail", "ImportedRow" })
        {
            var rows = Dump(imported, table);
            Assert.NotEmpty(rows);
            Assert.Equal(rows, Dump(bare, table));
        }
    }

    private static async Task RunAsync(ServerFolder folder, params string[] command) =>
        Assert.Equal(0, (await ServerProcess.RunAsync(folder, Token, command)).ExitCode);

    private static List<string> Dump(ServerFolder folder, string table)
    {
        using var connection = new SqliteConnection($"Data Source={folder.DatabaseFile};Mode=ReadOnly;Pooling=False");
        return [.. connection.Query($"SELECT * FROM {table} ORDER BY 1;")
            .Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values))];
    }

    private static void SkipWithoutSample()
    {
        try
        {
            _ = SampleFile.Path;
        }
        catch (UserErrorException missing)
        {
            Assert.Skip(missing.Message);
        }
    }

    private static void SkipWithoutWrk()
    {
        try
        {
            Wrk.MustBeThere();
        }
        catch (UserErrorException missing)
        {
            Assert.Skip(missing.Message);
        }
    }
}
