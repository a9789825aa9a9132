using Connect311.Api.Http;
using Connect311.Routing.Documents;
using Microsoft.Net.Http.Headers;

namespace Connect311.Api.Open311.Reports;

/// <summary>Reads the arguments of a POST: of its query, and of a form of either kind. A client that sends all of them in the query has no form.</summary>
internal static class FormBody
{
    public const string Body = "body";
    public const string Multipart = "multipart/form-data";

    private const string Encoded = "application/x-www-form-urlencoded";

    private static readonly Fault UnknownType = new("/Content-Type", FaultCodes.UnknownValue, "allowed", $"{Encoded}, {Multipart}");

    /// <summary>The arguments; what is wrong with them stands among their faults. Pictures go to <paramref name="pictures"/>.</summary>
    public static async Task<(Arguments Arguments, ProblemResult? Refusal)> ReadAsync(SentPictures pictures, HttpContext context)
    {
        var arguments = Arguments.OfQuery(context);
        return IsMultipart(context.Request.ContentType, out var boundary)
            ? (arguments, await MultipartForm.ReadAsync(boundary, arguments, pictures, context))
            : (arguments, await ReadWholeAsync(arguments, context));
    }

    private static bool IsMultipart(string? contentType, out string boundary)
    {
        var isMultipart = MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase);
        boundary = isMultipart ? HeaderUtilities.RemoveQuotes(type!.Boundary).Value ?? "" : "";
        return isMultipart;
    }

    private static async Task<ProblemResult?> ReadWholeAsync(Arguments arguments, HttpContext context)
    {
        if (BodyBytes.RefuseTooLarge(context, RequestBody.MaxBytes) is { } tooLarge)
        {
            return tooLarge;
        }

        var (bytes, refusal) = await BodyBytes.ReadAsync(context, RequestBody.MaxBytes);
        if (bytes is { Length: > 0 })
        {
            Add(arguments, bytes, context.Request.ContentType);
        }

        return refusal;
    }

    private static void Add(Arguments arguments, byte[] bytes, string? contentType)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals(Encoded, StringComparison.OrdinalIgnoreCase)
            && IsUnicode(type.Charset.Value))
        {
            arguments.Add(Body, FormText.Read(bytes));
            return;
        }

        arguments.Faults.Add(UnknownType);
    }

    /// <summary>Whether a charset is the only one there is, or a part of it.</summary>
    private static bool IsUnicode(string? charset) =>
        charset?.Trim('"').ToUpperInvariant() is null or "" or "UTF-8" or "UTF8" or "US-ASCII";
}
