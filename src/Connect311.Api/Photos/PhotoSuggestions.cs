using Connect311.Api.Catalog;
using Connect311.Api.Photos.Pictures;
using Connect311.Api.ServiceLevels;

namespace Connect311.Api.Photos;

/// <summary>Offers where and when a photo says that it was taken.</summary>
internal sealed class PhotoSuggestions(CurrentCity city)
{
    /// <summary>What an Exif block says, or null; a time without its zone is by the city's clock.</summary>
    public PhotoSuggestion? Of(byte[]? exif)
    {
        if (PhotoHint.Read(exif) is not { } hint)
        {
            return null;
        }

        var now = city.Value;
        DateTimeOffset? takenAt = hint.Local is not { } local ? null
            : hint.Offset is { } offset ? new DateTimeOffset(local, offset).ToUniversalTime()
            : LocalTimes.ToUtc(local, now.Catalog.City.TimeZone, out _);
        bool? inCity = hint is { Latitude: { } latitude, Longitude: { } longitude }
            ? now.AreaSets.Find(latitude, longitude) is [var first, ..] && first.Set == now.AreaSets[0].Name
            : null;
        return new(hint.Latitude, hint.Longitude, inCity, takenAt);
    }
}
