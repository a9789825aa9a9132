using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Connect311.Api.Http;

/// <summary>The bytes of a body that is small enough to be held whole.</summary>
internal static class BodyBytes
{
    private const int MaxDrained = 32 * RequestBody.MaxBytes;

    /// <summary>Why a body is not even begun, or null.</summary>
    /// <remarks>
    /// Kestrel hangs up on what it would not take, and the sender may lose the answer for it. So it is allowed to read what is
    /// not much too large away, for a few seconds at most.
    /// </remarks>
    public static ProblemResult? RefuseTooLarge(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength is not { } length || length <= maxBytes)
        {
            return null;
        }

        if (length <= MaxDrained && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxDrained;
        }

        return new(ProblemCode.TooLarge);
    }

    /// <summary>All of a body, or why it cannot be had.</summary>
    public static async ValueTask<(byte[]? Bytes, ProblemResult? Problem)> ReadAsync(HttpContext context, int maxBytes)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            if (await ReadMoreAsync(context) is not { } read)
            {
                return (null, new(ProblemCode.BadRequest));
            }

            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, new(ProblemCode.TooLarge));
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (bytes, null);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
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
}
