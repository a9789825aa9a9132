using System.Buffers;
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

    public static async ValueTask<RequestBody> ReadAsync(HttpContext context, bool optional = false)
    {
        var request = context.Request;
        if (request.ContentLength > MaxBytes)
        {
            return Refused(ProblemCode.TooLarge);
        }

        if (!request.HasJsonContentType() && !(optional && request.ContentType is null))
        {
            return Refused(ProblemCode.UnsupportedMediaType);
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > MaxBytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return Refused(ProblemCode.TooLarge);
            }

            if (read.IsCompleted)
            {
                var body = Parse(read.Buffer, optional);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public void Dispose() => json?.Dispose();

    private static RequestBody Parse(ReadOnlySequence<byte> bytes, bool optional)
    {
        if (bytes.IsEmpty && optional)
        {
            return new(JsonDocument.Parse("{}"), null);
        }

        // The document keeps its text, so the text must not be the reader's buffer.
        var text = bytes.ToArray();
        if (!Utf8.IsValid(text))
        {
            return Refused(ProblemCode.UnreadableBody, new Fault("", FaultCodes.InvalidText));
        }

        try
        {
            return new(JsonDocument.Parse(text, Json.Reading), null);
        }
        catch (JsonException)
        {
            return Refused(ProblemCode.UnreadableBody);
        }
    }

    private static RequestBody Refused(ProblemCode code, params Fault[] faults) => new(null, new(code, faults));
}
