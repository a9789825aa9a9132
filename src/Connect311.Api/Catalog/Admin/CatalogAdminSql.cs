using Connect311.Api.Databases;

namespace Connect311.Api.Catalog.Admin;

/// <summary>The statements by which admins change the catalogue: beside those that keep a city's files.</summary>
internal sealed record CatalogAdminSql
{
    public const string Published = "published";

    public static CatalogAdminSql Sqlite { get; } = new()
    {
        CountOpen = """
            SELECT COUNT(*) AS Count, COUNT(CASE WHEN Visibility = 'confidential' THEN 1 END) AS Confidential
            FROM (
                SELECT Visibility
                FROM ServiceRequest
                WHERE Department = @Department AND IsOpen = 1
                  AND (@ServiceTypes IS NULL OR ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
                UNION ALL
                SELECT f.Visibility
                FROM ServiceRequest f
                WHERE f.IncidentId IN (
                    SELECT l.IncidentId
                    FROM ServiceRequest l
                    WHERE l.Department = @Department AND l.IsOpen = 1 AND l.IncidentId IS NOT NULL)
                  AND f.IncidentId IS NOT NULL AND +f.Department = @Department AND f.IsOpen = 0
                  AND f.Status NOT IN ('closed', 'cancelled')
                  AND (@ServiceTypes IS NULL OR f.ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
            ) AS work;
            """,
        SomeOpen = """
            SELECT Id
            FROM (
                SELECT Id, Priority, DueAt
                FROM ServiceRequest
                WHERE Department = @Department AND IsOpen = 1 AND Visibility <> 'confidential'
                  AND (@ServiceTypes IS NULL OR ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
                UNION ALL
                SELECT f.Id, f.Priority, f.DueAt
                FROM ServiceRequest f
                WHERE f.IncidentId IN (
                    SELECT l.IncidentId
                    FROM ServiceRequest l
                    WHERE l.Department = @Department AND l.IsOpen = 1 AND l.IncidentId IS NOT NULL)
                  AND f.IncidentId IS NOT NULL AND +f.Department = @Department AND f.IsOpen = 0
                  AND f.Status NOT IN ('closed', 'cancelled') AND f.Visibility <> 'confidential'
                  AND (@ServiceTypes IS NULL OR f.ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
            ) AS work
            ORDER BY Priority, DueAt, Id
            LIMIT @Take;
            """,
    };

    public static CatalogAdminSql SqlServer { get; } = new()
    {
        CountOpen = """
            SELECT COUNT(*) AS Count, COUNT(CASE WHEN Visibility = 'confidential' THEN 1 END) AS Confidential
            FROM (
                SELECT Visibility
                FROM ServiceRequest
                WHERE Department = @Department AND IsOpen = 1
                  AND (@ServiceTypes IS NULL OR ServiceType IN (
                      SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
                UNION ALL
                SELECT f.Visibility
                FROM ServiceRequest f
                WHERE f.IncidentId IN (
                    SELECT l.IncidentId
                    FROM ServiceRequest l
                    WHERE l.Department = @Department AND l.IsOpen = 1 AND l.IncidentId IS NOT NULL)
                  AND f.IncidentId IS NOT NULL AND f.Department = @Department AND f.IsOpen = 0
                  AND f.Status NOT IN ('closed', 'cancelled')
                  AND (@ServiceTypes IS NULL OR f.ServiceType IN (
                      SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
            ) AS work;
            """,
        SomeOpen = """
            SELECT TOP (@Take) Id
            FROM (
                SELECT Id, Priority, DueAt
                FROM ServiceRequest
                WHERE Department = @Department AND IsOpen = 1 AND Visibility <> 'confidential'
                  AND (@ServiceTypes IS NULL OR ServiceType IN (
                      SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
                UNION ALL
                SELECT f.Id, f.Priority, f.DueAt
                FROM ServiceRequest f
                WHERE f.IncidentId IN (
                    SELECT l.IncidentId
                    FROM ServiceRequest l
                    WHERE l.Department = @Department AND l.IsOpen = 1 AND l.IncidentId IS NOT NULL)
                  AND f.IncidentId IS NOT NULL AND f.Department = @Department AND f.IsOpen = 0
                  AND f.Status NOT IN ('closed', 'cancelled') AND f.Visibility <> 'confidential'
                  AND (@ServiceTypes IS NULL OR f.ServiceType IN (
                      SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
            ) AS work
            ORDER BY Priority, DueAt, Id;
            """,
    };

    /// <summary>
    /// The next version, if nothing that it was checked against has changed. It stands behind the lock of the audit, as
    /// every write does that puts something in force, so what it looks at cannot change before the commit.
    /// </summary>
    [Parameters(typeof(NextParameters))]
    public string InsertNext { get; } = """
        INSERT INTO CatalogVersion (Version, ContentHash, LoadedAt)
        SELECT @CatalogVersion, @ContentHash, @LoadedAt
        WHERE (SELECT MAX(Version) FROM CatalogVersion) = @SeenCatalog
          AND (SELECT MAX(Version) FROM RuleSet WHERE Status = 'published') = @SeenRules;
        """;

    /// <summary>The rule set in force and the drafts.</summary>
    public string RuleSetsInUse { get; } = """
        SELECT Version, Status
        FROM RuleSet
        WHERE Status IN ('published', 'draft');
        """;

    [Parameters(typeof(RuleSetParameters))]
    public string RuleSetParts { get; } = """
        SELECT Content
        FROM CityFile
        WHERE Version = @Version AND Name = 'rule-set.json'
        ORDER BY Part;
        """;

    /// <summary>
    /// How many requests are open, and how many of them are confidential. What follows an incident counts: it does so where another
    /// request of the incident stands in the queue, and by that it is found. (The plus keeps SQLite from the index of departments.)
    /// </summary>
    [Parameters(typeof(OpenParameters))]
    public required string CountOpen { get; init; }

    /// <summary>The most urgent of them that are not confidential.</summary>
    [Parameters(typeof(SomeParameters))]
    public required string SomeOpen { get; init; }

    public static CatalogAdminSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record NextParameters(
        int CatalogVersion, string ContentHash, DateTimeOffset LoadedAt, int SeenCatalog, int SeenRules);

    internal sealed record RuleSetParameters(int Version);

    internal sealed record OpenParameters(string Department, string? ServiceTypes);

    internal sealed record SomeParameters(string Department, string? ServiceTypes, int Take);
}
