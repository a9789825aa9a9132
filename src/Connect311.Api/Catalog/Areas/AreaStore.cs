using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Areas;

namespace Connect311.Api.Catalog.Areas;

/// <summary>A version of an area set, as it is listed.</summary>
internal sealed record AreaSetVersion
{
    public required int Version { get; init; }

    public required string Name { get; init; }

    public required string ContentHash { get; init; }

    /// <summary>The file that it came from, and the property with the codes.</summary>
    public required string Source { get; init; }

    /// <summary>0 when the set was removed.</summary>
    public required int AreaCount { get; init; }

    public required DateTimeOffset ImportedAt { get; init; }
}

/// <summary>Keeps the versions of imported area sets. The newest is in force; servers look for it every few seconds.</summary>
internal sealed class AreaStore(Database database, AuditLog audit, TimeProvider time)
{
    private readonly AreaSql _sql = AreaSql.For(database.Engine);

    /// <summary>The newest version of each imported set, by name; of a removed one too.</summary>
    public Task<List<AreaSetVersion>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<AreaSetVersion>(_sql.List, null, cancellationToken);

    /// <summary>The documents of the imported sets in force, by name of the set.</summary>
    public Task<Dictionary<string, string>> FindDocumentsAsync(CancellationToken cancellationToken) =>
        FindDocumentsAsync(int.MaxValue, cancellationToken);

    /// <summary>The documents of the imported sets that were in force while a version was the newest, by name of the set.</summary>
    public async Task<Dictionary<string, string>> FindDocumentsAsync(int newest, CancellationToken cancellationToken) =>
        AreaSetPartRow.Join(await database.QueryAsync<AreaSetPartRow>(_sql.PartsInForce, new AreaSql.NewestParameters(newest), cancellationToken));

    /// <summary>Stores a set as the next version, all or nothing; what is in force already changes nothing.</summary>
    /// <param name="source">What <c>areas list</c> shall say of where it came from.</param>
    /// <param name="seen">The newest version when the file was checked.</param>
    /// <returns>The version that holds it, and whether it is new.</returns>
    /// <exception cref="UserErrorException">Another import was first; nothing was stored.</exception>
    public Task<(int Version, bool IsNew)> ImportAsync(AreaFile file, string source, int seen, Actor actor, CancellationToken cancellationToken)
    {
        var version = seen + 1;
        var row = new AreaSql.VersionParameters(version, file.Set.Name, HashOf(file.Json), source, file.Set.Areas.Count, time.Now());
        return StoreAsync(row, [.. AreaSetPartRow.Split(file.Set.Name, version, file.Json)], actor, cancellationToken);
    }

    /// <summary>Takes an imported set out of force, as a version of its own; the set of that name among the city's files counts again.</summary>
    /// <inheritdoc cref="ImportAsync"/>
    public Task<(int Version, bool IsNew)> RemoveAsync(string set, int seen, Actor actor, CancellationToken cancellationToken) =>
        StoreAsync(new(seen + 1, set, HashOf(""), "", 0, time.Now()), [], actor, cancellationToken);

    private async Task<(int Version, bool IsNew)> StoreAsync(
        AreaSql.VersionParameters row, List<AreaSetPartRow> parts, Actor actor, CancellationToken cancellationToken)
    {
        if (await FindSameAsync(row, cancellationToken) is { } same)
        {
            return (same, IsNew: false);
        }

        try
        {
            var happened = audit.New(
                actor, parts.Count == 0 ? AuditAction.RemoveAreas : AuditAction.ImportAreas, AuditTarget.Areas(row.Name, row.Version));
            await audit.ActAsync(
                happened,
                write => write.Run(_sql.InsertVersion, row).Rows(_sql.InsertParts, AreaSetPartRow.Rows, parts),
                cancellationToken);
            return (row.Version, IsNew: true);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // A try that was cut off may have been committed; or another import took the number.
            return await FindSameAsync(row, cancellationToken) is { } stored
                ? (stored, IsNew: true)
                : throw new UserErrorException("Another area set was imported at the same moment; this one was not stored. Give the command again.");
        }
    }

    private async Task<int?> FindSameAsync(AreaSql.VersionParameters row, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).Find(set => set.Name == row.Name && set.ContentHash == row.ContentHash)?.Version;

    private static string HashOf(string json) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
