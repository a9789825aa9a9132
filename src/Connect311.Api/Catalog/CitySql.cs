using Connect311.Api.Databases;

namespace Connect311.Api.Catalog;

/// <summary>The statements that keep a city's files, each version whole.</summary>
internal sealed record CitySql
{
    public static CitySql Instance { get; } = new();

    public string NewestCatalog { get; } = """
        SELECT Version, Document
        FROM CatalogVersion
        WHERE Version = (SELECT MAX(Version) FROM CatalogVersion);
        """;

    public string PublishedRuleSet { get; } = """
        SELECT Version, Document
        FROM RuleSet
        WHERE Status = 'published';
        """;

    public string NewestRuleSetVersion { get; } = """
        SELECT MAX(Version)
        FROM RuleSet;
        """;

    [Parameters(typeof(CatalogParameters))]
    public string InsertCatalog { get; } = """
        INSERT INTO CatalogVersion (Version, ContentHash, LoadedAt, Document)
        VALUES (@CatalogVersion, @ContentHash, @LoadedAt, @Catalog);
        """;

    [Parameters(typeof(ArchiveParameters))]
    public string ArchiveRuleSets { get; } = """
        UPDATE RuleSet
        SET Status = @Archived
        WHERE Status = 'published';
        """;

    [Parameters(typeof(RuleSetParameters))]
    public string PublishRuleSet { get; } = """
        INSERT INTO RuleSet (Version, Status, CreatedAt, PublishedAt, Document)
        VALUES (@RuleSetVersion, @Published, @PublishedAt, @PublishedAt, @RuleSet);
        """;

    internal sealed record CatalogParameters(int CatalogVersion, string ContentHash, DateTimeOffset LoadedAt, string Catalog);

    internal sealed record ArchiveParameters(string Archived);

    internal sealed record RuleSetParameters(int RuleSetVersion, string Published, DateTimeOffset PublishedAt, string RuleSet);
}
