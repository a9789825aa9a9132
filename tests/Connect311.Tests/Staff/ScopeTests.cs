using Connect311.Api.Staff;

namespace Connect311.Tests.Staff;

/// <summary>Department scope on plain objects: what a caller of DOT, or of no department, gets at.</summary>
public sealed class ScopeTests
{
    /// <summary>Read and handle, of what DOT, NYPD and 311 hold; then danger that NYPD holds. a: allowed, f: forbidden, h: hidden.</summary>
    private const string Table = """
        role       | public DOT NYPD 311 danger | confidential DOT NYPD 311 danger
        agent      |        aa  ff   ff  ff     |              aa  hh   hh  hh
        supervisor |        aa  ff   ff  ff     |              aa  hh   hh  hh
        department |        aa  ff   ff  ff     |              aa  hh   hh  hh
        call-taker |        af  af   af  af     |              hh  hh   hh  hh
        operator   |        aa  aa   aa  aa     |              hh  hh   aa  hh
        admin      |        af  af   af  af     |              hh  hh   hh  hh
        app        |        ff  ff   ff  ff     |              hh  hh   hh  hh
        """;

    private static readonly (string Department, bool IsDanger)[] Columns = [("DOT", false), ("NYPD", false), ("311", false), ("NYPD", true)];

    private static readonly string[] Visibilities = ["public", "confidential"];

    public static TheoryData<string, string> Rows => new(
        Table.Split('\n')[1..].Select(line => line.Split('|', 2)).Select(cells => (cells[0].Trim(), cells[1].Replace("|", "", StringComparison.Ordinal))));

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_role_reads_and_handles_what_is_in_its_scope(string role, string expected)
    {
        var caller = new Caller("x", role, Role.HasDepartment(role) ? "DOT" : null, "phone");
        var found = from visibility in Visibilities
                    from column in Columns
                    let held = new Held(column.Department, visibility, column.IsDanger)
                    select $"{Letter(caller.ToRead(held))}{Letter(caller.ToHandle(held))}";
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found);
    }

    [Theory]
    [InlineData("agent", "311")]
    [InlineData("supervisor", "311")]
    public void The_operators_department_reads_danger_elsewhere_and_leaves_the_handling_to_others(string role, string department)
    {
        var caller = new Caller("x", role, department, "phone");
        Assert.Equal((Access.Allowed, Access.Forbidden), (caller.ToRead(new("DOT", "public", true)), caller.ToHandle(new("DOT", "public", true))));
        Assert.Equal((Access.Hidden, Access.Hidden), (caller.ToRead(new("DOT", "confidential", true)), caller.ToHandle(new("DOT", "confidential", true))));
        Assert.True(caller.SeesConfidentialOf("311"));
    }

    private static char Letter(Access access) => access switch
    {
        Access.Allowed => 'a',
        Access.Forbidden => 'f',
        Access.Hidden => 'h',
    };
}
