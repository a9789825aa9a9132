namespace Connect311.Benchmarks.Faults;

/// <summary>Another file takes the database's name, and the right one comes back.</summary>
internal sealed class ReplacedFile : Fault
{
    public override string Name => "replaced";

    public override string Done => "a copy moved over the database file under load, then the file itself moved back";

    public override string Defined => "503 database-unavailable with Retry-After for all; nothing acknowledged; not ready";

    public override bool AcknowledgesNothing => true;

    public override bool ReadsGoOn => false;

    public override Task BeginAsync(FaultStage stage)
    {
        Tool.Run("ln", stage.Folder.DatabaseFile, KeptOf(stage));
        Tool.Run("cp", stage.Folder.DatabaseFile, CopyOf(stage));
        File.Move(CopyOf(stage), stage.Folder.DatabaseFile, overwrite: true);
        return Task.CompletedTask;
    }

    public override Task EndAsync(FaultStage stage)
    {
        File.Move(KeptOf(stage), stage.Folder.DatabaseFile, overwrite: true);
        return Task.CompletedTask;
    }

    private static string KeptOf(FaultStage stage) => stage.Folder.DatabaseFile + ".kept";

    private static string CopyOf(FaultStage stage) => stage.Folder.DatabaseFile + ".copy";
}
