using System.Buffers.Binary;
using System.Text;

namespace Connect311.Tests.Photos;

/// <summary>What a JPEG file holds beside its compressed pixels, where chance may spell any word.</summary>
internal static class JpegScan
{
    /// <summary>JFIF, tables of quantization and of Huffman codes, frame and scan: nothing that could tell anything.</summary>
    private static readonly byte[] Needed = [0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xD9];

    private static readonly string[] Words = ["Exif", "exif", "XMP", "xmp", "GPS", "Photoshop", "ICC_PROFILE", "<script", "<html"];

    public static void AssertClean(byte[] jpeg)
    {
        var (markers, rest) = Read(jpeg);
        Assert.Equal([0xD8], jpeg[1..2]);
        Assert.Empty(markers.Except(Needed));
        Assert.Equal(0xD9, markers[^1]);
        var text = Encoding.Latin1.GetString(rest);
        Assert.All(Words, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        using var stream = new MemoryStream(jpeg);
        Assert.Equal(
            ["File Type", "Huffman", "JFIF", "JPEG"],
            MetadataExtractor.ImageMetadataReader.ReadMetadata(stream).Select(directory => directory.Name).Distinct().Order());
    }

    /// <summary>The markers in their order, and all bytes that are not compressed pixels; what follows the end is among them.</summary>
    private static (List<byte> Markers, byte[] Beside) Read(byte[] jpeg)
    {
        var (markers, rest, at) = (new List<byte>(), new List<byte>(), 2);
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF)
        {
            var (marker, length) = (jpeg[at + 1], BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)));
            markers.Add(marker);
            rest.AddRange(jpeg.AsSpan(at, 2 + length));
            at += 2 + length;
            while (marker == 0xDA && !(jpeg[at] == 0xFF && jpeg[at + 1] is not (0 or (>= 0xD0 and <= 0xD7))))
            {
                at++;
            }
        }

        markers.Add(jpeg[at + 1]);
        rest.AddRange(jpeg.AsSpan(at));
        return (markers, [.. rest]);
    }
}
