using Connect311.Api.Catalog.Areas;
using Connect311.Api.Databases;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>The city as it was when it decided, by its versions; the last few that were asked for are kept.</summary>
internal sealed partial class PastCities(
    Database database, CityStore cities, AreaStore areas, CurrentCity current, ILogger<PastCities> logger) : IDisposable
{
    private const int MostKept = 4;

    /// <summary>One at a time is read: with its areas a city takes seconds and much memory.</summary>
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>The one asked for last comes first.</summary>
    private volatile City[] _kept = [];

    /// <summary>The city of these versions, or null where they are not stored, or cannot be read any more.</summary>
    public async ValueTask<City?> FindAsync(CityVersions versions, CancellationToken cancellationToken)
    {
        if (Known(versions) is { } known)
        {
            return known;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            var city = Known(versions) ?? await ReadAsync(versions, cancellationToken);
            if (city is not null && city != current.Value)
            {
                _kept = [city, .. _kept.Where(kept => kept != city).Take(MostKept - 1)];
            }

            return city;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private City? Known(CityVersions versions) =>
        current.Value.Versions == versions ? current.Value : Array.Find(_kept, city => city.Versions == versions);

    private async Task<City?> ReadAsync(CityVersions versions, CancellationToken cancellationToken)
    {
        if (await cities.FindRuleSetAsync(versions.Rules, cancellationToken) is not { } rules)
        {
            return null;
        }

        var now = current.Value;
        if ((now.Catalog.Version, now.AreasVersion) == (versions.Catalog, versions.Areas))
        {
            return WithRules(now, rules, versions.Rules);
        }

        var rows = await database.QueryAsync<CityFileRow>(
            PastCitySql.Instance.CatalogFiles, new PastCitySql.VersionParameters(versions.Catalog), cancellationToken);
        var files = CityFileRow.Join(rows);
        files[CityFiles.RuleSet] = rules;
        try
        {
            return CityReader.ReadStored(
                new CityFiles(files).WithAreas(await areas.FindDocumentsAsync(versions.Areas, cancellationToken)), versions);
        }
        catch (CatalogRefusedException e)
        {
            LogUnreadable(logger, e, versions);
            return null;
        }
    }

    /// <summary>As a rule only the rules have changed since; the areas need not be read again.</summary>
    private static City? WithRules(City city, string rules, int version) =>
        JsonText.Parse(rules, out _, out _) is { } json && RuleSetReader.Read(json, []) is { } document
            ? city with { Rules = RuleSet.Compile(document, version, city.Catalog.Requests), Warnings = [] }
            : null;

    [LoggerMessage(LogLevel.Error, "The city of {Versions}, which decided about requests, cannot be read.")]
    private static partial void LogUnreadable(ILogger logger, Exception error, CityVersions versions);
}

internal sealed record PastCitySql
{
    public static PastCitySql Instance { get; } = new();

    [Parameters(typeof(VersionParameters))]
    public string CatalogFiles { get; } = """
        SELECT Name, Version, Part, Content
        FROM CityFile
        WHERE Version = @Version AND Name <> 'rule-set.json'
        ORDER BY Name, Part;
        """;

    internal sealed record VersionParameters(int Version);
}
