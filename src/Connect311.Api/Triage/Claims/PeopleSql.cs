using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Claims;

/// <summary>Who works for a department now, in the order of ids.</summary>
internal sealed record PeopleSql
{
    public static PeopleSql Sqlite { get; } = new()
    {
        OfDepartment = """
            SELECT Id, Name
            FROM StaffMember
            WHERE Department = @Department AND DeactivatedAt IS NULL AND Role IN ('agent', 'supervisor')
            ORDER BY Id
            LIMIT @Take;
            """,
        Operators = """
            SELECT Id, Name
            FROM StaffMember
            WHERE Role = 'operator' AND DeactivatedAt IS NULL
            ORDER BY Id
            LIMIT @Take;
            """,
    };

    public static PeopleSql SqlServer { get; } = new()
    {
        OfDepartment = """
            SELECT TOP (@Take) Id, Name
            FROM StaffMember
            WHERE Department = @Department AND DeactivatedAt IS NULL AND Role IN ('agent', 'supervisor')
            ORDER BY Id;
            """,
        Operators = """
            SELECT TOP (@Take) Id, Name
            FROM StaffMember
            WHERE Role = 'operator' AND DeactivatedAt IS NULL
            ORDER BY Id;
            """,
    };

    [Parameters(typeof(DepartmentParameters))]
    public required string OfDepartment { get; init; }

    [Parameters(typeof(OperatorParameters))]
    public required string Operators { get; init; }

    public static PeopleSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record DepartmentParameters(string Department, int Take);

    internal sealed record OperatorParameters(int Take);
}
