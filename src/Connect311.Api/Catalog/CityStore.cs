using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Databases;

namespace Connect311.Api.Catalog;

/// <summary>Keeps the versions of a city's catalogue and rule set.</summary>
internal sealed class CityStore(Database database, TimeProvider time)
{
    private static readonly CitySql Sql = CitySql.Instance;

    /// <summary>The city in force, or null in a database that has none yet.</summary>
    public async Task<City?> FindAsync(CancellationToken cancellationToken)
    {
        if (await database.FindAsync<Stored>(Sql.NewestCatalog, null, cancellationToken) is not { } catalog
            || await database.FindAsync<Stored>(Sql.PublishedRuleSet, null, cancellationToken) is not { } rules)
        {
            return null;
        }

        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(catalog.Document)!;
        texts[CityFiles.RuleSet] = rules.Document;
        return CityReader.Read(new CityFiles(texts), (int)catalog.Version, (int)rules.Version);
    }

    /// <summary>Stores a city's files as new versions and puts them in force, all or nothing.</summary>
    /// <exception cref="CatalogRefusedException">The files have faults; nothing was stored.</exception>
    public async Task<City> InstallAsync(CityFiles files, CancellationToken cancellationToken)
    {
        var catalog = await database.FindAsync<Stored>(Sql.NewestCatalog, null, cancellationToken);
        var rules = await database.FindAsync<int?>(Sql.NewestRuleSetVersion, null, cancellationToken);
        var city = CityReader.Read(files, (int)(catalog?.Version ?? 0) + 1, (rules ?? 0) + 1);
        var document = JsonSerializer.Serialize(files.Catalog);
        var now = time.Now();
        var hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
        await database.WriteAsync(
            new Write()
                .Run(Sql.InsertCatalog, new CitySql.CatalogParameters(city.Catalog.Version, hash, now, document))
                .Run(Sql.ArchiveRuleSets, new CitySql.ArchiveParameters("archived"))
                .Run(Sql.PublishRuleSet, new CitySql.RuleSetParameters(city.Rules.Version, "published", now, files.Texts[CityFiles.RuleSet])),
            cancellationToken);
        return city;
    }

    /// <summary>The city in force; a new database gets the one in <paramref name="folder"/>.</summary>
    public async Task<City> FindOrInstallAsync(string folder, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } found)
        {
            return found;
        }

        try
        {
            return await InstallAsync(CityFiles.Read(folder), cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Another process that started at the same time was first.
            return await FindAsync(cancellationToken) ?? throw new InvalidOperationException("The city is half there.", e);
        }
    }

    private sealed record Stored
    {
        public required long Version { get; init; }

        public required string Document { get; init; }
    }
}
