using System.Globalization;
using Connect311.Api.ServiceRequests.History;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.State;

/// <summary>
/// Checks the state of a database file against its events. It goes on where it stopped, so that it can be asked after
/// every restart; one made anew reads everything.
/// </summary>
/// <param name="claimLength">How long a claim lasts at least; null where claims end otherwise than by time.</param>
internal sealed class StateAudit(string databaseFile, Anomalies anomalies, TimeSpan? claimLength = null)
{
    public const string Gap = "positions with a hole";
    public const string Chain = "chains broken";
    public const string State = "rows unlike the fold of their events";
    public const string Half = "half-stored";

    public const string Hands = "requests in two hands";

    public static readonly string[] Kinds = [Gap, Chain, State, Half, Hands];

    private readonly Dictionary<long, RequestFold> _requests = [];
    private readonly List<string> _hashes = [];

    public IReadOnlyDictionary<long, RequestFold> Requests => _requests;

    /// <summary>The hash of each event, by position less one.</summary>
    public IReadOnlyList<string> Hashes => _hashes;

    /// <summary>Reads what was written since the last time.</summary>
    public void Continue()
    {
        using var connection = Open(databaseFile);
        using var snapshot = connection.BeginTransaction(deferred: true);
        var changed = ReadEvents(connection);
        foreach (var id in changed)
        {
            RowAudit.Check(connection, id, _requests[id], anomalies);
        }

        CheckCounts(connection);
    }

    /// <summary>Asks SQLite itself whether its pages are whole.</summary>
    public void CheckIntegrity()
    {
        using var connection = Open(databaseFile);
        using var command = Command(connection, AuditSql.Integrity);
        if (command.ExecuteScalar() is string fault)
        {
            anomalies.Add(Half, fault);
        }
    }

    public static SqliteConnection Open(string databaseFile)
    {
        var connection = new SqliteConnection($"Data Source={databaseFile};Pooling=False");
        connection.Open();
        using var patience = Command(connection, "PRAGMA busy_timeout = 10000;");
        patience.ExecuteNonQuery();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private HashSet<long> ReadEvents(SqliteConnection connection)
    {
        var changed = new HashSet<long>();
        using var command = Command(connection, AuditSql.Events);
        command.Parameters.AddWithValue("@after", _hashes.Count);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var line = EventLine.Read(reader);
            if (line.Position != _hashes.Count + 1)
            {
                anomalies.Add(Gap, $"{line.Position} follows {_hashes.Count}");
            }

            // Holes keep their place, so that each is told of once.
            while (_hashes.Count + 1 < line.Position)
            {
                _hashes.Add("");
            }

            _hashes.Add(line.Hash);
            Fold(line);
            changed.Add(line.RequestId);
        }

        return changed;
    }

    private void Fold(EventLine line)
    {
        var isFirst = !_requests.TryGetValue(line.RequestId, out var request);
        request ??= _requests[line.RequestId] = line.Begin();
        if (line.FaultAfter(request) is { } fault)
        {
            anomalies.Add(Chain, $"request {line.RequestId}, event {line.Number}, position {line.Position}: {fault}");
        }

        if (isFirst && line.Kind != EventKind.Submitted)
        {
            anomalies.Add(Half, $"request {line.RequestId} begins with {line.Kind}");
        }

        if (claimLength is { } length && line.TakesFromAnother(request, length))
        {
            anomalies.Add(Hands, $"request {line.RequestId}, event {line.Number}, position {line.Position}: {request.Assignee} had it still");
        }

        line.FoldInto(request);
    }

    private void CheckCounts(SqliteConnection connection)
    {
        Expect(Gap, "the feed's position, and the events", Number(connection, AuditSql.LastPosition), Number(connection, AuditSql.CountEvents));
        Expect(Gap, "the highest position, and the last one read", Number(connection, AuditSql.HighestPosition), _hashes.Count);
        Expect(Half, "events, and their details", Number(connection, AuditSql.CountEvents), Number(connection, AuditSql.CountDetails));
        Expect(Half, "requests, and those with a history", Number(connection, AuditSql.CountRequests), _requests.Count);
        Expect(Half, "requests, and their keys", Number(connection, AuditSql.CountRequests), Number(connection, AuditSql.CountKeys));
        Expect(Half, "messages without an event, and none", Number(connection, AuditSql.LooseMessages), 0);
        Expect(State, "incidents that count other requests than are in them, and none", Number(connection, AuditSql.MiscountedIncidents), 0);
        Expect(State, "requests that follow an incident which stands in no queue, and none", Number(connection, AuditSql.UnseenFollowers), 0);
        Expect(Half, "contacts without a request, and none", Number(connection, AuditSql.LooseContacts), 0);
        Expect(Half, "reports that wait without a hold, and none", Number(connection, AuditSql.WaitingWithoutHold), 0);
        foreach (var (kind, what, sql) in BesideSql.All)
        {
            Expect(kind, $"{what}, and none", Number(connection, sql), 0);
        }
    }

    private void Expect(string kind, string what, long found, long expected)
    {
        if (found != expected)
        {
            anomalies.Add(kind, string.Create(CultureInfo.InvariantCulture, $"{what}: {found} and {expected}"));
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return (long)command.ExecuteScalar()!;
    }
}
