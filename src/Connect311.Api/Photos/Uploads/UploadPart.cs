using System.Globalization;

namespace Connect311.Api.Photos.Uploads;

/// <summary>What came of an upload so far, as a file that nobody else has open.</summary>
/// <param name="file">At its end.</param>
/// <param name="length">Of the whole, where that was said.</param>
internal sealed class UploadPart(FileStream file, long? length) : IAsyncDisposable
{
    private const string LengthSuffix = ".length";

    private readonly long _start = file.Position;

    public FileStream File => file;

    /// <summary>How much came.</summary>
    public long Offset => file.Position;

    public long? Length { get; private set; } = length;

    /// <summary>An empty one, in the place of what may be there.</summary>
    public static UploadPart Begin(string path)
    {
        System.IO.File.Delete(path + LengthSuffix);
        return new(Opened(path, FileMode.Create), null);
    }

    /// <summary>The one that is there, or null.</summary>
    public static UploadPart? Find(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        var file = Opened(path, FileMode.Open);
        file.Seek(0, SeekOrigin.End);
        return new(file, LengthOf(path));
    }

    /// <summary>Notes how long it will be; false where it was said to be of another length.</summary>
    public bool Expect(long? said)
    {
        if (said is null || Length is not null)
        {
            return said is null || Length == said;
        }

        System.IO.File.WriteAllText(file.Name + LengthSuffix, said.Value.ToString(CultureInfo.InvariantCulture));
        Length = said;
        return true;
    }

    /// <summary>What came is not lost from here on.</summary>
    public void Save() => file.Flush(flushToDisk: true);

    /// <summary>Takes what this call brought away: the disk would not take it all.</summary>
    public void RollBack() => file.SetLength(_start);

    /// <summary>Gives the upload up, or what is left beside it once it has another place.</summary>
    public void Drop() => Drop(file.Name);

    /// <summary>Gives an upload up, where there is one.</summary>
    public static void Drop(string path)
    {
        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            System.IO.File.Delete(path);
            System.IO.File.Delete(path + LengthSuffix);
        }
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    /// <summary>Unbuffered: what is written is written, and a failure is told where it happens. Another program cannot open it meanwhile.</summary>
    private static FileStream Opened(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None, bufferSize: 0);

    private static long? LengthOf(string path) =>
        System.IO.File.Exists(path + LengthSuffix)
        && long.TryParse(System.IO.File.ReadAllText(path + LengthSuffix), NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : null;
}
