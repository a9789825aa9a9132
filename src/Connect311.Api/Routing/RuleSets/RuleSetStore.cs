using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>
/// Keeps the versions of the rule set: one is in force, drafts can be changed, what was ever in force never changes.
/// Every act is one transaction with its line in the audit, guarded by the revision that was seen.
/// </summary>
internal sealed class RuleSetStore(Database database, AuditLog audit, TimeProvider time)
{
    /// <summary>A page may begin here: before it lies every version.</summary>
    public const int End = int.MaxValue;

    /// <summary>How many of those that were in force are looked at where one that can be read is sought.</summary>
    private const int MostArchived = 200;

    /// <summary>How often a number may be taken by others before one of ours is stored.</summary>
    private const int MostTries = 20;

    private readonly RuleSetSql _sql = RuleSetSql.For(database.Engine);

    /// <summary>A version that is shown, or null.</summary>
    public async Task<RuleSetVersion?> FindAsync(int version, CancellationToken cancellationToken) =>
        await database.FindAsync<RuleSetVersion>(_sql.Find, new RuleSetSql.VersionParameters(version), cancellationToken)
            is { Status: not RuleSetStatus.Discarded } found ? found : null;

    /// <summary>The document of a version as it was saved, or null where there is none.</summary>
    public async Task<string?> FindDocumentAsync(int version, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<CityFileRow>(_sql.Document, new RuleSetSql.VersionParameters(version), cancellationToken);
        return CityFileRow.Join(rows).GetValueOrDefault(CityFiles.RuleSet);
    }

    /// <summary>The versions before a number, the newest first.</summary>
    /// <param name="status">Only these; null for all that are shown.</param>
    public Task<List<RuleSetVersion>> PageAsync(string? status, int before, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<RuleSetVersion>(_sql.Page, new RuleSetSql.PageParameters(before, status, take), cancellationToken);

    /// <summary>The version in force; 0 where there is none.</summary>
    public async Task<int> FindInForceAsync(CancellationToken cancellationToken) =>
        await database.FindAsync<int?>(_sql.VersionInForce, null, cancellationToken) ?? 0;

    /// <summary>The highest number that was given to a version, whatever became of it; 0 where there is none.</summary>
    public async Task<int> FindNewestAsync(CancellationToken cancellationToken) =>
        await database.FindAsync<int?>(_sql.NewestVersion, null, cancellationToken) ?? 0;

    /// <summary>Versions that were in force, the last one first.</summary>
    public async Task<IEnumerable<RuleSetVersion>> FindArchivedAsync(CancellationToken cancellationToken) =>
        (await PageAsync(RuleSetStatus.Archived, End, MostArchived, cancellationToken))
            .OrderByDescending(version => version.PublishedAt).ThenByDescending(version => version.Version);

    /// <summary>Stores a new draft.</summary>
    /// <param name="document">A readable rule set.</param>
    /// <param name="basedOn">The version that it was made from, or null.</param>
    /// <returns>
    /// The draft; not new where the same creation was stored before, whatever it asked for. Null where others took each number first.
    /// </returns>
    public async Task<(RuleSetVersion? Draft, bool IsNew)> AddAsync(
        string document, int? basedOn, Creation creation, Actor actor, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var version = await FindNewestAsync(cancellationToken) + 1;
            var row = new RuleSetSql.DraftParameters(version, basedOn, time.Now(), actor.Id, creation.Id, creation.BodyHash);
            try
            {
                await audit.ActAsync(
                    audit.New(actor, AuditAction.CreateRuleSet, AuditTarget.RuleSet(version), Details(("basedOn", basedOn))),
                    write => write.Run(_sql.InsertDraft, row).Rows(_sql.PutParts, CityFileRow.Rows, PartsOf(version, document)),
                    cancellationToken);
                return (await SameAsync(creation, cancellationToken) ?? throw new InvalidOperationException("A draft is gone."), true);
            }
            catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
            {
                // The same creation came twice; or another version took the number.
                if (await SameAsync(creation, cancellationToken) is { } same)
                {
                    return (same, false);
                }

                if (tries == MostTries)
                {
                    return (null, false);
                }
            }
        }
    }

    /// <summary>Puts another document in the place of a draft's.</summary>
    /// <param name="document">A readable rule set.</param>
    /// <param name="rule">The rule that was put or taken out; null where the whole document came.</param>
    /// <returns>False where the draft is not as it was seen, or no draft any more; then nothing is changed.</returns>
    public Task<bool> ChangeAsync(RuleSetVersion seen, string document, string? rule, Actor actor, CancellationToken cancellationToken)
    {
        var parts = PartsOf(seen.Version, document);
        var happened = audit.New(actor, AuditAction.ChangeRuleSet, AuditTarget.RuleSet(seen.Version), Details(("revision", seen.Revision + 1), ("rule", rule)));
        return audit.ActAsync(
            happened,
            write => write
                .Change(_sql.ChangeDraft, ChangeOf(seen, happened))
                .Run(_sql.EmptyParts, new RuleSetSql.PartsParameters(seen.Version, parts.Count))
                .Rows(_sql.PutParts, CityFileRow.Rows, parts),
            cancellationToken);
    }

    /// <summary>Throws a draft away.</summary>
    /// <returns>What became of it; null where the draft is not as it was seen, or no draft any more.</returns>
    public async Task<RuleSetVersion?> DiscardAsync(RuleSetVersion seen, Actor actor, CancellationToken cancellationToken)
    {
        var happened = audit.New(actor, AuditAction.DiscardRuleSet, AuditTarget.RuleSet(seen.Version));
        return await audit.ActAsync(happened, write => write.Change(_sql.Discard, ChangeOf(seen, happened)), cancellationToken)
            ? seen with { Status = RuleSetStatus.Discarded, Revision = seen.Revision + 1, UpdatedAt = happened.At, UpdatedBy = actor.Id }
            : null;
    }

    /// <summary>Puts a draft in force, or again what was in force before, and takes out what is.</summary>
    /// <param name="against">The catalogue that it was checked against, and the rule set that was seen in force; 0 where there is none.</param>
    /// <returns>False where any of them is not as it was seen; then nothing is changed.</returns>
    public async Task<bool> PublishAsync(RuleSetVersion seen, CityVersions against, Actor actor, CancellationToken cancellationToken)
    {
        var happened = audit.New(
            actor, AuditAction.PublishRuleSet, AuditTarget.RuleSet(seen.Version), Details(("from", against.Rules), ("was", seen.Status)));
        try
        {
            return await audit.ActAsync(
                happened,
                write => (against.Rules == 0 ? write : write.Change(_sql.Archive, new RuleSetSql.ArchiveParameters(against.Rules, happened.At)))
                    .Change(_sql.Publish, new RuleSetSql.PublishParameters(
                        seen.Version, seen.Revision, against.Catalog, happened.At, happened.Actor)),
                cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Nothing was in force, and another came first.
            return false;
        }
    }

    /// <summary>Adds to a write that the rule set of a city's files, whose document it stores itself, is in force from now on.</summary>
    /// <param name="by">Who did it; null for a new database.</param>
    public void PutInForce(Write write, int version, DateTimeOffset at, string? by) => write
        .Run(_sql.ArchiveAny, new RuleSetSql.ArchiveAnyParameters(at))
        .Run(_sql.InsertPublished, new RuleSetSql.PublishedParameters(version, at, by));

    private Task<RuleSetVersion?> SameAsync(Creation creation, CancellationToken cancellationToken) =>
        database.FindAsync<RuleSetVersion>(_sql.FindByCreation, new RuleSetSql.CreationParameters(creation.Id), cancellationToken);

    private static List<CityFileRow> PartsOf(int version, string document) => [.. CityFileRow.Split(CityFiles.RuleSet, version, document)];

    private static RuleSetSql.ChangeParameters ChangeOf(RuleSetVersion seen, AuditEvent happened) =>
        new(seen.Version, seen.Revision, happened.At, happened.Actor);

    private static Dictionary<string, string>? Details(params (string Name, object? Value)[] details)
    {
        var known = details.Where(detail => detail.Value is not null).ToDictionary(
            detail => detail.Name, detail => Convert.ToString(detail.Value, System.Globalization.CultureInfo.InvariantCulture)!);
        return known.Count == 0 ? null : known;
    }
}
