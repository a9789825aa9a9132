using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
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

        // Of one that is erased whole nothing is left that could be compared.
        var isGone = fold.Erased.HasFlag(ErasureScopes.Request);
        foreach (var (column, expected) in isGone ? [] : Expected(fold))
        {
            var found = row[column];
            if (!Equals(found is DBNull ? null : found, expected))
            {
                anomalies.Add(StateAudit.State, $"request {id}: {column} is {found}, and {expected} by its events");
            }
        }

        CheckClosings(connection, id, fold, anomalies);
        fold.Description = row["Description"] as string;
        fold.KeyHash = (string)row["KeyHash"];
    }

    private static void CheckClosings(SqliteConnection connection, long id, RequestFold fold, Anomalies anomalies)
    {
        using var command = connection.CreateCommand();
        command.CommandText = AuditSql.Closings;
        command.Parameters.AddWithValue("@id", id);
        using var reader = command.ExecuteReader();
        var found = new List<ClosingFold>();
        while (reader.Read())
        {
            found.Add(new(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetBoolean(4), reader.GetBoolean(5), reader.GetBoolean(6)));
        }

        if (!found.SequenceEqual(fold.Closings))
        {
            anomalies.Add(StateAudit.State, $"request {id}: its closings are [{string.Join("; ", found)}], and [{string.Join("; ", fold.Closings)}] by its events");
        }
    }

    private static (string Column, object? Value)[] Expected(RequestFold fold) =>
    [
        ("Status", fold.Status),
        ("IsOpen", RequestStatus.IsOpen(fold.Status) && !fold.Follows ? 1L : 0L),
        ("IncidentId", fold.IncidentId),
        ("Department", fold.Department),
        ("Outcome", fold.Outcome),
        ("ClosedAt", fold.ClosedAt),
        ("WaitingFor", fold.WaitingFor),
        ("AnswerUntil", fold.AnswerUntil),
        ("DuplicateOf", fold.DuplicateOf),
        ("DisputedAt", fold.DisputedAt),
        ("ErasedScopes", (long)fold.Erased),
        ("LegalHoldAt", fold.LegalHoldAt),
        ("ForgetAskedAt", fold.ForgetAskedAt),
        ("ReopenCount", fold.ReopenCount),
        ("TransferCount", fold.TransferCount),
        ("ExternalId", fold.ExternalId),
        ("AcknowledgedAt", fold.AcknowledgedAt),
        ("UpdatedAt", fold.UpdatedAt),
        ("ReceivedAt", fold.ReceivedAt),
        ("Version", (long)fold.Kinds.Count),
        ("EventCount", (long)fold.Kinds.Count),
        ("HeadHash", fold.HeadHash),
        ("ServiceType", fold.Decided.ServiceType),
        ("Channel", fold.Channel),
        ("Priority", (long)fold.Decided.Priority),
        ("RoutingRule", fold.Decided.Rule),
        ("RuleSetVersion", (long)fold.Decided.RuleSetVersion),
        ("Queue", fold.Decided.Queue),
        ("DueAt", (fold.Clocks.ShownDueAt ?? Clock.Never).ToUnixTimeMilliseconds()),
        ("HeldDueAt", fold.Clocks.HeldDueAt?.ToUnixTimeMilliseconds()),
        ("AcknowledgeDueAt", fold.Clocks.AcknowledgeDueAt?.ToUnixTimeMilliseconds()),
        ("InspectDueAt", fold.Clocks.InspectDueAt?.ToUnixTimeMilliseconds()),
        ("PausedAt", fold.Clocks.PausedAt?.ToUnixTimeMilliseconds()),
        ("Targets", fold.Clocks.Targets),
        ("TargetsVersion", (long)fold.Clocks.TargetsVersion!),
        ("ClockMarks", (long)fold.Clocks.Marks),
        ("IsEscalated", fold.IsEscalated ? 1L : 0L),
        ("IsDanger", fold.Decided.Danger is null ? 0L : 1L),
        ("CatalogVersion", (long)fold.Decided.CatalogVersion),
        ("ProposedDepartment", fold.Proposed?.Department),
        ("ProposedQueue", fold.Proposed?.Queue),
        ("ProposedPriority", (long?)fold.Proposed?.Priority),
        ("ProposedRule", fold.Proposed?.Rule),
        ("ProposedRuleSetVersion", (long?)fold.Proposed?.RuleSetVersion),
        ("ClaimToken", fold.ClaimToken),
        .. fold.KnowsHands ? [("Assignee", fold.Assignee)] : Array.Empty<(string, object?)>(),
        .. fold.KnowsHands && fold.Assignee is null ? [("ClaimedUntil", null)] : Array.Empty<(string, object?)>(),
        .. fold.Decided is RevisedData revised ? [("Visibility", revised.Visibility)] : Array.Empty<(string, object?)>(),
        .. fold.Said is { } said ? ExpectedOf(said) : [],
    ];

    /// <summary>The columns of what the report says, by the details of its events.</summary>
    private static (string Column, object? Value)[] ExpectedOf(Dictionary<string, string> said)
    {
        var location = said.TryGetValue(CorrectedMember.Location, out var json)
            ? JsonSerializer.Deserialize<StaffLocation>(json, Json.Options)
            : null;
        return
        [
            ("Latitude", location?.Latitude),
            ("Longitude", location?.Longitude),
            ("AccuracyMetres", location?.AccuracyMetres),
            ("LocationSource", location?.Source),
            ("AddressText", said.GetValueOrDefault(CorrectedMember.Address)),
            ("Answers", said.GetValueOrDefault(CorrectedMember.Answers)),
        ];
    }
}
