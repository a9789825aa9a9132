using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>A JSON body, read whole and checked for what no field could be blamed for.</summary>
internal sealed class RequestBody(JsonDocument? json, ProblemResult? problem) : IDisposable
{
    /// <summary>Bytes; a description of 4,000 escaped characters takes 24,000.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>The body; an empty one is an empty object.</summary>
    public JsonElement Root => json!.RootElement;

    /// <summary>Why the body cannot be read, or null.</summary>
    public ProblemResult? Problem => problem;

    /// <param name="context">The call.</param>
    /// <param name="optional">Whether none may come.</param>
    /// <param name="maxBytes">What is more is refused; the server itself must be told of more than <see cref="MaxBytes"/> too.</param>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context, bool optional = false, int maxBytes = MaxBytes)
    {
        var request = context.Request;
        if (BodyBytes.RefuseTooLarge(context, maxBytes) is { } tooLarge)
        {
            return new(null, tooLarge);
        }

        if (!request.HasJsonContentType() && !(optional && request.ContentType is null))
        {
            return Refused(ProblemCode.UnsupportedMediaType);
        }

        var (bytes, problem) = await BodyBytes.ReadAsync(context, maxBytes);
        return bytes is null ? new(null, problem) : Parse(bytes, optional);
    }

    /// <summary>What a body says, or why it is refused, with every fault of it at once.</summary>
    /// <param name="context">The call.</param>
    /// <param name="read">Reads the body to its end; what it gives holds no part of the JSON, which is gone then.</param>
    /// <param name="optional">Whether none may come.</param>
    public static async ValueTask<(T? Said, ProblemResult? Refusal)> ReadAsync<T>(HttpContext context, Func<ObjectReader, T> read, bool optional = false)
    {
        using var body = await ReadAsync(context, optional);
        if (body.Problem is { } unreadable)
        {
            return (default, unreadable);
        }

        var root = new ObjectReader(body.Root, "", []);
        var said = read(root);
        return root.Faults.Count > 0 ? (default, new(ProblemCode.ValidationFailed, root.Faults)) : (said, null);
    }

    /// <summary>Refuses what is sent to an address that needs no body: only none, or an empty object, is taken.</summary>
    public static async ValueTask<ProblemResult?> RefuseContentAsync(HttpContext context)
    {
        var (_, refusal) = await ReadAsync(context, End, optional: true);
        return refusal;

        static bool End(ObjectReader root)
        {
            root.End();
            return true;
        }
    }

    public void Dispose() => json?.Dispose();

    private static RequestBody Parse(byte[] text, bool optional)
    {
        if (text.Length == 0 && optional)
        {
            return new(JsonDocument.Parse("{}"), null);
        }

        if (!Utf8.IsValid(text))
        {
            return Refused(ProblemCode.UnreadableBody, new Fault("", FaultCodes.InvalidText));
        }

        try
        {
            var json = JsonDocument.Parse(text, Json.Reading);
            var faults = text.AsSpan().IndexOf("\\u"u8) < 0 ? [] : LoneSurrogates(json.RootElement, "").ToArray();
            return faults.Length == 0 ? new(json, null) : Refused(ProblemCode.ValidationFailed, faults);
        }
        catch (JsonException)
        {
            JsonText.Parse(Encoding.UTF8.GetString(text), out var fault, out var line);
            return new(null, new(ProblemCode.UnreadableBody, [fault!], new { line }));
        }
        catch (InvalidOperationException)
        {
            // The name of a member has a lone surrogate: the check for duplicates cannot read it.
            return Refused(ProblemCode.UnreadableBody, new Fault("", FaultCodes.InvalidText));
        }
    }

    /// <summary>Half characters: JSON allows their escapes, but they are no text, wherever they stand.</summary>
    private static IEnumerable<Fault> LoneSurrogates(JsonElement json, string pointer) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject()
            .SelectMany(member => LoneSurrogates(member.Value, ObjectReader.Below(pointer, member.Name))),
        JsonValueKind.Array => json.EnumerateArray()
            .SelectMany((element, index) => LoneSurrogates(element, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"))),
        JsonValueKind.String when !ObjectReader.IsText(json) => [new(pointer, FaultCodes.InvalidText)],
        _ => [],
    };

    private static RequestBody Refused(ProblemCode code, params Fault[] faults) => new(null, new(code, faults));
}
