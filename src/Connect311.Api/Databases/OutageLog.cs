namespace Connect311.Api.Databases;

/// <summary>
/// Tells of calls that failed because the database could not be used: each reason at once, then one line for all that follow
/// within some seconds. A line for each would fill the disk that is full already.
/// </summary>
internal sealed partial class OutageLog(ILogger<OutageLog> logger, TimeProvider time)
{
    /// <summary>More than there are; messages with ever new words in them are told as one.</summary>
    private const int MostReasons = 20;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _toldAt = [];
    private int _calls;

    public void Add(Exception failure)
    {
        lock (_lock)
        {
            _calls++;
            var reason = _toldAt.Count < MostReasons || _toldAt.ContainsKey(failure.Message) ? failure.Message : "";
            if (_toldAt.TryGetValue(reason, out var before) && time.GetElapsedTime(before) < Every)
            {
                return;
            }

            LogUnavailable(logger, failure, _calls);
            _toldAt[reason] = time.GetTimestamp();
            _calls = 0;
        }
    }

    [LoggerMessage(LogLevel.Error, "The database could not be used ({Calls} calls since the last of these lines).")]
    private static partial void LogUnavailable(ILogger logger, Exception failure, int calls);
}
