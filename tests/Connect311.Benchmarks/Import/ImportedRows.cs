using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Import;

/// <summary>Everything that an import stored, as Dapper reads and writes it.</summary>
internal sealed record ImportedRows(
    IReadOnlyList<StoredRequest> Requests,
    IReadOnlyList<StoredEvent> Events,
    IReadOnlyList<StoredDetail> Details,
    IReadOnlyList<StoredCells> Cells)
{
    public static ImportedRows Read(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        return new(
            connection.Query<StoredRequest>(BareInsertSql.ReadRequests).AsList(),
            connection.Query<StoredEvent>(BareInsertSql.ReadEvents).AsList(),
            connection.Query<StoredDetail>(BareInsertSql.ReadDetails).AsList(),
            connection.Query<StoredCells>(BareInsertSql.ReadCells).AsList());
    }

    /// <summary>Inserts all of it in one transaction: what the rows cost when nobody reads, checks, places, routes or chains.</summary>
    /// <param name="file">A database with the schema and no requests.</param>
    public void Insert(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Foreign Keys=True;Pooling=False");
        connection.Open();
        connection.Execute(BareInsertSql.AsTheServer);
        using var transaction = connection.BeginTransaction();
        connection.Execute(BareInsertSql.InsertRequest, Requests, transaction);
        connection.Execute(BareInsertSql.InsertEvent, Events, transaction);
        connection.Execute(BareInsertSql.InsertDetail, Details, transaction);
        connection.Execute(BareInsertSql.InsertCells, Cells, transaction);
        transaction.Commit();
    }
}

internal sealed record StoredRequest(
    long Id, string KeyHash, string BodyHash, string ServiceType, string? ServiceTypeText, string Visibility, long CatalogVersion,
    string Channel, string Department, string? Queue, string RoutingRule, long RuleSetVersion, string Status, long IsOpen,
    long Priority, long IsDanger, long ReceivedAt, long? ReportedAt, long DueAt, long UpdatedAt, long? ClosedAt, string? Outcome,
    string? Description, string? Answers, string? PhotoIds, double? Latitude, double? Longitude, double? AccuracyMetres,
    string? LocationSource, string? AddressText, string Areas, long? Cell, double? PublicLatitude, double? PublicLongitude,
    string? PublicPlace, string? Aside, long Version, long EventCount, string HeadHash, long? AcknowledgeDueAt, long? InspectDueAt,
    string? Targets, long TargetsVersion, long ClockMarks, long? NextMarkAt, long? IncidentId, string? SensorKey, long? ResemblesId);

internal sealed record StoredEvent(
    long Position, long RequestId, long Number, string Kind, long At, string Data, string Digests, string PreviousHash, string Hash);

internal sealed record StoredDetail(long Position, string? Salt, string? Content);

internal sealed record StoredCells(long RequestId, string ExternalId, string HeadingsHash, string Cells);
