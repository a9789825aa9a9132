using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Routing.Backtests;
using Connect311.Api.ServiceRequests.Import;
using Connect311.Api.Staff.Audit;
using Connect311.Benchmarks.Areas;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Routing.Backtests;

/// <summary>New York's own reports, in its own community districts.</summary>
public sealed class StreetLightTests : IDisposable
{
    /// <summary>Besides every street light each so manieth other report.</summary>
    private const int OfOthers = 25;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connect311-lights-");
    private readonly TestApplication _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_that_sends_street_lights_of_one_district_elsewhere_shows_exactly_those_requests()
    {
        var sample = Sample();
        RealData.PathOf("boundaries/zipcodes.geojson");
        using var desk = _application.Staff("demo-operator");
        await ImportDistrictsAsync();
        await ImportReportsAsync(sample);
        var district = Query("""
            SELECT substr(Areas, instr(Areas, '|community-district:') + 20, 3)
            FROM ServiceRequest
            WHERE ServiceType LIKE 'street-light-condition%' AND Areas LIKE '%|community-district:%'
            GROUP BY 1
            ORDER BY COUNT(*) DESC
            LIMIT 1;
            """)[0];
        var lights = Query($"SELECT Id FROM ServiceRequest WHERE ServiceType LIKE 'street-light-condition%' AND Areas LIKE '%|community-district:{district}|%' ORDER BY Id;");
        Assert.True(lights.Count > 20, $"{lights.Count} lights in {district}");

        var (tally, moved) = await TryAsync($$$"""
            {"id": "lights", "when": {"serviceTypes": ["street-light-condition", "street-light-condition.*"], "areas": {"community-district": ["{{{district}}}"]}},
             "assign": {"department": "DEP", "queue": "lights"}, "reason": {"en": "The lights of one district."}}
            """);

        Assert.Equal(Query("SELECT COUNT(*) FROM ServiceRequest WHERE Visibility <> 'confidential';")[0], $"{tally.Compared}");
        Assert.Equal(lights, moved.Where(one => one.Decision.Rule == "lights").Select(one => $"{one.Id}"));
        Assert.All(moved.Where(one => one.Decision.Rule == "lights"), one => Assert.Equal("DOT", one.Past.Department));

        // A light that nobody placed may be one of them, so an operator looks; nothing else moves.
        Assert.Equal(
            Query("SELECT Id FROM ServiceRequest WHERE ServiceType LIKE 'street-light-condition%' AND Latitude IS NULL ORDER BY Id;"),
            moved.Where(one => one.Decision.Rule != "lights").Select(one => $"{one.Id}"));
        Assert.Equal(lights.Count, tally.Moves.Single(move => move.To == "DEP" && move.From != "DEP").Requests);
        Assert.Equal(lights.Count, tally.Loads.Single(load => load.Queue == "lights").After);
    }

    public void Dispose()
    {
        _application.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<(StoredTally Tally, IReadOnlyList<Comparison> Moved)> TryAsync(string rule)
    {
        var city = _application.Services.GetRequiredService<CurrentCity>().Value;
        var rules = Assert.IsType<Api.Routing.TrialRules.Ending.Found>(
            Api.Routing.TrialRules.Compile(TestDrafts.BeforeNewYorks(rule), 9, city.Catalog)).Rules;
        var moved = new List<Comparison>();
        var run = _application.Services.GetRequiredService<BacktestRuns>().Of(rules, new() { Version = 9 }, one =>
        {
            if (one.IsMoved)
            {
                lock (moved)
                {
                    moved.Add(one);
                }
            }
        });
        var end = await run.RunAsync(await run.BeginAsync(Token), _ => Task.FromResult(true), Token);
        return (StoredTally.Of(end.Tally), [.. moved.OrderBy(one => one.Id)]);
    }

    /// <summary>The street lights of the sample, and some of the rest.</summary>
    private string Sample()
    {
        var lines = File.ReadLines(RealData.PathOf("nyc-2026-q2.csv"))
            .Where((line, i) => i % OfOthers == 0 || line.Contains(",Street Light Condition,", StringComparison.OrdinalIgnoreCase));
        var path = Path.Combine(_folder.FullName, "sample.csv");
        File.WriteAllLines(path, lines);
        return path;
    }

    private async Task ImportDistrictsAsync()
    {
        var file = BoundaryFiles.Read().Single(file => file.Set.Name == "community-district");
        await _application.Services.GetRequiredService<AreaStore>().ImportAsync(file, "test", 0, Actor.CommandLine, Token);
        await _application.Services.GetRequiredService<CityRefresh>().RefreshAsync(Token);
    }

    private async Task ImportReportsAsync(string sample)
    {
        var tally = new ImportTally();
        await ActivatorUtilities.CreateInstance<NycImport>(_application.Services).RunAsync(
            sample, Path.Combine(_folder.FullName, "rejects.csv"), tally, (_, _) => { }, Token);

        // A row with a line break in one of its cells was cut in two by taking lines.
        Assert.Equal(tally.Read, tally.Stored + tally.Rejected);
        Assert.InRange(tally.Rejected, 0, 10);
    }

    private List<string> Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_application.DatabaseFile};Mode=ReadOnly;Pooling=False");
        return [.. connection.Query<string>(sql)];
    }
}
