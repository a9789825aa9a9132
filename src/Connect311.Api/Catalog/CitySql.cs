using Connect311.Api.Databases;

namespace Connect311.Api.Catalog;

/// <summary>The statements that keep a city's files, each version whole.</summary>
internal sealed record CitySql
{
    public static CitySql Sqlite { get; } = new()
    {
        InsertFiles = """
            INSERT INTO CityFile (Name, Version, Part, Content)
            VALUES (@Name, @Version, @Part, @Content);
            """,
    };

    public static CitySql SqlServer { get; } = new()
    {
        InsertFiles = """
            INSERT INTO CityFile (Name, Version, Part, Content)
            SELECT Name, Version, Part, REPLACE(Content, NCHAR(1), N'''') AS Content
            FROM @files
            ORDER BY Version, Name, Part;
            """,
    };

    /// <summary>The files in force: the newest catalogue's and the published rule set.</summary>
    public string FilesInForce { get; } = """
        SELECT Name, Version, Part, Content
        FROM CityFile
        WHERE Version = (SELECT MAX(Version) FROM CatalogVersion) AND Name <> 'rule-set.json'
        UNION ALL
        SELECT Name, Version, Part, Content
        FROM CityFile
        WHERE Version = (SELECT MAX(Version) FROM RuleSet WHERE Status = 'published') AND Name = 'rule-set.json';
        """;

    [Parameters(typeof(RuleSetVersionParameters))]
    public string RuleSet { get; } = """
        SELECT Name, Version, Part, Content
        FROM CityFile
        WHERE Name = 'rule-set.json' AND Version = @Version
        ORDER BY Part;
        """;

    [Parameters(typeof(RuleSetVersionParameters))]
    public string WasPublished { get; } = """
        SELECT COUNT(*)
        FROM RuleSet
        WHERE Version = @Version AND Status IN ('published', 'archived');
        """;

    public string NewestCatalogVersion { get; } = """
        SELECT MAX(Version)
        FROM CatalogVersion;
        """;

    /// <summary>Asked every few seconds by every server.</summary>
    public string VersionsInForce { get; } = """
        SELECT
            (SELECT MAX(Version) FROM CatalogVersion) AS Catalog,
            (SELECT MAX(Version) FROM RuleSet WHERE Status = 'published') AS Rules,
            (SELECT MAX(Version) FROM AreaSetVersion) AS Areas;
        """;

    public string NewestContentHash { get; } = """
        SELECT ContentHash
        FROM CatalogVersion
        WHERE Version = (SELECT MAX(Version) FROM CatalogVersion);
        """;

    public string NewestRuleSetVersion { get; } = """
        SELECT MAX(Version)
        FROM RuleSet;
        """;

    [Parameters(typeof(CatalogParameters))]
    public string InsertCatalog { get; } = """
        INSERT INTO CatalogVersion (Version, ContentHash, LoadedAt)
        VALUES (@CatalogVersion, @ContentHash, @LoadedAt);
        """;

    [RowsOf(typeof(CityFileRow))]
    public required string InsertFiles { get; init; }

    [Parameters(typeof(ArchiveParameters))]
    public string ArchiveRuleSets { get; } = """
        UPDATE RuleSet
        SET Status = @Archived
        WHERE Status = 'published';
        """;

    [Parameters(typeof(RuleSetParameters))]
    public string PublishRuleSet { get; } = """
        INSERT INTO RuleSet (Version, Status, CreatedAt, PublishedAt)
        VALUES (@RuleSetVersion, @Published, @PublishedAt, @PublishedAt);
        """;

    public static CitySql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record CatalogParameters(int CatalogVersion, string ContentHash, DateTimeOffset LoadedAt);

    internal sealed record ArchiveParameters(string Archived);

    internal sealed record RuleSetParameters(int RuleSetVersion, string Published, DateTimeOffset PublishedAt);

    internal sealed record RuleSetVersionParameters(int Version);
}
