using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Api.Catalog.Phones;

/// <summary>A catalogue as it is sent.</summary>
/// <param name="Coding">One of <see cref="ContentCoding"/>.</param>
internal sealed record PhoneCatalogDocument(byte[] Body, string Coding, string ETag);

/// <summary>The catalogues for phones: each made and compressed once for a version of the catalogue and the rules.</summary>
internal sealed class PhoneCatalogs(CurrentCity city)
{
    /// <summary>Places differ by what they do not offer; a city has few such kinds of places, and whoever asks for more waits longer.</summary>
    private const int MostKept = 200;

    private const int MarkBytes = 8;
    private const int TagBytes = 16;

    private Made? _made;

    /// <param name="place">Leaves out what is not offered there; null for everything.</param>
    public PhoneCatalogDocument In(string language, (double Latitude, double Longitude)? place, string coding)
    {
        var now = city.Value;
        if (_made is not { } made || !ReferenceEquals(made.City, now))
        {
            // Those of the city before go with it.
            _made = made = new(now, new());
        }

        SortedSet<string> leftOut = place is { } point ? LeftOut(now, point) : [];
        var key = string.Create(CultureInfo.InvariantCulture, $"{now.Catalog.Version}-{now.Rules.Version}-{language}{Mark(leftOut)}-{coding}");
        var document = new Lazy<PhoneCatalogDocument>(() => Make(now, language, leftOut, coding));

        // Who asks for the same at the same moment waits for the one that makes it.
        return (made.Documents.Count < MostKept ? made.Documents.GetOrAdd(key, document) : made.Documents.GetValueOrDefault(key, document)).Value;
    }

    /// <remarks>
    /// The tag is made of the body, and not of versions: another release of the server has other texts for the same catalogue. Each coding has one of its
    /// own, for its bytes are others.
    /// </remarks>
    private static PhoneCatalogDocument Make(City now, string language, SortedSet<string> leftOut, string coding)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(PhoneCatalog.Of(now, language, leftOut), Json.Options);
        return new(ContentCoding.Encode(body, coding), coding, $"\"{HashOf(body, TagBytes)}-{coding}\"");
    }

    /// <summary>The codes of what cannot be reported at a place: what is offered elsewhere alone, and outside the city all that needs a place.</summary>
    private static SortedSet<string> LeftOut(City now, (double Latitude, double Longitude) point)
    {
        var areas = now.AreaSets.Find(point.Latitude, point.Longitude);
        var isInside = areas is [var first, ..] && first.Set == now.AreaSets[0].Name;
        var here = areas.Select(area => $"{area.Set}:{area.Code}").ToHashSet();
        return new(
            now.Catalog.ServiceTypes
                .Where(type => type.IsRequest && (isInside ? type.OfferedIn.Count > 0 && !type.OfferedIn.Any(here.Contains) : type.Place == CatalogWords.Required))
                .Select(type => type.Code),
            StringComparer.Ordinal);
    }

    private static string Mark(SortedSet<string> leftOut) => leftOut.Count == 0 ? "" : $"-{HashOf(Encoding.UTF8.GetBytes(string.Join('\n', leftOut)), MarkBytes)}";

    private static string HashOf(byte[] content, int bytes) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, bytes));

    private sealed record Made(City City, ConcurrentDictionary<string, Lazy<PhoneCatalogDocument>> Documents);
}
