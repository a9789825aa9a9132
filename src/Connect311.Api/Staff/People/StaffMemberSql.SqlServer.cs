namespace Connect311.Api.Staff.People;

internal sealed partial record StaffMemberSql
{
    public static StaffMemberSql SqlServer { get; } = new()
    {
        Page = """
            SELECT TOP (@Take) Id, Name, Role, Department, SignsInBy, BodyHash, CreatedAt, CreatedBy, ClaimsAt, DeactivatedAt, Version
            FROM StaffMember
            WHERE Id > @After
              AND (@Role IS NULL OR Role = @Role)
              AND (@Department IS NULL OR Department = @Department)
              AND (@Active IS NULL OR (@Active = 1 AND DeactivatedAt IS NULL) OR (@Active = 0 AND DeactivatedAt IS NOT NULL))
            ORDER BY Id;
            """,
    };
}
