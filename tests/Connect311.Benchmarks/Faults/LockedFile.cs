namespace Connect311.Benchmarks.Faults;

/// <summary>Another process holds the database for long.</summary>
/// <param name="isShort">For the tests: a short lock, and a server that is soon out of patience.</param>
internal sealed class LockedFile(bool isShort) : Fault
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(8);

    /// <summary>Four tries of five seconds, and what the queue may hold one before.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(45);

    private ForeignLock? _lock;

    public override string Name => "locked";

    public override string Done => "BEGIN EXCLUSIVE held by another process for 30 s";

    public override string Defined => "submissions wait, then 503 database-unavailable with Retry-After; reads go on; not ready";

    public override IReadOnlyDictionary<string, string>? Settings => isShort ? new Dictionary<string, string> { ["Database:TimeoutSeconds"] = "3" } : null;

    public override Task BeginAsync(FaultStage stage)
    {
        _lock = new(stage.Folder.DatabaseFile);
        return Task.CompletedTask;
    }

    public override Task LastAsync(FaultStage stage) => Task.Delay(isShort ? Short : Long);

    public override Task EndAsync(FaultStage stage)
    {
        _lock!.Dispose();
        _lock = null;
        return Task.CompletedTask;
    }

    public override IEnumerable<string> Missed(FaultStage stage)
    {
        var longest = stage.Book.Answers.Where(answer => answer.SentIn == Phase.During).Max(answer => answer.Took);
        if (longest > LongestWait)
        {
            yield return $"somebody waited {longest.TotalSeconds:N0} s";
        }
    }

    public override void Dispose()
    {
        _lock?.Dispose();
        base.Dispose();
    }
}
