using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Catalog.Admin;

/// <summary>The files in force, as they are stored.</summary>
/// <param name="Version">The version of the catalogue.</param>
/// <param name="RulesVersion">The version of the rule set beside it.</param>
internal sealed record StoredCatalog(CityFiles Files, int Version, int RulesVersion);

/// <summary>A rule set that is in force, or may be.</summary>
internal sealed record StoredRules(int Version, bool IsInForce, string Text);

/// <summary>Reads the catalogue that is in force, and puts the next one in its place.</summary>
internal sealed class CatalogAdminStore(Database database, AuditLog audit, TimeProvider time)
{
    private readonly CitySql _citySql = CitySql.For(database.Engine);
    private readonly CatalogAdminSql _sql = CatalogAdminSql.For(database.Engine);

    /// <summary>What every server has, or will have within seconds.</summary>
    public async Task<StoredCatalog> FindAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<CityFileRow>(_citySql.FilesInForce, null, cancellationToken);
        return new(
            new(CityFileRow.Join(rows)),
            rows.First(row => row.Name == CityFiles.City).Version,
            rows.First(row => row.Name == CityFiles.RuleSet).Version);
    }

    /// <summary>The rule set in force, and every draft.</summary>
    public async Task<List<StoredRules>> FindRulesAsync(CancellationToken cancellationToken)
    {
        var found = new List<StoredRules>();
        foreach (var row in (await database.QueryAsync<RulesRow>(_sql.RuleSetsInUse, null, cancellationToken)).OrderBy(row => row.Version))
        {
            var parts = await database.QueryAsync<string>(_sql.RuleSetParts, new CatalogAdminSql.RuleSetParameters(row.Version), cancellationToken);
            found.Add(new(row.Version, row.Status == CatalogAdminSql.Published, string.Concat(parts)));
        }

        return found;
    }

    /// <summary>Puts files in force as the version after the one that was seen, unless that or the rule set is no longer in force.</summary>
    /// <returns>Whether they are in force; if not, nothing was stored.</returns>
    public async Task<bool> StoreAsync(StoredCatalog seen, CityFiles files, AuditEvent happened, CancellationToken cancellationToken)
    {
        var version = seen.Version + 1;
        var rows = files.Texts.Where(file => file.Key != CityFiles.RuleSet)
            .SelectMany(file => CityFileRow.Split(file.Key, version, file.Value))
            .ToList();
        var row = new CatalogAdminSql.NextParameters(version, CityStore.HashOf(files), time.Now(), seen.Version, seen.RulesVersion);
        try
        {
            return await audit.ActAsync(
                happened,
                write => write.Change(_sql.InsertNext, row).Rows(_citySql.InsertFiles, CityFileRow.Rows, rows),
                cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Another took the number in the same moment.
            return false;
        }
    }

    /// <summary>How many open requests a department holds, or of some service types; and some of those that may be named.</summary>
    /// <param name="types">Codes of service types; null for all.</param>
    public async Task<OpenRequests> CountOpenAsync(string department, IReadOnlyCollection<string>? types, CancellationToken cancellationToken)
    {
        var codes = types is null ? null : System.Text.Json.JsonSerializer.Serialize(types);
        var counted = (await database.FindAsync<CountRow>(_sql.CountOpen, new CatalogAdminSql.OpenParameters(department, codes), cancellationToken))!;
        var ids = counted.Count == 0
            ? []
            : await database.QueryAsync<long>(_sql.SomeOpen, new CatalogAdminSql.SomeParameters(department, codes, OpenRequests.MostNamed), cancellationToken);
        return new(counted.Count - counted.Confidential, [.. ids.Select(id => new ServiceRequests.TrackingNumber(id).ToString())], counted.Confidential > 0);
    }

    private sealed record CountRow
    {
        public int Count { get; init; }

        public int Confidential { get; init; }
    }

    private sealed record RulesRow
    {
        public required int Version { get; init; }

        public required string Status { get; init; }
    }
}
