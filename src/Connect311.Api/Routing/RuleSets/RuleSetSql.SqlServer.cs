namespace Connect311.Api.Routing.RuleSets;

internal sealed partial record RuleSetSql
{
    public static RuleSetSql SqlServer { get; } = new()
    {
        Page = """
            SELECT TOP (@Take) Version, Status, Revision, BasedOn, CreatedAt, CreatedBy, UpdatedAt, UpdatedBy, PublishedAt, PublishedBy, ArchivedAt, BodyHash
            FROM RuleSet
            WHERE Version < @Before AND Status <> 'discarded'
              AND (@Status IS NULL OR Status = @Status)
            ORDER BY Version DESC;
            """,
        PutParts = """
            UPDATE c
            SET Content = REPLACE(f.Content, NCHAR(1), N'''')
            FROM CityFile c
            INNER JOIN @files f ON f.Version = c.Version AND f.Name = c.Name AND f.Part = c.Part;

            INSERT INTO CityFile (Name, Version, Part, Content)
            SELECT f.Name, f.Version, f.Part, REPLACE(f.Content, NCHAR(1), N'''') AS Content
            FROM @files f
            WHERE NOT EXISTS (
                SELECT 1 FROM CityFile c
                WHERE c.Version = f.Version AND c.Name = f.Name AND c.Part = f.Part)
            ORDER BY f.Version, f.Name, f.Part;
            """,
    };
}
