using System.Globalization;

namespace Connect311.Benchmarks.Faults;

/// <summary>The system lets no file of the server grow any more; needs no privilege.</summary>
internal sealed class FileQuota : Fault
{
    private const string Unlimited = "unlimited:";

    private static readonly TimeSpan FillTime = TimeSpan.FromSeconds(20);

    public override string Name => "file-quota";

    public override string Done => "RLIMIT_FSIZE at the size that the log has";

    public override string Defined => "503 database-unavailable with Retry-After; reads go on; not ready";

    public override string? Prepare(Servers.ServerFolder folder) => Tool.TryRun("prlimit", "--fsize");

    public override async Task BeginAsync(FaultStage stage)
    {
        Limit(stage, new FileInfo(stage.Folder.DatabaseFile + "-wal").Length.ToString(CultureInfo.InvariantCulture) + ":");
        await FaultStage.UntilAsync(() => stage.Book.Answers.Any(answer => answer.IsRefusal && answer.What == AnswerBook.Submissions), FillTime);
    }

    public override Task EndAsync(FaultStage stage)
    {
        Limit(stage, Unlimited);
        return Task.CompletedTask;
    }

    private static void Limit(FaultStage stage, string limit) =>
        Tool.Run("prlimit", "--pid", stage.Server.Id.ToString(CultureInfo.InvariantCulture), "--fsize=" + limit);
}
