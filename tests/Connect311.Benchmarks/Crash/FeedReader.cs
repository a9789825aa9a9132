using Connect311.Benchmarks.State;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Crash;

/// <summary>
/// Follows the feed as another process would: reads <c>Position &gt; @after</c> while others write, across crashes.
/// </summary>
internal sealed class FeedReader(string databaseFile, Anomalies anomalies)
{
    public const string Skipped = "positions that a reader missed";
    public const string Unstable = "events that a reader saw and that are others now";

    private const string Page = """
        SELECT Position, Hash
        FROM ServiceRequestEvent
        WHERE Position > @after
        ORDER BY Position
        LIMIT 500;
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly List<string> _seen = [];

    public int Seen => _seen.Count;

    public int Polls { get; private set; }

    /// <summary>Polls until it is told to stop.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Poll();
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Compares what was seen, at any time, with what is stored.</summary>
    public void Compare(IReadOnlyList<string> stored)
    {
        for (var i = 0; i < _seen.Count; i++)
        {
            if (i >= stored.Count || stored[i] != _seen[i])
            {
                anomalies.Add(Unstable, $"position {i + 1}");
            }
        }
    }

    public void Poll()
    {
        Polls++;
        using var connection = StateAudit.Open(databaseFile);
        using var command = connection.CreateCommand();
        command.CommandText = Page;
        command.Parameters.AddWithValue("@after", _seen.Count);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            Take(reader);
        }
    }

    private void Take(SqliteDataReader reader)
    {
        var position = reader.GetInt64(0);
        for (var missed = _seen.Count + 1; missed < position; missed++)
        {
            anomalies.Add(Skipped, $"position {missed}");
            _seen.Add("");
        }

        _seen.Add(reader.GetString(1));
    }
}
