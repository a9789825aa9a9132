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

    [Parameters(typeof(CatalogParameters))]
    public string InsertCatalog { get; } = """
        INSERT INTO CatalogVersion (Version, ContentHash, LoadedAt)
        VALUES (@CatalogVersion, @ContentHash, @LoadedAt);
        """;

    [RowsOf(typeof(CityFileRow))]
    public required string InsertFiles { get; init; }

    public static CitySql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record CatalogParameters(int CatalogVersion, string ContentHash, DateTimeOffset LoadedAt);
}
