using Connect311.Api.Databases;

namespace Connect311.Api.Catalog.Areas;

/// <summary>The statements that keep imported area sets, each version whole.</summary>
internal sealed record AreaSql
{
    public static AreaSql Sqlite { get; } = new()
    {
        InsertParts = """
            INSERT INTO AreaSetPart (Version, Part, Content)
            VALUES (@Version, @Part, @Content);
            """,
    };

    public static AreaSql SqlServer { get; } = new()
    {
        InsertParts = """
            INSERT INTO AreaSetPart (Version, Part, Content)
            SELECT Version, Part, REPLACE(Content, NCHAR(1), N'''') AS Content
            FROM @parts
            ORDER BY Version, Part;
            """,
    };

    /// <summary>The newest version of each set; one of no areas was removed.</summary>
    public string List { get; } = """
        SELECT Version, Name, ContentHash, Source, AreaCount, ImportedAt
        FROM AreaSetVersion
        WHERE Version IN (SELECT MAX(Version) FROM AreaSetVersion GROUP BY Name);
        """;

    /// <summary>The documents that were in force while a version was the newest, in parts.</summary>
    [Parameters(typeof(NewestParameters))]
    public string PartsInForce { get; } = """
        SELECT AreaSetVersion.Name, AreaSetPart.Version, AreaSetPart.Part, AreaSetPart.Content
        FROM AreaSetVersion
        INNER JOIN AreaSetPart ON AreaSetPart.Version = AreaSetVersion.Version
        WHERE AreaSetVersion.Version IN (SELECT MAX(Version) FROM AreaSetVersion WHERE Version <= @Newest GROUP BY Name);
        """;

    [Parameters(typeof(VersionParameters))]
    public string InsertVersion { get; } = """
        INSERT INTO AreaSetVersion (Version, Name, ContentHash, Source, AreaCount, ImportedAt)
        VALUES (@Version, @Name, @ContentHash, @Source, @AreaCount, @ImportedAt);
        """;

    [RowsOf(typeof(AreaSetPartRow))]
    public required string InsertParts { get; init; }

    public static AreaSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record NewestParameters(int Newest);

    internal sealed record VersionParameters(
        int Version, string Name, string ContentHash, string Source, int AreaCount, DateTimeOffset ImportedAt);
}
