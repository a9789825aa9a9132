using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Connect311.Benchmarks.Phones;

/// <summary>Small pictures in PNG (W3C, PNG Specification, third edition), of which no two are alike.</summary>
internal static class PlainPng
{
    private const int Side = 24;
    private const byte Colour = 2;
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A picture of random squares.</summary>
    public static byte[] Draw(Random random)
    {
        var file = new MemoryStream();
        file.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Side);
        (header[8], header[9]) = (8, Colour);
        Write(file, "IHDR", header);
        Write(file, "IDAT", Pixels(random));
        Write(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Pixels(Random random)
    {
        var lines = new byte[Side * (1 + (Side * 3))];
        random.NextBytes(lines);
        for (var line = 0; line < Side; line++)
        {
            // The filter of the line: none.
            lines[line * (1 + (Side * 3))] = 0;
        }

        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            zlib.Write(lines);
        }

        return packed.ToArray();
    }

    private static void Write(MemoryStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] chunk = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(chunk));
        file.Write(number);
    }

    private static uint Crc(byte[] chunk)
    {
        var crc = uint.MaxValue;
        foreach (var one in chunk)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
