namespace Connect311.Benchmarks.Faults;

/// <summary>The database is deleted, and the same file comes back.</summary>
internal sealed class DeletedFile : Fault
{
    public override string Name => "deleted";

    public override string Done => "the database file unlinked under load, and linked again (the same inode)";

    public override string Defined => "503 database-unavailable with Retry-After for all; nothing acknowledged; not ready";

    public override bool AcknowledgesNothing => true;

    public override bool ReadsGoOn => false;

    public override Task BeginAsync(FaultStage stage)
    {
        Tool.Run("ln", stage.Folder.DatabaseFile, KeptOf(stage));
        File.Delete(stage.Folder.DatabaseFile);
        return Task.CompletedTask;
    }

    public override Task EndAsync(FaultStage stage)
    {
        File.Move(KeptOf(stage), stage.Folder.DatabaseFile);
        return Task.CompletedTask;
    }

    private static string KeptOf(FaultStage stage) => stage.Folder.DatabaseFile + ".kept";
}
