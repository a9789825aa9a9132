using Connect311.Api.ServiceRequests;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.State;

/// <summary>Compares a request's row with the fold of its events, column by column.</summary>
internal static class RowAudit
{
    public static void Check(SqliteConnection connection, long id, RequestFold fold, Anomalies anomalies)
    {
        using var command = connection.CreateCommand();
        command.CommandText = AuditSql.Row;
        command.Parameters.AddWithValue("@id", id);
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            anomalies.Add(StateAudit.Half, $"request {id} has events and no row");
            return;
        }

        foreach (var (column, expected) in Expected(fold))
        {
            var found = row[column];
            if (!Equals(found is DBNull ? null : found, expected))
            {
                anomalies.Add(StateAudit.State, $"request {id}: {column} is {found}, and {expected} by its events");
            }
        }

        fold.Description = row["Description"] as string;
        fold.KeyHash = (string)row["KeyHash"];
    }

    private static (string Column, object? Value)[] Expected(RequestFold fold) =>
    [
        ("Status", fold.Status),
        ("IsOpen", RequestStatus.IsOpen(fold.Status) ? 1L : 0L),
        ("Department", fold.Department),
        ("Outcome", fold.Outcome),
        ("ClosedAt", fold.ClosedAt),
        ("UpdatedAt", fold.UpdatedAt),
        ("ReceivedAt", fold.ReceivedAt),
        ("Version", (long)fold.Kinds.Count),
        ("EventCount", (long)fold.Kinds.Count),
        ("HeadHash", fold.HeadHash),
        ("ServiceType", fold.ServiceType),
        ("Channel", fold.Channel),
        ("Priority", (long)fold.Priority),
        ("RoutingRule", fold.Rule),
    ];
}
