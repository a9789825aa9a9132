using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Tests.Databases;

/// <summary>The check itself: it must see what is wrong and let pass what is right.</summary>
public sealed class SqlServerCheckTests
{
    private static readonly IReadOnlyList<Statement> Sound =
    [
        New("an index hint", "SELECT Id FROM ServiceRequest WITH (INDEX (IX_ServiceRequest_Cell)) WHERE Cell = @Id;"),
        New("a claim", "UPDATE r SET ClaimToken = @Id FROM ServiceRequest r WITH (ROWLOCK, UPDLOCK, READPAST) WHERE r.Id = @Id;"),
        New("a plain OUTPUT", "UPDATE FeedPosition SET Position = Position + @Id OUTPUT inserted.Position WHERE Id = 1;"),
        New("a common table", "WITH c AS (SELECT TOP (64) Id FROM ServiceRequest WHERE Cell = @Id) SELECT c.Id FROM c JOIN ServiceRequest r ON r.Id = c.Id;"),
        New("a derived table", "SELECT d.N FROM (SELECT COUNT(*) AS N, Department FROM ServiceRequest GROUP BY Department) d WHERE d.N > @Id - 1 + 0 * 1;"),
        New("an existence", "INSERT INTO FeedPosition (Id, Position) SELECT 2, @Id WHERE NOT EXISTS (SELECT 1 FROM FeedPosition WHERE Id = 2);"),
        New("numbers by JSON", "SELECT r.Id FROM OPENJSON(@Keys) WITH (Id bigint '$') k JOIN ServiceRequest r ON r.Id = k.Id;") with
        {
            Parameters = typeof(SeededKeysParameters),
        },
        New("rows", "SELECT c.RequestId, c.Content FROM @contacts c JOIN ServiceRequest r ON r.Id = c.RequestId;") with
        {
            Parameters = null,
            Rows = ContactRow.Rows,
        },
    ];

    private static readonly Lazy<IReadOnlyDictionary<string, List<string>>> Found =
        new(() => SqlServerCheck.Run(SeededFaults.All.Select(fault => fault.Statement).Concat(Sound)));

    public static TheoryData<string> SoundNames => [.. Sound.Select(statement => statement.Name)];

    [Theory]
    [MemberData(nameof(SeededFaults.Faulty), MemberType = typeof(SeededFaults))]
    public void A_seeded_fault_is_caught(string name)
    {
        var message = SeededFaults.All.Single(fault => fault.Name == name).Message;
        Assert.Contains(Found.Value[name], fault => fault.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SoundNames))]
    public void A_sound_statement_passes(string name) => Assert.Empty(Found.Value[name]);

    private static Statement New(string name, string text) =>
        new(DatabaseEngine.SqlServer, name, text) { Parameters = typeof(SeededParameters) };
}
