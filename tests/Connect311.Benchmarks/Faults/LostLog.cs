namespace Connect311.Benchmarks.Faults;

/// <summary>The write-ahead log, which holds the newest commits, is deleted; at last the server is killed.</summary>
internal sealed class LostLog : Fault
{
    private const int Times = 3;

    private static readonly string[] Ends = ["-wal", "-shm"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public override string Name => "lost-log";

    public override string Done => "the log and its index deleted under load, three times; then SIGKILL and a restart";

    public override string Defined => "it goes on: the log is saved into the database and begun anew (at most a moment of 503)";

    public override bool MustRefuse => false;

    public override bool ReadsGoOn => false;

    public override Task BeginAsync(FaultStage stage)
    {
        Delete(stage);
        return Task.CompletedTask;
    }

    public override async Task LastAsync(FaultStage stage)
    {
        for (var i = 1; i < Times; i++)
        {
            await Task.Delay(Pause);
            Delete(stage);
        }

        await Task.Delay(Pause);
    }

    public override async Task EndAsync(FaultStage stage)
    {
        await stage.StopServerAsync(kill: true);
        await stage.StartServerAsync();
        stage.BeginLoad();
    }

    public override IEnumerable<string> Missed(FaultStage stage) =>
        stage.Book.Answers.Any(answer => answer.SentIn == Phase.During && answer.IsAcknowledgement) ? [] : ["it did not go on"];

    private static void Delete(FaultStage stage)
    {
        foreach (var end in Ends)
        {
            File.Delete(stage.Folder.DatabaseFile + end);
        }
    }
}
