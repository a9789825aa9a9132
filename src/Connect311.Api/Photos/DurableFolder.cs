using System.Runtime.InteropServices;
using System.Text;

namespace Connect311.Api.Photos;

/// <summary>Folders whose entries are still there after a loss of power: a file that is flushed can be lost with its name.</summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Errors of fsync(2) that mean a loss: EIO, ENOSPC, EDQUOT. Of the others most say that a file system cannot flush folders.</summary>
    private static readonly int[] Losses = [5, 28, 122];

    /// <summary>Makes a folder with those above it, as far as they are not there.</summary>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var above = Path.GetDirectoryName(folder)!;
        Create(above);
        Directory.CreateDirectory(folder);
        Flush(above);
    }

    /// <summary>Flushes the entries of a folder to the disk; Windows does that by itself.</summary>
    /// <exception cref="IOException">They may be lost.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var opened = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (opened < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened.");
        }

        var (result, error) = (Fsync(opened), Marshal.GetLastPInvokeError());
        _ = Close(opened);
        if (result != 0 && Losses.Contains(error))
        {
            throw new IOException($"The folder {folder} cannot be flushed to the disk.");
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int file);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
}
