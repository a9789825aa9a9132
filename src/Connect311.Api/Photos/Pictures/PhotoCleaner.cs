using System.Diagnostics;
using ImageMagick;
using ImageMagick.Configuration;

namespace Connect311.Api.Photos.Pictures;

/// <summary>A photo in the two sizes that are kept, as JPEG without any metadata.</summary>
/// <param name="Width">Pixels of the large one, upright.</param>
/// <param name="Height">Pixels of the large one, upright.</param>
internal sealed record CleanPhoto(byte[] Large, byte[] Small, int Width, int Height);

/// <summary>
/// Decodes a photo, turns it upright and encodes it anew: whatever the file held beside the picture is not in what comes out. The
/// library is held to four formats and to limits, though sizes were looked at before.
/// </summary>
internal static class PhotoCleaner
{
    public const int LargeSide = 2048;
    public const int SmallSide = 480;

    private const int LargeQuality = 82;
    private const int SmallQuality = 75;

    /// <summary>A picture that takes longer to decode than this was made to.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// All coders but ours are off, and with them whatever else could open a file, an address or a program. Pictures lie in memory of their own
    /// (anonymous maps), which the system gets back with each of them.
    /// </summary>
    private const string Policy = """
        <?xml version="1.0" encoding="UTF-8"?>
        <policymap>
          <policy domain="delegate" rights="none" pattern="*" />
          <policy domain="filter" rights="none" pattern="*" />
          <policy domain="coder" rights="none" pattern="*" />
          <policy domain="coder" rights="read | write" pattern="{JPEG,PNG,WEBP,HEIC}" />
          <policy domain="path" rights="none" pattern="@*" />
          <policy domain="cache" name="memory" value="anonymous" />
          <policy domain="system" name="memory-map" value="anonymous" />
        </policymap>
        """;

    static PhotoCleaner()
    {
        var files = ConfigurationFiles.Default;
        files.Policy.Data = Policy;
        MagickNET.Initialize(files);
        ResourceLimits.Thread = 1;
        ResourceLimits.Width = PhotoLimits.MostSide;
        ResourceLimits.Height = PhotoLimits.MostSide;
        ResourceLimits.Area = 4UL * PhotoLimits.MostPixels;
        ResourceLimits.Memory = PhotoLimits.MostMemory;
        ResourceLimits.MaxMemoryRequest = PhotoLimits.MostMemory;
        ResourceLimits.Disk = 0;
    }

    /// <exception cref="PhotoRefusedException">The picture cannot be decoded whole, or not within the limits.</exception>
    /// <param name="header">What <see cref="PhotoHeader.Of"/> found.</param>
    public static CleanPhoto Clean(Stream file, PhotoHeader header)
    {
        try
        {
            using var image = Decode(file, header);
            Shrink(image, LargeSide);
            image.AutoOrient();
            Flatten(image);
            var large = Encode(image, LargeQuality);
            var (width, height) = ((int)image.Width, (int)image.Height);
            Shrink(image, SmallSide);
            return new(large, Encode(image, SmallQuality), width, height);
        }
        catch (MagickResourceLimitErrorException)
        {
            throw new PhotoRefusedException(PhotoRefusal.TooManyPixels);
        }
        catch (MagickException)
        {
            throw new PhotoRefusedException(PhotoRefusal.Unreadable);
        }
    }

    private static MagickImage Decode(Stream file, PhotoHeader header)
    {
        var settings = new MagickReadSettings { Format = FormatOf(header.Format), FrameIndex = 0, FrameCount = 1 };

        if (Math.Min(header.Width, header.Height) >= 2 * LargeSide)
        {
            // The decoder of JPEG can skip what a smaller picture does not need; of a small one it would make a larger.
            settings.SetDefine(MagickFormat.Jpeg, "size", $"{LargeSide}x{LargeSide}");
        }

        var image = new MagickImage();
        try
        {
            var isTruncated = false;
            var started = Stopwatch.GetTimestamp();
            image.Warning += (_, warning) => isTruncated |= warning.Message.Contains("Premature end of JPEG file", StringComparison.OrdinalIgnoreCase);
            image.Progress += (_, progress) => progress.Cancel = Stopwatch.GetElapsedTime(started) > MostTime;
            file.Position = 0;
            image.Read(file, settings);
            if (isTruncated || image.Width == 0 || image.Height == 0 || Stopwatch.GetElapsedTime(started) > MostTime)
            {
                throw new PhotoRefusedException(PhotoRefusal.Unreadable);
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static void Shrink(MagickImage image, uint side) => image.Resize(new MagickGeometry(side, side) { Greater = true });

    /// <summary>In the colours that every screen shows, on white, with nothing beside the picture.</summary>
    private static void Flatten(MagickImage image)
    {
        if (image.GetColorProfile() is not null)
        {
            image.TransformColorSpace(ColorProfiles.SRGB);
        }

        image.ColorSpace = ColorSpace.sRGB;
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);
        image.Strip();
    }

    private static byte[] Encode(MagickImage image, uint quality)
    {
        image.Quality = quality;
        return image.ToByteArray(MagickFormat.Jpeg);
    }

    private static MagickFormat FormatOf(PhotoFormat format) => format switch
    {
        PhotoFormat.Jpeg => MagickFormat.Jpeg,
        PhotoFormat.Png => MagickFormat.Png,
        PhotoFormat.WebP => MagickFormat.WebP,
        PhotoFormat.Heic => MagickFormat.Heic,
    };
}
