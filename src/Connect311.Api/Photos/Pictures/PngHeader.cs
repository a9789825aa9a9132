using System.Buffers.Binary;

namespace Connect311.Api.Photos.Pictures;

/// <summary>The header of a PNG file (W3C, third edition), and its Exif chunk.</summary>
internal static class PngHeader
{
    private const int FirstChunk = 8;
    private const int MostChunks = 5_000;

    public static PhotoHeader? Read(PhotoBytes file)
    {
        if (file.At(FirstChunk, 16) is not [0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', ..] header)
        {
            return null;
        }

        return new(
            PhotoFormat.Png,
            BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8)),
            BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(12)),
            FindExif(file));
    }

    private static byte[]? FindExif(PhotoBytes file)
    {
        var at = (long)FirstChunk;
        for (var left = MostChunks; left > 0 && file.At(at, 8) is { } head; left--)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (head is [_, _, _, _, (byte)'e', (byte)'X', (byte)'I', (byte)'f'])
            {
                return length <= PhotoHeader.MostExif ? PhotoHeader.TiffIn(file.At(at + 8, (int)length)) : null;
            }

            at += 12 + length;
        }

        return null;
    }
}
