using System.Globalization;

namespace Connect311.Api.Photos.Uploads;

/// <summary>An upload on disk; how long it will be stands in a file beside it.</summary>
internal sealed class PartFile : UploadPart
{
    private const string LengthSuffix = ".length";

    private PartFile(FileStream file, long? length)
        : base(file, length)
    {
    }

    /// <summary>An empty one, in the place of what may be there.</summary>
    public static PartFile Begin(string path)
    {
        System.IO.File.Delete(path + LengthSuffix);
        return new(Opened(path, FileMode.Create), null);
    }

    /// <summary>The one that is there, or null.</summary>
    public static PartFile? Find(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        var file = Opened(path, FileMode.Open);
        file.Seek(0, SeekOrigin.End);
        return new(file, LengthOf(path));
    }

    /// <summary>Gives an upload up, where there is one.</summary>
    public static void Drop(string path)
    {
        System.IO.File.Delete(path);
        System.IO.File.Delete(path + LengthSuffix);
    }

    public override Task SaveAsync()
    {
        File.Flush(flushToDisk: true);
        return Task.CompletedTask;
    }

    public override Task DropAsync()
    {
        Drop(File.Name);
        return Task.CompletedTask;
    }

    protected override Task NoteAsync(long length) =>
        System.IO.File.WriteAllTextAsync(File.Name + LengthSuffix, length.ToString(CultureInfo.InvariantCulture));

    private static long? LengthOf(string path) =>
        System.IO.File.Exists(path + LengthSuffix)
        && long.TryParse(System.IO.File.ReadAllText(path + LengthSuffix), NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : null;

    /// <summary>Unbuffered: what is written is written, and a failure is told where it happens. Another program cannot open it meanwhile.</summary>
    private static FileStream Opened(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None, bufferSize: 0);
}
