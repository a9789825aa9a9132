using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Connect311.Api.Photos;

/// <summary>How the body of a call ended.</summary>
internal enum BodyEnd
{
    Whole,

    /// <summary>There is more of it than is taken.</summary>
    TooLong,

    /// <summary>No more can come, though it is not the end.</summary>
    Lost,
}

/// <summary>Takes the bytes of a photo to the disk as they come; no more than a small buffer of them is in memory.</summary>
internal static class PhotoReceiver
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Writes a body behind what a file holds. Nothing is flushed to the disk.</summary>
    /// <param name="most">Bytes that the file may have.</param>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    /// <exception cref="BadHttpRequestException">The sender takes too long, or sends more than the server itself takes.</exception>
    public static async Task<BodyEnd> ReceiveAsync(HttpContext context, FileStream file, long most)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await ReadAsync(context, buffer) is var read && read != 0)
            {
                if (read < 0 || file.Position + read > most)
                {
                    return read < 0 ? BodyEnd.Lost : BodyEnd.TooLong;
                }

                await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return BodyEnd.Whole;
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
