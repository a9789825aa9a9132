namespace Connect311.Api.Routing.RuleSets;

internal sealed partial record RuleSetSql
{
    public static RuleSetSql Sqlite { get; } = new()
    {
        Page = """
            SELECT Version, Status, Revision, BasedOn, CreatedAt, CreatedBy, UpdatedAt, UpdatedBy, PublishedAt, PublishedBy, ArchivedAt, BodyHash
            FROM RuleSet
            WHERE Version < @Before AND Status <> 'discarded'
              AND (@Status IS NULL OR Status = @Status)
            ORDER BY Version DESC
            LIMIT @Take;
            """,
        PutParts = """
            INSERT INTO CityFile (Name, Version, Part, Content)
            VALUES (@Name, @Version, @Part, @Content)
            ON CONFLICT (Version, Name, Part) DO UPDATE SET Content = excluded.Content;
            """,
    };
}
