using System.Globalization;
using Connect311.Api.Photos.Pictures;

namespace Connect311.Api.Photos.Uploads;

/// <summary>
/// The header fields of resumable uploads (draft-ietf-httpbis-resumable-upload), which are structured fields (RFC 9651): one whose value is of
/// another type is as if it were not there.
/// </summary>
/// <param name="Complete">Whether the body is the end of the file; null where that is not said.</param>
/// <param name="Offset">Where in the file the body begins, in bytes.</param>
/// <param name="Length">How long the whole file is, in bytes.</param>
internal sealed record UploadFields(bool? Complete, long? Offset, long? Length)
{
    public const string CompleteField = "Upload-Complete";
    public const string OffsetField = "Upload-Offset";
    public const string LengthField = "Upload-Length";
    public const string LimitField = "Upload-Limit";

    /// <summary>The type of a body that is a part of a file.</summary>
    public const string PartType = "application/partial-upload";

    /// <summary>An upload on which nothing happens for so long is given up.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromHours(24);

    private static readonly string Limits = string.Create(CultureInfo.InvariantCulture, $"max-size={PhotoLimits.MostBytes}, max-age={(int)MostAge.TotalSeconds}");

    public static UploadFields Of(HttpRequest request) => new(
        ItemIn(request, CompleteField) switch { "?1" => true, "?0" => false, _ => null },
        WholeIn(request, OffsetField),
        WholeIn(request, LengthField));

    /// <summary>How long the file is by what a call says, in either of the two ways; null where it says nothing.</summary>
    /// <param name="offset">Where the body begins.</param>
    /// <param name="bodyLength">Of the body, where the call says so.</param>
    public long? LengthAt(long offset, long? bodyLength) => Length ?? (Complete == true && bodyLength is { } rest ? offset + rest : null);

    /// <summary>Whether a call contradicts itself about the length.</summary>
    public bool IsInconsistent(long offset, long? bodyLength) =>
        Length is { } length && bodyLength is { } rest && (Complete == true ? offset + rest != length : offset + rest > length);

    /// <summary>Tells how far an upload is.</summary>
    /// <param name="length">Of the whole file, where it is known.</param>
    public static void Tell(HttpResponse response, bool isComplete, long offset, long? length)
    {
        response.Headers[CompleteField] = isComplete ? "?1" : "?0";
        response.Headers[OffsetField] = offset.ToString(CultureInfo.InvariantCulture);
        if (length is { } known)
        {
            response.Headers[LengthField] = known.ToString(CultureInfo.InvariantCulture);
        }

        TellLimits(response);
        response.Headers.CacheControl = "no-store";
    }

    public static void TellLimits(HttpResponse response) => response.Headers[LimitField] = Limits;

    private static long? WholeIn(HttpRequest request, string field) =>
        long.TryParse(ItemIn(request, field), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole < 1_000_000_000_000_000 ? whole : null;

    /// <summary>The value of an item, without its parameters; null for none, and for more than one.</summary>
    private static string? ItemIn(HttpRequest request, string field) =>
        request.Headers[field] is { Count: 1 } values ? values[0]!.Split(';')[0].Trim(' ') : null;
}
