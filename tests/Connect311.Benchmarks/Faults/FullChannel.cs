using System.Globalization;

namespace Connect311.Benchmarks.Faults;

/// <summary>More submissions wait for their commit than may.</summary>
internal sealed class FullChannel : Fault
{
    private const string Busy = "busy";

    private static readonly TimeSpan Held = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private ForeignLock? _lock;

    public override string Name => "full-channel";

    public override string Done => "room for 16 (Intake:Waiting), the database locked for 4 s, 64 clients";

    public override string Defined => "503 busy with Retry-After, at once; who waits is stored in the end";

    public override IReadOnlyDictionary<string, string>? Settings => new Dictionary<string, string> { ["Intake:Waiting"] = "16" };

    public override int? Clients => 64;

    /// <summary>What waits is stored: the database itself refuses nothing.</summary>
    public override bool IsUnready => false;

    public override Task BeginAsync(FaultStage stage)
    {
        _lock = new(stage.Folder.DatabaseFile);
        return Task.CompletedTask;
    }

    public override Task LastAsync(FaultStage stage) => Task.Delay(Held);

    public override Task EndAsync(FaultStage stage)
    {
        _lock!.Dispose();
        _lock = null;
        return Task.CompletedTask;
    }

    public override IEnumerable<string> Missed(FaultStage stage)
    {
        var turnedAway = During(stage).Where(answer => answer.Code == Busy).ToList();
        if (turnedAway.Count == 0)
        {
            yield return "nobody was turned away as busy";
        }
        else if (FaultResult.Percentile(turnedAway, 0.99) > AtOnce)
        {
            yield return $"some were turned away after {turnedAway.Max(answer => answer.Took).TotalSeconds:N1} s only";
        }

        if (Waited(stage) == 0)
        {
            yield return "nobody who waited was stored";
        }
    }

    public override IEnumerable<string> Seen(FaultStage stage) =>
        [string.Create(CultureInfo.InvariantCulture, $"{Waited(stage)} waited for the lock and were stored")];

    public override void Dispose()
    {
        _lock?.Dispose();
        base.Dispose();
    }

    private static int Waited(FaultStage stage) =>
        During(stage).Count(answer => answer.IsAcknowledgement && answer.Took > AtOnce);

    private static IEnumerable<Answer> During(FaultStage stage) =>
        stage.Book.Answers.Where(answer => answer.SentIn == Phase.During);
}
