using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Databases;

namespace Connect311.Api.Catalog;

/// <summary>Keeps the versions of a city's catalogue and rule set.</summary>
internal sealed class CityStore(Database database, TimeProvider time)
{
    private readonly CitySql _sql = CitySql.For(database.Engine);

    /// <summary>The city in force, or null in a database that has none yet.</summary>
    public async Task<City?> FindAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<CityFileRow>(_sql.FilesInForce, null, cancellationToken);
        return rows.Count == 0
            ? null
            : CityReader.Read(
                new CityFiles(CityFileRow.Join(rows)),
                rows.First(row => row.Name == CityFiles.City).Version,
                rows.First(row => row.Name == CityFiles.RuleSet).Version);
    }

    /// <summary>The document of a version of the rule set, or null where there is none.</summary>
    public async Task<string?> FindRuleSetAsync(int version, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<CityFileRow>(_sql.RuleSet, new CitySql.RuleSetVersionParameters(version), cancellationToken);
        return CityFileRow.Join(rows).GetValueOrDefault(CityFiles.RuleSet);
    }

    /// <summary>Stores a city's files as new versions and puts them in force, all or nothing.</summary>
    /// <exception cref="CatalogRefusedException">The files have faults; nothing was stored.</exception>
    public async Task<City> InstallAsync(CityFiles files, CancellationToken cancellationToken)
    {
        var catalog = await database.FindAsync<int?>(_sql.NewestCatalogVersion, null, cancellationToken);
        var rules = await database.FindAsync<int?>(_sql.NewestRuleSetVersion, null, cancellationToken);
        var city = CityReader.Read(files, (catalog ?? 0) + 1, (rules ?? 0) + 1);
        var now = time.Now();
        var rows = files.Texts.SelectMany(file => CityFileRow.Split(
            file.Key, file.Key == CityFiles.RuleSet ? city.Rules.Version : city.Catalog.Version, file.Value)).ToList();
        await database.WriteAsync(
            new Write()
                .Run(_sql.InsertCatalog, new CitySql.CatalogParameters(city.Catalog.Version, HashOf(rows), now))
                .Rows(_sql.InsertFiles, CityFileRow.Rows, rows)
                .Run(_sql.ArchiveRuleSets, new CitySql.ArchiveParameters("archived"))
                .Run(_sql.PublishRuleSet, new CitySql.RuleSetParameters(city.Rules.Version, "published", now)),
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

    private static string HashOf(IEnumerable<CityFileRow> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{row.Name}\n{row.Content}\n"));
        }

        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }
}
