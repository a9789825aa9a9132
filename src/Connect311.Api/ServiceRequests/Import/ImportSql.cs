using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.Import;

internal sealed record ImportSql
{
    public static ImportSql Instance { get; } = new();

    [Parameters(typeof(HashParameters))]
    public string FindHeadings { get; } = """
        SELECT Hash
        FROM ImportHeadings
        WHERE Hash = @Hash;
        """;

    [Parameters(typeof(HeadingsParameters))]
    public string InsertHeadings { get; } = """
        INSERT INTO ImportHeadings (Hash, Headings)
        VALUES (@Hash, @Headings);
        """;

    internal sealed record HashParameters(string Hash);

    internal sealed record HeadingsParameters(string Hash, string Headings);
}
