using System.Buffers.Binary;

namespace Connect311.Api.Photos.Pictures;

/// <summary>Goes through the segments of a JPEG file (ITU-T T.81, annex B) up to the one that tells the size.</summary>
internal static class JpegHeader
{
    private const byte App1 = 0xE1;
    private const int MostSegments = 2_000;

    /// <summary>Start of frame: baseline, progressive and the rest; not DHT, JPG and DAC, which stand between them.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Markers that stand alone: TEM, restarts, another start.</summary>
    private static bool IsBare(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    public static PhotoHeader? Read(PhotoBytes file)
    {
        byte[]? exif = null;
        var at = 2L;
        for (var left = MostSegments; left > 0; left--)
        {
            if (file.At(at, 4) is not [0xFF, var marker, ..] head)
            {
                return null;
            }

            if (marker == 0xFF || IsBare(marker))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
            if (marker is 0xD9 or 0xDA || length < 2)
            {
                return null;
            }

            if (IsFrame(marker))
            {
                return file.At(at + 5, 4) is { } size
                    ? new(PhotoFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(size.AsSpan(2)), BinaryPrimitives.ReadUInt16BigEndian(size), exif)
                    : null;
            }

            exif ??= marker == App1 ? PhotoHeader.TiffIn(file.At(at + 4, length - 2)) : null;
            at += 2 + length;
        }

        return null;
    }
}
