using System.Buffers.Binary;

namespace Connect311.Api.Photos.Pictures;

/// <summary>Finds the Exif item of a HEIC file: infe says which item it is, iloc where it lies (ISO/IEC 14496-12, 8.11).</summary>
internal static class HeifExif
{
    /// <param name="meta">The boxes of the file's meta box.</param>
    public static byte[]? Find(PhotoBytes file, IReadOnlyList<HeifBox> meta)
    {
        if (ItemOf(meta) is not { } item || meta.FirstOrDefault(box => box.Type == "iloc") is not { } places)
        {
            return null;
        }

        var (offset, length) = PlaceOf(item, new Words(places.Content));
        if (length is < 8 or > PhotoHeader.MostExif || file.At(offset, (int)length) is not { } block)
        {
            return null;
        }

        // The block begins with how far behind it the TIFF structure stands.
        var tiff = 4 + (long)BinaryPrimitives.ReadUInt32BigEndian(block);
        return tiff < block.Length ? PhotoHeader.TiffIn(block[(int)tiff..]) : null;
    }

    private static long? ItemOf(IEnumerable<HeifBox> meta)
    {
        foreach (var item in meta.Where(box => box.Type == "iinf" && box.Content.Length > 8).SelectMany(Entries).Where(box => box.Type == "infe"))
        {
            var words = new Words(item.Content);
            var version = words.Next(4) >> 24;
            var id = words.Next(version < 3 ? 2 : 4);
            words.Next(2);
            if (version >= 2 && words.Next(4) == 0x45786966)
            {
                return id;
            }
        }

        return null;
    }

    private static IEnumerable<HeifBox> Entries(HeifBox list) => HeifBox.In(list.Content[(list.Content.Span[0] == 0 ? 6 : 8)..]);

    /// <summary>The first extent of an item; the length is 0 where it is not in the file itself.</summary>
    private static (long Offset, long Length) PlaceOf(long item, Words words)
    {
        var version = words.Next(4) >> 24;
        var sizes = words.Next(2);
        var (offsetSize, lengthSize, baseSize, indexSize) = ((int)(sizes >> 12), (int)(sizes >> 8 & 15), (int)(sizes >> 4 & 15), version > 0 ? (int)(sizes & 15) : 0);
        for (var left = words.Next(version < 2 ? 2 : 4); left > 0 && !words.IsOver; left--)
        {
            var id = words.Next(version < 2 ? 2 : 4);
            var method = version > 0 ? words.Next(2) & 15 : 0;
            words.Next(2);
            var start = words.Next(baseSize);
            for (var extents = words.Next(2); extents > 0 && !words.IsOver; extents--)
            {
                words.Next(indexSize);
                var (offset, length) = (start + words.Next(offsetSize), words.Next(lengthSize));
                if (id == item && method == 0 && !words.IsOver)
                {
                    return (offset, length);
                }
            }
        }

        return (0, 0);
    }

    /// <summary>Reads numbers of so many bytes one after the other; behind the end all are 0.</summary>
    private sealed class Words(ReadOnlyMemory<byte> bytes)
    {
        private int _at;

        public bool IsOver { get; private set; }

        public long Next(int count)
        {
            if (_at + count > bytes.Length)
            {
                IsOver = true;
                return 0;
            }

            var value = 0L;
            foreach (var part in bytes.Span.Slice(_at, count))
            {
                value = (value << 8) | part;
            }

            _at += count;
            return value;
        }
    }
}
