using System.Buffers.Binary;
using System.Text;

namespace Connect311.Api.Photos.Pictures;

/// <summary>
/// The header of a HEIC file (ISO/IEC 23008-12): the brands, the largest size that any picture in it has, for a photo may be
/// made of tiles, and its Exif item.
/// </summary>
internal static class HeifHeader
{
    /// <summary>Pictures by HEVC; mif1 names the container alone, and is what some phones write first.</summary>
    private static readonly string[] Brands = ["heic", "heix", "heim", "heis", "mif1"];

    private const int MostMeta = 1024 * 1024;
    private const int MostBrands = 256;

    /// <summary>What is AV1 inside the same container is none of ours.</summary>
    public static bool IsHeic(PhotoBytes file)
    {
        var length = (int)Math.Min(file.BigEndian32At(0) ?? 0, MostBrands) / 4 * 4;
        if (length < 12 || file.At(8, length - 8) is not { } words)
        {
            return false;
        }

        var names = words.Chunk(4).Select(Encoding.ASCII.GetString).ToList();
        return names[0] is not ("avif" or "avis") && names.Where((_, i) => i != 1).Any(Brands.Contains);
    }

    public static PhotoHeader? Read(PhotoBytes file)
    {
        if (FindMeta(file) is not { Length: > 4 } meta)
        {
            return null;
        }

        // A full box: version and flags come first.
        var boxes = HeifBox.In(meta.AsMemory(4)).ToList();
        var sizes = boxes.Where(box => box.Type == "iprp")
            .SelectMany(box => HeifBox.In(box.Content)).Where(box => box.Type == "ipco")
            .SelectMany(box => HeifBox.In(box.Content)).Where(box => box.Type == "ispe" && box.Content.Length >= 12)
            .Select(box => (
                Width: (long)BinaryPrimitives.ReadUInt32BigEndian(box.Content.Span[4..]),
                Height: (long)BinaryPrimitives.ReadUInt32BigEndian(box.Content.Span[8..])))
            .ToList();
        return sizes.Count == 0
            ? null
            : new(PhotoFormat.Heic, sizes.Max(size => size.Width), sizes.Max(size => size.Height), HeifExif.Find(file, boxes));
    }

    private static byte[]? FindMeta(PhotoBytes file)
    {
        var at = 0L;
        for (var left = 100; left > 0 && file.At(at, 8) is { } head; left--)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length < 8)
            {
                return null;
            }

            if (head is [.., (byte)'m', (byte)'e', (byte)'t', (byte)'a'])
            {
                return length <= MostMeta ? file.At(at + 8, (int)length - 8) : null;
            }

            at += length;
        }

        return null;
    }
}

/// <summary>A box of the ISO base media file format.</summary>
/// <param name="Type">Four characters.</param>
/// <param name="Content">What it holds, behind its head.</param>
internal sealed record HeifBox(string Type, ReadOnlyMemory<byte> Content)
{
    /// <summary>The boxes that follow each other, as far as they are whole.</summary>
    public static IEnumerable<HeifBox> In(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
            if (length < 8 || length > bytes.Length)
            {
                yield break;
            }

            yield return new(Encoding.Latin1.GetString(bytes.Span.Slice(4, 4)), bytes[8..(int)length]);
            bytes = bytes[(int)length..];
        }
    }
}
