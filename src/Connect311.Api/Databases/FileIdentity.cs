using System.Runtime.InteropServices;
using System.Text;

namespace Connect311.Api.Databases;

/// <summary>Which file a path leads to: another file under the same name is another identity.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int WorkingDirectory = -100;
    private const uint InodeOnly = 0x100;

    /// <summary>Whether files can be told apart here. Windows lets nobody take an open file away.</summary>
    public static bool IsKnown { get; } = OperatingSystem.IsLinux() && HasStatx();

    /// <summary>A path as the system takes it, made once.</summary>
    public static byte[] PathOf(string path) => Encoding.UTF8.GetBytes(path + '\0');

    /// <summary>The file at a path, or null where none can be reached. Opens nothing: to close a file would release SQLite's locks on it.</summary>
    public static FileIdentity? Of(byte[] path) =>
        Statx(WorkingDirectory, path, 0, InodeOnly, out var stat) == 0
            ? new(((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor, stat.Inode)
            : null;

    private static bool HasStatx()
    {
        try
        {
            return Of(PathOf("/")) is not null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than 2.28.
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, out Stat stat);

    /// <summary>The fields that are read of statx(2)'s structure, which is the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct Stat
    {
        [FieldOffset(32)]
        public readonly ulong Inode;

        [FieldOffset(136)]
        public readonly uint DeviceMajor;

        [FieldOffset(140)]
        public readonly uint DeviceMinor;
    }
}
