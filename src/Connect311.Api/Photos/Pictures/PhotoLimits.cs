namespace Connect311.Api.Photos.Pictures;

/// <summary>How large a photo may be, and what decoding one may take.</summary>
internal static class PhotoLimits
{
    /// <summary>Bytes of the file.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    /// <summary>What phones take has 12 to 50 million.</summary>
    public const int MostPixels = 50_000_000;

    /// <summary>Pixels.</summary>
    public const int MostSide = 16_384;

    /// <summary>How many photos are in work at a time.</summary>
    public static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Bytes that all pictures in work hold together: the largest on each thread, with what is made of it.</summary>
    public static readonly ulong MostMemory = (ulong)Workers * 320 * 1024 * 1024;

    /// <summary>Whether a picture of this size is decoded at all.</summary>
    public static bool Allow(PhotoHeader header) =>
        header.Width <= MostSide && header.Height <= MostSide && header.Width * header.Height <= MostPixels;
}
