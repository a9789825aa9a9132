using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311;

/// <summary>
/// Writes what the house refuses as the protocol has it. Of statuses that knows 404 (not there), 403 (the key) and 400 (all else); that too
/// many come, and that we fail, is said as everywhere.
/// </summary>
internal static class Refusals
{
    private const string Formats = "xml, json";

    /// <summary>What some problems carry that a person wants to know.</summary>
    private static readonly string[] Told = ["text", "link", "phone", "trackingNumber"];

    private static readonly Fault UnknownFormat = new("/format", FaultCodes.UnknownValue, "allowed", Formats);

    public static Task WriteAsync(ProblemResult refusal, HttpContext context)
    {
        var face = Face.Of(context);
        var isOdd = face.IsOdd && refusal.Code == ProblemCode.NotFound;
        var said = isOdd ? new(ProblemCode.ValidationFailed, [UnknownFormat]) : refusal;
        context.Response.StatusCode = StatusOf(said);
        return face.WriteAsync(context, "errors", ErrorsOf(said, Languages.Of(context)), inXml: isOdd);
    }

    private static int StatusOf(ProblemResult refusal) =>
        IsAboutNothing(refusal) ? StatusCodes.Status404NotFound
        : refusal.Code.Status switch
        {
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => StatusCodes.Status403Forbidden,
            StatusCodes.Status429TooManyRequests or >= 500 => refusal.Code.Status,
            _ => StatusCodes.Status400BadRequest,
        };

    /// <summary>Whether it is about something that is not there; for this face entries that take no request are none.</summary>
    private static bool IsAboutNothing(ProblemResult refusal) =>
        refusal.Code == ProblemCode.NotFound
        || refusal.Code == ProblemCode.NotARequest
        || refusal.Faults.Any(fault => fault.Code == FaultCodes.UnknownServiceType);

    private static List<Open311Error> ErrorsOf(ProblemResult refusal, string language)
    {
        var code = IsAboutNothing(refusal) ? StatusCodes.Status404NotFound
            : refusal.Code.Status == StatusCodes.Status401Unauthorized ? StatusCodes.Status403Forbidden
            : refusal.Code.Status;
        return refusal.Faults.Count == 0
            ? [new(code, DescriptionOf(refusal, language))]
            : [.. refusal.Faults.Select(fault => new Open311Error(code, $"{FieldNames.Of(fault.Field)} {Texts.Message(fault, language)}")).Distinct()];
    }

    /// <summary>The title; with what to do instead, or which report it was, where that is known.</summary>
    private static string DescriptionOf(ProblemResult refusal, string language)
    {
        var more = refusal.ToProblem(language).More ?? [];
        var told = Told
            .Select(name => more.TryGetValue(name, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString() : null)
            .OfType<string>();
        return string.Join(' ', told.Prepend(Texts.Title(refusal.Code, language)));
    }
}
