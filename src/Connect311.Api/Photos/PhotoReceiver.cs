using System.Buffers;
using System.Security.Cryptography;
using Connect311.Api.Http;
using Connect311.Api.Photos.Pictures;
using Microsoft.AspNetCore.Connections;

namespace Connect311.Api.Photos;

/// <summary>Takes the bytes of a photo to the disk as they come; no more than a small buffer of them is in memory.</summary>
internal static class PhotoReceiver
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Writes a body into a file, and flushes it to the disk.</summary>
    /// <returns>SHA-256 (hex) of the bytes; or why they are not taken.</returns>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public static async Task<(string? Hash, ProblemResult? Refusal)> ReceiveAsync(HttpContext context, FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await ReadAsync(context, buffer) is var read && read != 0)
            {
                if (read < 0 || file.Position + read > PhotoLimits.MostBytes)
                {
                    return (null, new(read < 0 ? ProblemCode.BadRequest : ProblemCode.TooLarge));
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), null);
    }

    /// <returns>How many bytes came; 0 at the end, -1 when no more can come though it is not the end.</returns>
    private static async ValueTask<int> ReadAsync(HttpContext context, byte[] buffer)
    {
        try
        {
            return await context.Request.Body.ReadAsync(buffer, CancellationToken.None);
        }
        catch (Exception gone) when (gone is ConnectionResetException or OperationCanceledException or InvalidOperationException)
        {
            // The phone lost its network: nobody is there to be answered.
            context.Abort();
            return -1;
        }
        catch (IOException unreadable) when (unreadable is not BadHttpRequestException)
        {
            return -1;
        }
    }
}
