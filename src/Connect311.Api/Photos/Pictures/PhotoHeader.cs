namespace Connect311.Api.Photos.Pictures;

/// <summary>What kinds of files are photos here.</summary>
internal enum PhotoFormat
{
    Jpeg,
    Png,
    WebP,
    Heic,
}

/// <summary>What the head of a file says of the picture in it. Read without decoding anything, by our own few lines of code.</summary>
/// <param name="Width">Pixels, as they are stored: the orientation is not applied.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Exif">The TIFF structure of its Exif block, at most <see cref="MostExif"/> bytes; null where it has none.</param>
internal sealed record PhotoHeader(PhotoFormat Format, long Width, long Height, byte[]? Exif)
{
    /// <summary>Bytes; more is no Exif block of a camera's.</summary>
    public const int MostExif = 256 * 1024;

    private const int MagicBytes = 12;

    /// <summary>The format by content alone; null for what is none of ours.</summary>
    private static PhotoFormat? FormatOf(PhotoBytes file) => file.At(0, MagicBytes) switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PhotoFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PhotoFormat.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P'] => PhotoFormat.WebP,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] when HeifHeader.IsHeic(file) => PhotoFormat.Heic,
        _ => null,
    };

    /// <summary>The header of a photo that is taken: of a format and a size that we decode.</summary>
    /// <exception cref="PhotoRefusedException">It is not.</exception>
    public static PhotoHeader Of(PhotoBytes file)
    {
        var format = FormatOf(file) ?? throw new PhotoRefusedException(PhotoRefusal.NotAPhoto);
        var header = Read(file, format);
        return header is not { Width: > 0, Height: > 0 } ? throw new PhotoRefusedException(PhotoRefusal.Unreadable)
            : !PhotoLimits.Allow(header) ? throw new PhotoRefusedException(PhotoRefusal.TooManyPixels)
            : header;
    }

    /// <summary>The header of a file of a format; null where it cannot be read.</summary>
    private static PhotoHeader? Read(PhotoBytes file, PhotoFormat format) => format switch
    {
        PhotoFormat.Jpeg => JpegHeader.Read(file),
        PhotoFormat.Png => PngHeader.Read(file),
        PhotoFormat.WebP => WebPHeader.Read(file),
        PhotoFormat.Heic => HeifHeader.Read(file),
    };

    /// <summary>The TIFF structure in an Exif block, behind the "Exif" that some formats put before it.</summary>
    public static byte[]? TiffIn(byte[]? block) => block switch
    {
        null => null,
        [(byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, _, .. var tiff] => TiffIn(tiff),
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => block,
        _ => null,
    };
}
