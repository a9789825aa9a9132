using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Faults;

/// <summary>A file system of its own runs full.</summary>
internal sealed class FullDisk : Fault
{
    private const string Size = "48m";
    private const int LeftBytes = 256 * 1024;
    private const int Block = 64 * 1024;

    private static readonly TimeSpan FillTime = TimeSpan.FromSeconds(20);

    private string? _mounted;

    public override string Name => "full-disk";

    public override string Done => "the data on a tmpfs of 48 MB; another file takes all but 256 KB, the load takes the rest";

    public override string Defined => "503 database-unavailable with Retry-After; reads go on; not ready";

    public override string? Prepare(ServerFolder folder)
    {
        if (Tool.TryRun("mount", "-t", "tmpfs", "-o", $"size={Size}", "connect311-faults", folder.Path) is { } failure)
        {
            return failure;
        }

        _mounted = folder.Path;
        return null;
    }

    public override async Task BeginAsync(FaultStage stage)
    {
        await using (var filler = File.Create(FillerOf(stage)))
        {
            Fill(filler);
            filler.SetLength(Math.Max(0, filler.Length - LeftBytes));
        }

        await FaultStage.UntilAsync(() => stage.Book.Answers.Any(answer => answer.IsRefusal && answer.What == AnswerBook.Submissions), FillTime);
    }

    public override Task EndAsync(FaultStage stage)
    {
        File.Delete(FillerOf(stage));
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        if (_mounted is not null)
        {
            Tool.Run("umount", "--lazy", _mounted);
        }

        base.Dispose();
    }

    private static void Fill(FileStream filler)
    {
        var block = new byte[Block];
        try
        {
            while (true)
            {
                filler.Write(block);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // That is the aim.
        }
    }

    private static string FillerOf(FaultStage stage) => Path.Combine(stage.Folder.Path, "filler");
}
