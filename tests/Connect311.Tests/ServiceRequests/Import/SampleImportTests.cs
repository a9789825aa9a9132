using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.ServiceRequests.Import;
using Connect311.Api.Staff.Audit;
using Connect311.Benchmarks.Areas;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.ServiceRequests.Import;

/// <summary>All of New York's samples, in all of its boundaries, by its own rules.</summary>
public sealed class SampleImportTests : IDisposable
{
    private static readonly string[] Samples = ["nyc-2026-q2.csv", "nyc-elevator-2024.csv", "nyc-mixed-full-columns.csv"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connect311-samples-");
    private readonly TestApplication _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_is_routed_and_every_one_with_coordinates_placed_or_reported_as_outside()
    {
        var paths = Samples.Select(RealData.PathOf).ToList();
        RealData.PathOf("boundaries/zipcodes.geojson");
        using var desk = _application.Staff("demo-operator");
        await ImportBoundariesAsync();

        var tally = new ImportTally();
        foreach (var path in paths)
        {
            await ImportAsync(path, tally);
        }

        Assert.True(tally.Read > 110_000, $"{tally.Read} rows");
        Assert.Equal(tally.Read, tally.Stored + tally.AlreadyStored + tally.Changed + tally.Rejected);
        Assert.Equal(tally.Stored, await CountAsync("Department <> '' AND RoutingRule <> '' AND RuleSetVersion = 1"));
        Assert.Equal(tally.Outside, await CountAsync("Latitude IS NOT NULL AND Areas NOT LIKE '%|borough:%'"));
        Assert.Equal(tally.Unplaced, await CountAsync("Latitude IS NULL"));

        // The only rows that are not taken contradict themselves.
        Assert.All(Rejects(), reason => Assert.Contains("closed before", reason, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _application.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ImportBoundariesAsync()
    {
        var (store, version) = (_application.Services.GetRequiredService<AreaStore>(), 0);
        foreach (var file in BoundaryFiles.Read())
        {
            (version, _) = await store.ImportAsync(file, "test", version, Actor.CommandLine, Token);
        }

        await _application.Services.GetRequiredService<CityRefresh>().RefreshAsync(Token);
        Assert.True(_application.Services.GetRequiredService<CurrentCity>().Value.AreaSets.Count >= 6);
    }

    private Task ImportAsync(string path, ImportTally tally) => ActivatorUtilities.CreateInstance<NycImport>(_application.Services).RunAsync(
        path, Path.Combine(_folder.FullName, Path.GetFileName(path) + ".rejects.csv"), tally, (_, _) => { }, Token);

    private async Task<int> CountAsync(string condition) => (await _application.Database.QueryAsync<int>(
        $"SELECT COUNT(*) FROM ServiceRequest WHERE {condition};", null, Token)).Single();

    private List<string> Rejects() => [.. _folder.EnumerateFiles("*.rejects.csv").SelectMany(file => File.ReadLines(file.FullName).Skip(1))];
}
