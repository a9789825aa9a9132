using Connect311.Api.Catalog;
using Connect311.Api.Databases;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>
/// The statements of rule sets. A document is kept in parts, as a city's files are. Nothing is deleted: the servers'
/// login could not. Each change is guarded by the revision that was seen.
/// </summary>
internal sealed partial record RuleSetSql
{
    [Parameters(typeof(VersionParameters))]
    public string Find { get; } = """
        SELECT Version, Status, Revision, BasedOn, CreatedAt, CreatedBy, UpdatedAt, UpdatedBy, PublishedAt, PublishedBy, ArchivedAt, BodyHash
        FROM RuleSet
        WHERE Version = @Version;
        """;

    [Parameters(typeof(CreationParameters))]
    public string FindByCreation { get; } = """
        SELECT Version, Status, Revision, BasedOn, CreatedAt, CreatedBy, UpdatedAt, UpdatedBy, PublishedAt, PublishedBy, ArchivedAt, BodyHash
        FROM RuleSet
        WHERE CreationId IS NOT NULL AND CreationId = @CreationId;
        """;

    /// <summary>The versions before a number, the newest first.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    [Parameters(typeof(VersionParameters))]
    public string Document { get; } = """
        SELECT Name, Version, Part, Content
        FROM CityFile
        WHERE Name = 'rule-set.json' AND Version = @Version
        ORDER BY Part;
        """;

    public string NewestVersion { get; } = """
        SELECT MAX(Version)
        FROM RuleSet;
        """;

    public string VersionInForce { get; } = """
        SELECT MAX(Version)
        FROM RuleSet
        WHERE Status = 'published';
        """;

    [Parameters(typeof(DraftParameters))]
    public string InsertDraft { get; } = """
        INSERT INTO RuleSet (Version, Status, Revision, BasedOn, CreatedAt, CreatedBy, CreationId, BodyHash)
        VALUES (@Version, 'draft', 1, @BasedOn, @CreatedAt, @CreatedBy, @CreationId, @BodyHash);
        """;

    /// <summary>Takes the turn to change a draft's document.</summary>
    [Parameters(typeof(ChangeParameters))]
    public string ChangeDraft { get; } = """
        UPDATE RuleSet
        SET Revision = Revision + 1, UpdatedAt = @At, UpdatedBy = @By
        WHERE Version = @Version AND Status = 'draft' AND Revision = @Revision;
        """;

    /// <summary>Empties the parts behind those that a shorter document has.</summary>
    [Parameters(typeof(PartsParameters))]
    public string EmptyParts { get; } = """
        UPDATE CityFile
        SET Content = ''
        WHERE Version = @Version AND Name = 'rule-set.json' AND Part >= @PartCount;
        """;

    /// <summary>Parts of a document, in place of those that are there.</summary>
    [RowsOf(typeof(CityFileRow))]
    public required string PutParts { get; init; }

    [Parameters(typeof(ChangeParameters))]
    public string Discard { get; } = """
        UPDATE RuleSet
        SET Status = 'discarded', Revision = Revision + 1, UpdatedAt = @At, UpdatedBy = @By
        WHERE Version = @Version AND Status = 'draft' AND Revision = @Revision;
        """;

    /// <summary>Takes the rule set out of force that was seen to be in it.</summary>
    [Parameters(typeof(ArchiveParameters))]
    public string Archive { get; } = """
        UPDATE RuleSet
        SET Status = 'archived', ArchivedAt = @At, Revision = Revision + 1
        WHERE Version = @InForce AND Status = 'published';
        """;

    /// <summary>Puts a draft in force, or one that was in force before.</summary>
    [Parameters(typeof(PublishParameters))]
    public string Publish { get; } = """
        UPDATE RuleSet
        SET Status = 'published', PublishedAt = @At, PublishedBy = @By, ArchivedAt = NULL, Revision = Revision + 1
        WHERE Version = @Version AND Revision = @Revision AND Status IN ('draft', 'archived')
          AND (SELECT MAX(c.Version) FROM CatalogVersion c) = @CatalogVersion;
        """;

    /// <summary>Takes out of force what is in it, whichever it is.</summary>
    [Parameters(typeof(ArchiveAnyParameters))]
    public string ArchiveAny { get; } = """
        UPDATE RuleSet
        SET Status = 'archived', ArchivedAt = @PublishedAt, Revision = Revision + 1
        WHERE Status = 'published';
        """;

    /// <summary>A rule set that comes with a city's files, in force from the start.</summary>
    [Parameters(typeof(PublishedParameters))]
    public string InsertPublished { get; } = """
        INSERT INTO RuleSet (Version, Status, Revision, CreatedAt, CreatedBy, PublishedAt, PublishedBy)
        VALUES (@RuleSetVersion, 'published', 1, @PublishedAt, @PublishedBy, @PublishedAt, @PublishedBy);
        """;

    public static RuleSetSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record VersionParameters(int Version);

    internal sealed record CreationParameters(string CreationId);

    /// <param name="Status">Only these; null for all that are shown.</param>
    internal sealed record PageParameters(int Before, string? Status, int Take);

    internal sealed record DraftParameters(
        int Version, int? BasedOn, DateTimeOffset CreatedAt, string? CreatedBy, string CreationId, string BodyHash);

    internal sealed record ChangeParameters(int Version, int Revision, DateTimeOffset At, string? By);

    /// <param name="CatalogVersion">The catalogue that it was checked against.</param>
    internal sealed record PublishParameters(int Version, int Revision, int CatalogVersion, DateTimeOffset At, string? By);

    internal sealed record PartsParameters(int Version, int PartCount);

    internal sealed record ArchiveParameters(int InForce, DateTimeOffset At);

    internal sealed record ArchiveAnyParameters(DateTimeOffset PublishedAt);

    internal sealed record PublishedParameters(int RuleSetVersion, DateTimeOffset PublishedAt, string? PublishedBy);
}
