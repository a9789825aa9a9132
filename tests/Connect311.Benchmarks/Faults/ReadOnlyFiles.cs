using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Faults;

/// <summary>The database can be read and not written; root alone can make it so.</summary>
internal sealed class ReadOnlyFiles : Fault
{
    /// <summary>Not the log's index: it is mapped into memory, and the kernel ends a process that writes into an immutable map (SIGBUS).</summary>
    private static readonly string[] Ends = ["", "-wal"];

    private string? _folder;

    public override string Name => "read-only";

    public override string Done => "chattr +i on the database and its log, which the server has open";

    public override string Defined => "503 database-unavailable with Retry-After; reads go on; not ready";

    /// <summary>A file system may take the flag and not heed it for a file that is open.</summary>
    public override string? Prepare(ServerFolder folder)
    {
        var path = Path.Combine(folder.Path, "immutable");
        using var file = File.Create(path, bufferSize: 1);
        if (Tool.TryRun("chattr", "+i", path) is { } failure)
        {
            return failure;
        }

        try
        {
            file.Write([1, 2]);
            file.Flush();
            return "this file system writes on into an immutable file that is open";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            _folder = folder.Path;
            return null;
        }
        finally
        {
            Tool.Run("chattr", "-i", path);
        }
    }

    public override Task BeginAsync(FaultStage stage) => Change(stage, "+i");

    public override Task EndAsync(FaultStage stage) => Change(stage, "-i");

    public override void Dispose()
    {
        foreach (var file in _folder is null ? [] : Directory.GetFiles(_folder))
        {
            Tool.Run("chattr", "-i", file);
        }

        base.Dispose();
    }

    private static Task Change(FaultStage stage, string flag)
    {
        Tool.Run("chattr", [flag, .. Ends.Select(end => stage.Folder.DatabaseFile + end)]);
        return Task.CompletedTask;
    }
}
