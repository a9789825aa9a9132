using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Connect311.Api.Http;

/// <summary>A JSON body, read whole and checked for what no field could be blamed for.</summary>
internal sealed class RequestBody(JsonDocument? json, ProblemResult? problem) : IDisposable
{
    /// <summary>Bytes; a description of 4,000 escaped characters takes 24,000.</summary>
    public const int MaxBytes = 128 * 1024;

    private const int MaxDrained = 32 * MaxBytes;

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
        if (request.ContentLength > maxBytes)
        {
            return RefuseTooLarge(context);
        }

        if (!request.HasJsonContentType() && !(optional && request.ContentType is null))
        {
            return Refused(ProblemCode.UnsupportedMediaType);
        }

        while (true)
        {
            if (await ReadMoreAsync(context) is not { } read)
            {
                return Refused(ProblemCode.BadRequest);
            }

            if (read.Buffer.Length > maxBytes)
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

    /// <summary>Refuses what is sent to an address that needs no body: only none, or an empty object, is taken.</summary>
    public static async ValueTask<ProblemResult?> RefuseContentAsync(HttpContext context)
    {
        using var body = await ReadAsync(context, optional: true);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var faults = new List<Fault>();
        new ObjectReader(body.Root, "", faults).End();
        return faults.Count > 0 ? new(ProblemCode.ValidationFailed, faults) : null;
    }

    public void Dispose() => json?.Dispose();

    /// <summary>
    /// Kestrel hangs up on what it would not take, and the sender may lose the answer for it. So it is allowed to read what is
    /// not much too large away, for a few seconds at most.
    /// </summary>
    private static RequestBody RefuseTooLarge(HttpContext context)
    {
        if (context.Request.ContentLength <= MaxDrained && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxDrained;
        }

        return Refused(ProblemCode.TooLarge);
    }

    /// <summary>What has come, or null when no more can.</summary>
    private static async ValueTask<ReadResult?> ReadMoreAsync(HttpContext context)
    {
        try
        {
            // No token: a lost connection ends the read by itself, and a cancelled read spoils the reader.
            return await context.Request.BodyReader.ReadAsync(CancellationToken.None);
        }
        catch (Exception gone) when (gone is ConnectionResetException or OperationCanceledException or InvalidOperationException)
        {
            // The phone lost its network, or sent a trailer that is no text (which Kestrel calls an invalid operation).
            // Unless told, Kestrel tries to read the rest, and logs as an error that it cannot.
            context.Abort();
            return null;
        }
        catch (IOException unreadable) when (unreadable is not BadHttpRequestException)
        {
            // Kestrel's word for a chunk that is longer than can be counted.
            return null;
        }
    }

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
