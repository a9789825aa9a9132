using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Tests.Databases;

/// <summary>A statement with one fault, and words of the message that must come of it.</summary>
internal sealed record SeededFault(string Name, string Text, string Message)
{
    public Type? Parameters { get; init; } = typeof(SeededParameters);

    public IRowType? Rows { get; init; }

    public Statement Statement => new(DatabaseEngine.SqlServer, Name, Text) { Parameters = Parameters, Rows = Rows };
}

internal sealed record SeededParameters(long Id);

internal sealed record SeededTextParameters(string Id);

internal sealed record SeededListParameters(long[] Ids);

internal sealed record SeededKeysParameters(string Keys);

internal sealed record SeededCrossedParameters(string Name, string Content);

/// <summary>Rows of a table type that no script makes.</summary>
internal static class SeededRows
{
    public static IRowType Unknown { get; } = new RowType<long>("NoSuchRow", "rows", RowColumn<long>.Long("RequestId", row => row));
}

/// <summary>What each part of the check exists for, so that the check itself can fail.</summary>
internal static class SeededFaults
{
    public static IReadOnlyList<SeededFault> All { get; } = [.. Names(), .. Shapes(), .. Inserts(), .. Types(), .. Banned()];

    public static TheoryData<string> Faulty => [.. All.Select(fault => fault.Name)];

    private static IEnumerable<SeededFault> Names() =>
    [
        new("column", "SELECT Idd FROM ServiceRequest WHERE Id = @Id;", "[Idd]"),
        new("table", "SELECT Id FROM ServiceRequests WHERE Id = @Id;", "[ServiceRequests]"),
        new("alias", "SELECT x.Id FROM ServiceRequest r WHERE r.Id = @Id;", "[x]"),
        new("column of an update", "UPDATE r SET Statuss = N'closed' FROM ServiceRequest r WHERE r.Id = @Id;", "[Statuss]"),
        new("column of a common table", "WITH c AS (SELECT Id FROM ServiceRequest WHERE Id = @Id) SELECT c.Number FROM c;", "SQL71005"),
        new("sequence", "SELECT NEXT VALUE FOR RequestNumbers;", "[RequestNumbers]") { Parameters = null },
        new("OPENJSON column", "SELECT k.Hash FROM OPENJSON(@Keys) WITH (KeyHash nvarchar(43) '$') k;", "SQL71005")
        {
            Parameters = typeof(SeededKeysParameters),
        },
        new("table type", "INSERT INTO Contact (RequestId, Content) SELECT RequestId, N'' FROM @rows;", "[NoSuchRow]")
        {
            Parameters = null,
            Rows = SeededRows.Unknown,
        },
        new("column of a row", "INSERT INTO Contact (RequestId, Content) SELECT RequestId, Contents FROM @contacts;", "[Contents]")
        {
            Parameters = null,
            Rows = ContactRow.Rows,
        },
        new("procedure's argument", "EXEC sp_getapplock @Resource = N'x', @Mode = 'Exclusive';", "@Mode") { Parameters = null },
        new("undeclared parameter", "SELECT Id FROM ServiceRequest WHERE Id = @Id AND Cell = @Cell;", "@Cell is not declared"),
        new("unused parameter", "SELECT Id FROM ServiceRequest;", "@Id is not used"),
        new("declared twice", "DECLARE @Id bigint; SELECT Id FROM ServiceRequest WHERE Id = @Id;", "@Id is declared twice"),
        new("list of Dapper's", "SELECT Id FROM ServiceRequest WHERE Id IN (SELECT @Ids);", "Int64[]")
        {
            Parameters = typeof(SeededListParameters),
        },
    ];

    private static IEnumerable<SeededFault> Shapes() =>
    [
        new("LIMIT", "SELECT Id FROM ServiceRequest WHERE Id > @Id LIMIT 10;", "LIMIT"),
        new("IN @list", "SELECT Id FROM ServiceRequest WHERE Id IN @Id;", "Incorrect syntax"),
        new("two batches", "SELECT Id FROM ServiceRequest WHERE Id = @Id;\nGO\nSELECT 1;", "exactly one batch"),
        new("nothing", "-- SELECT 1", "exactly one batch") { Parameters = null },
        new("unbalanced END", "SELECT 1 END BEGIN SELECT 2;", "Incorrect syntax"),
        new("later function", "SELECT Id FROM ServiceRequest WHERE Id = GREATEST(@Id, 1);", "GREATEST"),
        new("unknown function", "SELECT Id FROM ServiceRequest WHERE Id = ROUNDED(@Id);", "ROUNDED"),
        new("SELECT *", "SELECT * FROM ServiceRequest WHERE Id = @Id;", "SELECT *"),
        new("table function", "SELECT s.value FROM STRING_SPLIT(@Keys, N',') s;", "table-valued") { Parameters = typeof(SeededKeysParameters) },
        new("unlisted procedure", "EXEC sp_executesql N'SELECT 1';", "sp_executesql") { Parameters = null },
    ];

    private static IEnumerable<SeededFault> Inserts() =>
    [
        new("no column list", "INSERT INTO FeedPosition VALUES (2, @Id);", "no column list"),
        new("too few values", "INSERT INTO FeedPosition (Id, Position) VALUES (@Id);", "gives 1 values"),
        new("too many columns", "INSERT INTO FeedPosition (Id, Position) SELECT 1, Id, Cell FROM ServiceRequest WHERE Id = @Id;", "gives 3 values"),
        new("missing column", "INSERT INTO FeedPosition (Position) VALUES (@Id);", "leaves out FeedPosition.Id"),
        new("column twice", "INSERT INTO FeedPosition (Id, Position, Position) VALUES (2, @Id, @Id);", "Position twice"),
        new("type of a column", "INSERT INTO FeedPosition (Position, Id) SELECT RequestId, RequestId FROM Contact WHERE RequestId = @Id;", "FeedPosition.Id is int"),
        new("crossed columns", "INSERT INTO ImportHeadings (Hash, Headings) SELECT Headings, Hash FROM ImportHeadings;", "gives Hash to Headings") { Parameters = null },
        new("crossed values", "INSERT INTO SecretKey (Name, Content) VALUES (@Content, @Name);", "gives Name to Content")
        {
            Parameters = typeof(SeededCrossedParameters),
        },
        new("no room", "INSERT INTO SecretKey (Name, Content, CreatedAt) SELECT ServiceType, N'', ReceivedAt FROM ServiceRequest WHERE Id = @Id;", "no room"),
    ];

    private static IEnumerable<SeededFault> Types() =>
    [
        new("text with a number", "SELECT Id FROM ServiceRequest WHERE Id = @Id;", "@Id is nvarchar(4000)") { Parameters = typeof(SeededTextParameters) },
        new("number with a text", "SELECT Id FROM ServiceRequest WHERE KeyHash = @Id;", "KeyHash is nvarchar(43)"),
        new("bigint with an int", "SELECT Position FROM ServiceRequestEvent e WHERE e.Number = @Id;", "e.Number is int"),
        new("BETWEEN", "SELECT Id FROM ServiceRequest WHERE Status BETWEEN @Id AND @Id;", "Status is nvarchar(20)"),
        new("IN", "SELECT Id FROM ServiceRequest WHERE Status IN (1, @Id);", "Status is nvarchar(20)"),
        new("SET", "UPDATE ServiceRequest SET Priority = @Id WHERE Id = @Id;", "Priority is int"),
        new("joined columns", "SELECT r.Id FROM ServiceRequest r JOIN FeedPosition f ON f.Id = r.Id WHERE r.Id = @Id;", "would be converted"),
        new("common table", "WITH c AS (SELECT Number AS N FROM ServiceRequestEvent) SELECT N FROM c WHERE N = @Id;", "N is int"),
        new("outer column", "SELECT Id FROM ServiceRequest r WHERE EXISTS (SELECT 1 FROM Outbox o WHERE o.Kind = r.Id) AND Id = @Id;", "o.Kind is nvarchar(20)"),
        new("time of another scale", "SELECT r.Id FROM ServiceRequest r WHERE r.DueAt = CAST(@Keys AS datetime2);", "datetime2(7)")
        {
            Parameters = typeof(SeededKeysParameters),
        },
        new("collation", "SELECT r.Id FROM OPENJSON(@Keys) WITH (KeyHash nvarchar(43) '$') k JOIN ServiceRequest r ON r.KeyHash = k.KeyHash;", "say COLLATE")
        {
            Parameters = typeof(SeededKeysParameters),
        },
    ];

    private static IEnumerable<SeededFault> Banned() =>
    [
        new("MERGE", "MERGE FeedPosition AS t USING (SELECT 1 AS Id) AS s ON t.Id = s.Id WHEN MATCHED THEN UPDATE SET Position = @Id;", "MERGE"),
        new("UPDATE of a CTE", "WITH c AS (SELECT Id, Cell FROM ServiceRequest) UPDATE c SET Cell = @Id;", "through a CTE"),
        new("DELETE of a CTE", "WITH c AS (SELECT RequestId FROM Outbox WHERE RequestId = @Id) DELETE x FROM c x;", "through a CTE"),
        new("OUTPUT with alias", "UPDATE r SET Cell = 1 OUTPUT inserted.Id FROM ServiceRequest r WHERE r.Id = @Id;", "OUTPUT on an aliased FROM"),
        new("OUTPUT deleted", "DELETE FROM Outbox OUTPUT deleted.Kind WHERE RequestId = @Id;", "OUTPUT deleted.X"),
        new("SET @v", "DECLARE @v bigint; UPDATE FeedPosition SET @v = Position, Position = @Id; SELECT @v;", "SET @v"),
        new("CREATE OR ALTER", "CREATE OR ALTER VIEW V AS SELECT Id FROM ServiceRequest;", "CREATE OR ALTER") { Parameters = null },
        new("temporal", "SELECT Id FROM ServiceRequest FOR SYSTEM_TIME ALL WHERE Id = @Id;", "temporal"),
        new("columnstore", "CREATE COLUMNSTORE INDEX C ON Lease (Token);", "columnstore") { Parameters = null },
        new("full-text", "SELECT Id FROM ServiceRequest WHERE CONTAINS(Description, @Keys);", "Full-text") { Parameters = typeof(SeededKeysParameters) },
        new("spatial", "CREATE SPATIAL INDEX S ON Lease (Token);", "spatial") { Parameters = null },
        new("WAITFOR", "WAITFOR DELAY '00:00:01';", "WAITFOR") { Parameters = null },
        new("PERCENTILE_CONT", "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY Id) OVER () FROM ServiceRequest WHERE Id = @Id;", "PERCENTILE_CONT"),
        new("sp_sequence_get_range", "EXEC sp_sequence_get_range @sequence_name = N'RequestNumber';", "sp_sequence_get_range") { Parameters = null },
        new("CACHE", "ALTER SEQUENCE RequestNumber CACHE 50;", "CACHE") { Parameters = null },
        new("TOP PERCENT", "SELECT TOP (5) PERCENT Id FROM ServiceRequest WHERE Id = @Id;", "TOP PERCENT"),
        new("WITH TIES", "SELECT TOP (5) WITH TIES Id FROM ServiceRequest WHERE Id > @Id ORDER BY Id;", "WITH TIES"),
        new("#temporary", "CREATE TABLE #t (Id bigint NOT NULL);", "#temporary") { Parameters = null },
        new("@@IDENTITY", "SELECT @@IDENTITY;", "@@IDENTITY") { Parameters = null },
    ];
}
