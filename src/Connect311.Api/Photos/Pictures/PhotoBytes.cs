using System.Buffers.Binary;

namespace Connect311.Api.Photos.Pictures;

/// <summary>Reads pieces of a file at any place in it; what lies behind its end is missing and no error.</summary>
internal sealed class PhotoBytes(Stream file)
{
    public long Length => file.Length;

    /// <summary>So many bytes from a place on, or null where the file does not hold them all.</summary>
    public byte[]? At(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > file.Length - count)
        {
            return null;
        }

        var bytes = new byte[count];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    public uint? BigEndian32At(long offset) => At(offset, 4) is { } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;
}
