using Connect311.Api.Databases;

namespace Connect311.Api.Routing;

internal sealed record RuleSetSql
{
    public static RuleSetSql Instance { get; } = new();

    [Parameters(typeof(VersionParameters))]
    public string Document { get; } = """
        SELECT Document
        FROM RuleSet
        WHERE Version = @Version;
        """;

    internal sealed record VersionParameters(int Version);
}
