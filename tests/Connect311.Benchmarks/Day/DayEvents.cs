using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Day;

/// <summary>Every event of a day as the database file has it, by request; what nobody asks for again is left out.</summary>
internal sealed class DayEvents
{
    private const string Places = "SELECT Id, Areas, Visibility FROM ServiceRequest;";

    private DayEvents(List<EventLine> lines, Dictionary<long, NumberedPlace> placed)
    {
        Lines = lines;
        Placed = placed;
        ByRequest = lines.GroupBy(line => line.RequestId).ToDictionary(history => history.Key, history => history.ToList());
    }

    /// <summary>In the order of positions.</summary>
    public IReadOnlyList<EventLine> Lines { get; }

    public IReadOnlyDictionary<long, NumberedPlace> Placed { get; }

    public IReadOnlyDictionary<long, List<EventLine>> ByRequest { get; }

    /// <summary>How many reports waited for an operator when they came in.</summary>
    public int Held => Lines.Count(line => line.Kind == EventKind.Submitted && EventData.Read(line.Data).Status == RequestStatus.Submitted);

    public static DayEvents Read(string databaseFile)
    {
        using var connection = StateAudit.Open(databaseFile);
        using var events = connection.CreateCommand();
        events.CommandText = AuditSql.Events;
        events.Parameters.AddWithValue("@after", 0);
        using var reader = events.ExecuteReader();
        var lines = new List<EventLine>();
        while (reader.Read())
        {
            var line = EventLine.Read(reader);
            lines.Add(line with { Content = line.Kind == EventKind.Closed ? line.Content : null, Digests = "", PreviousHash = "", Hash = "", Salt = null });
        }

        using var places = connection.CreateCommand();
        places.CommandText = Places;
        using var placed = places.ExecuteReader();
        var found = new Dictionary<long, NumberedPlace>();
        while (placed.Read())
        {
            found[placed.GetInt64(0)] = new(placed.GetString(1), placed.GetString(2));
        }

        return new(lines, found);
    }
}
