using System.Globalization;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.IO;

namespace Connect311.Api.Photos.Pictures;

/// <summary>Where and when a photo says that it was taken; told to its sender once, and kept nowhere.</summary>
/// <param name="Latitude">Degrees north, WGS 84; null together with the longitude.</param>
/// <param name="Local">What the camera's clock showed, or null.</param>
/// <param name="Offset">How far that clock was ahead of UTC, where the photo says so.</param>
internal sealed record PhotoHint(double? Latitude, double? Longitude, DateTime? Local, TimeSpan? Offset)
{
    /// <summary>OffsetTimeOriginal of Exif 2.31.</summary>
    private const int OffsetTag = 0x9011;

    /// <summary>What an Exif block says; null where it says neither. One that is broken says nothing.</summary>
    public static PhotoHint? Read(byte[]? tiff)
    {
        if (tiff is null)
        {
            return null;
        }

        try
        {
            return Of([.. new ExifReader().Extract(new ByteArrayReader(tiff))]);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a stranger's bytes make of the reader: it was asked for a hint alone.
            return null;
        }
    }

    private static PhotoHint? Of(List<MetadataExtractor.Directory> directories)
    {
        var place = directories.OfType<GpsDirectory>().FirstOrDefault()?.GetGeoLocation();
        var isPlace = place is { IsZero: false, Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 };
        var taken = directories.OfType<ExifSubIfdDirectory>().FirstOrDefault();
        DateTime? local = DateTime.TryParseExact(
            taken?.GetString(ExifDirectoryBase.TagDateTimeOriginal), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
        return !isPlace && local is null ? null : new(
            isPlace ? Rounded(place!.Latitude) : null,
            isPlace ? Rounded(place!.Longitude) : null,
            local,
            OffsetOf(taken?.GetString(OffsetTag)));
    }

    /// <summary>Six decimals are a tenth of a metre.</summary>
    private static double Rounded(double degrees) => Math.Round(degrees, 6);

    private static TimeSpan? OffsetOf(string? text) =>
        text is ['+' or '-', ..] && TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14)
            ? text[0] == '-' ? -offset : offset
            : null;
}
