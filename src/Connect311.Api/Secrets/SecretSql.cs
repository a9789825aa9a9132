using Connect311.Api.Databases;

namespace Connect311.Api.Secrets;

internal sealed record SecretSql
{
    public static SecretSql Instance { get; } = new();

    [Parameters(typeof(NameParameters))]
    public string Find { get; } = """
        SELECT Content
        FROM SecretKey
        WHERE Name = @Name;
        """;

    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO SecretKey (Name, Content, CreatedAt)
        VALUES (@Name, @Content, @CreatedAt);
        """;

    internal sealed record NameParameters(string Name);

    internal sealed record InsertParameters(string Name, string Content, DateTimeOffset CreatedAt);
}
