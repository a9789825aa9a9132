using System.Buffers.Binary;

namespace Connect311.Api.Photos.Pictures;

/// <summary>The header of a WebP file (RFC 9649): lossy, lossless, or extended with a canvas.</summary>
internal static class WebPHeader
{
    private const int FirstChunk = 12;
    private const int FirstData = 20;
    private const int MostChunks = 1_000;

    public static PhotoHeader? Read(PhotoBytes file) => file.At(FirstChunk, 18) switch
    {
        [(byte)'V', (byte)'P', (byte)'8', (byte)'X', _, _, _, _, _, _, _, _, var w0, var w1, var w2, var h0, var h1, var h2] =>
            new(PhotoFormat.WebP, 1 + (w0 | (w1 << 8) | (w2 << 16)), 1 + (h0 | (h1 << 8) | (h2 << 16)), FindExif(file)),
        [(byte)'V', (byte)'P', (byte)'8', (byte)' ', _, _, _, _, _, _, _, 0x9D, 0x01, 0x2A, var w0, var w1, var h0, var h1] =>
            new(PhotoFormat.WebP, (w0 | (w1 << 8)) & 0x3FFF, (h0 | (h1 << 8)) & 0x3FFF, null),
        [(byte)'V', (byte)'P', (byte)'8', (byte)'L', ..] when file.At(FirstData, 5) is [0x2F, .. var bits] => OfLossless(bits),
        _ => null,
    };

    /// <summary>14 bits each, less one.</summary>
    private static PhotoHeader OfLossless(byte[] bits)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bits);
        return new(PhotoFormat.WebP, 1 + (size & 0x3FFF), 1 + ((size >> 14) & 0x3FFF), null);
    }

    private static byte[]? FindExif(PhotoBytes file)
    {
        var at = (long)FirstChunk;
        for (var left = MostChunks; left > 0 && file.At(at, 8) is { } head; left--)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            if (head is [(byte)'E', (byte)'X', (byte)'I', (byte)'F', ..])
            {
                return length <= PhotoHeader.MostExif ? PhotoHeader.TiffIn(file.At(at + 8, (int)length)) : null;
            }

            // Chunks begin at even places.
            at += 8 + length + (length & 1);
        }

        return null;
    }
}
