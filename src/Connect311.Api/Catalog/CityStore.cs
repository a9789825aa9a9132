using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Databases;
using Connect311.Api.Routing.RuleSets;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Areas;

namespace Connect311.Api.Catalog;

/// <summary>Keeps the versions of a city's catalogue and rule set.</summary>
internal sealed class CityStore(Database database, AuditLog audit, TimeProvider time)
{
    private readonly CitySql _sql = CitySql.For(database.Engine);
    private readonly AreaStore _areas = new(database, audit, time);
    private readonly RuleSetStore _ruleSets = new(database, audit, time);

    /// <summary>The city in force, or null in a database that has none yet.</summary>
    /// <exception cref="CatalogRefusedException">It cannot be read.</exception>
    public async Task<City?> FindAsync(CancellationToken cancellationToken) =>
        await FindStoredAsync(cancellationToken) is { } stored ? CityReader.ReadStored(stored.Files, stored.Versions) : null;

    /// <summary>
    /// The city in force, for a program that holds none yet: where its rule set cannot be read, the one decides that was
    /// put in force last of those that can. Null in a database that has no city yet.
    /// </summary>
    /// <exception cref="CatalogRefusedException">It cannot be read, and not for the rule set alone.</exception>
    public async Task<City?> FindLastGoodAsync(CancellationToken cancellationToken)
    {
        if (await FindStoredAsync(cancellationToken) is not { } stored)
        {
            return null;
        }

        try
        {
            return CityReader.ReadStored(stored.Files, stored.Versions);
        }
        catch (CatalogRefusedException refused) when (refused.Faults.All(fault => fault.File == CityFiles.RuleSet))
        {
            if (await FindEarlierAsync(stored, refused, cancellationToken) is { } earlier)
            {
                return earlier;
            }

            throw;
        }
    }

    /// <summary>Which versions are in force; 0 for what there is none of.</summary>
    public async Task<CityVersions> FindVersionsAsync(CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<VersionsRow>(_sql.VersionsInForce, null, cancellationToken);
        return new(row?.Catalog ?? 0, row?.Rules ?? 0, row?.Areas ?? 0);
    }

    /// <summary>The area set of that name among the city's own files, or null.</summary>
    public async Task<AreaSet?> FindAreaSetOfFilesAsync(string set, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<CityFileRow>(_sql.FilesInForce, null, cancellationToken);
        if (CityFileRow.Join(rows).GetValueOrDefault(CityFiles.AreaFile(set)) is not { } text)
        {
            return null;
        }

        using var json = JsonDocument.Parse(text, Http.Json.Reading);
        return AreaSetReader.ReadStored(set, json.RootElement, []);
    }

    /// <summary>The document of a version of the rule set, or null where there is none.</summary>
    public Task<string?> FindRuleSetAsync(int version, CancellationToken cancellationToken) =>
        _ruleSets.FindDocumentAsync(version, cancellationToken);

    /// <summary>Stores a city's files as new versions and puts them in force, all or nothing; files that are in force already change nothing.</summary>
    /// <exception cref="CatalogRefusedException">The files have faults; nothing was stored.</exception>
    /// <exception cref="UserErrorException">Other files were stored at the same moment; nothing was stored.</exception>
    public async Task<(City City, bool IsNew)> InstallAsync(CityFiles files, Actor actor, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(cancellationToken);
        var areas = await _areas.FindDocumentsAsync(cancellationToken);
        var city = CityReader.Read(files.WithAreas(areas), newest.Catalog + 1, newest.Rules + 1);
        if (await FindSameAsync(files, cancellationToken) is { } same)
        {
            return (same, IsNew: false);
        }

        try
        {
            var happened = audit.New(actor, AuditAction.LoadCatalog, AuditTarget.Catalog(city.Catalog.Version));
            await audit.ActAsync(happened, write => Store(write, files, city, actor), cancellationToken);
            return (city, IsNew: true);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // A try that was cut off may have been committed; or another load took the number.
            return await FindSameAsync(files, cancellationToken) is { } stored
                ? (stored, IsNew: true)
                : throw new UserErrorException("Another catalogue was loaded at the same moment; this one was not stored. Load it again.");
        }
    }

    /// <summary>The city in force, as <see cref="FindLastGoodAsync"/> finds it; a new database gets the one in <paramref name="folder"/>.</summary>
    public async Task<City> FindOrInstallAsync(string folder, CancellationToken cancellationToken)
    {
        // Before anything is looked for: whoever installs a city from now on takes one of these numbers.
        var newest = await NewestAsync(cancellationToken);
        if (await FindLastGoodAsync(cancellationToken) is { } found)
        {
            return found;
        }

        try
        {
            var files = CityFiles.Read(folder);
            var city = CityReader.Read(files, newest.Catalog + 1, newest.Rules + 1);
            var write = new Write();
            Store(write, files, city, actor: null);
            await database.WriteAsync(write, cancellationToken);
            return city;
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Another process that started at the same time was first.
            return await FindAsync(cancellationToken) ?? throw new InvalidOperationException("The city is half there.", e);
        }
    }

    private async Task<(int Catalog, int Rules)> NewestAsync(CancellationToken cancellationToken) => (
        await database.FindAsync<int?>(_sql.NewestCatalogVersion, null, cancellationToken) ?? 0,
        await _ruleSets.FindNewestAsync(cancellationToken));

    /// <summary>The city in force if it was made of these files, rules and all; else null.</summary>
    private async Task<City?> FindSameAsync(CityFiles files, CancellationToken cancellationToken)
    {
        if (await database.FindAsync<string>(_sql.NewestContentHash, null, cancellationToken) != HashOf(files))
        {
            return null;
        }

        var rows = await database.QueryAsync<CityFileRow>(_sql.FilesInForce, null, cancellationToken);
        return CityFileRow.Join(rows).GetValueOrDefault(CityFiles.RuleSet) == files.Texts[CityFiles.RuleSet]
            ? await FindAsync(cancellationToken)
            : null;
    }

    /// <param name="actor">Who installs them; null for a new database.</param>
    private void Store(Write write, CityFiles files, City city, Actor? actor)
    {
        var now = time.Now();
        var rows = files.Texts.SelectMany(file => CityFileRow.Split(
            file.Key, file.Key == CityFiles.RuleSet ? city.Rules.Version : city.Catalog.Version, file.Value)).ToList();
        write
            .Run(_sql.InsertCatalog, new CitySql.CatalogParameters(city.Catalog.Version, HashOf(files), now))
            .Rows(_sql.InsertFiles, CityFileRow.Rows, rows);
        _ruleSets.PutInForce(write, city.Rules.Version, now, actor?.Id);
    }

    private async Task<StoredCity?> FindStoredAsync(CancellationToken cancellationToken)
    {
        // The versions first: what is put in force while the rest is read is noticed by the next look.
        var versions = await FindVersionsAsync(cancellationToken);
        var rows = await database.QueryAsync<CityFileRow>(_sql.FilesInForce, null, cancellationToken);
        if (rows.Count == 0)
        {
            return null;
        }

        return new(
            new CityFiles(CityFileRow.Join(rows)).WithAreas(await _areas.FindDocumentsAsync(versions.Areas, cancellationToken)),
            new(VersionOf(CityFiles.City, versions.Catalog), VersionOf(CityFiles.RuleSet, versions.Rules), versions.Areas));

        int VersionOf(string file, int otherwise) => rows.Find(row => row.Name == file)?.Version ?? otherwise;
    }

    private async Task<City?> FindEarlierAsync(StoredCity stored, CatalogRefusedException refused, CancellationToken cancellationToken)
    {
        foreach (var earlier in await _ruleSets.FindArchivedAsync(cancellationToken))
        {
            try
            {
                var files = stored.Files.WithRuleSet(await FindRuleSetAsync(earlier.Version, cancellationToken));
                return CityReader.ReadStored(files, stored.Versions with { Rules = earlier.Version }) with
                {
                    StandsInFor = new(stored.Versions.Rules, refused.Faults),
                };
            }
            catch (CatalogRefusedException)
            {
                // Neither can this one be read; the one before it perhaps.
            }
        }

        return null;
    }

    /// <summary>What tells the files of one version from those of another.</summary>
    public static string HashOf(CityFiles files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in files.Texts.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{text}\n"));
        }

        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }

    private sealed record StoredCity(CityFiles Files, CityVersions Versions);

    private sealed record VersionsRow
    {
        public int? Catalog { get; init; }

        public int? Rules { get; init; }

        public int? Areas { get; init; }
    }
}
