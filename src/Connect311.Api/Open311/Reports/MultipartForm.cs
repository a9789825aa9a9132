using Connect311.Api.Http;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Connect311.Api.Open311.Reports;

/// <summary>
/// Reads a form in parts as it comes: texts are held, up to the limit of every body, and pictures go to the disk. The key of the app must stand
/// before the first picture, so that nobody else fills the disk.
/// </summary>
internal static class MultipartForm
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>What a part costs beside its name and its content, so that empty ones come to an end too.</summary>
    private const int PartBytes = 64;

    /// <summary>RFC 2046, 5.1.1.</summary>
    private const int MaxBoundary = 70;

    private static readonly Fault Broken = new($"/{FormBody.Body}", FaultCodes.InvalidFormat, "expected", FormBody.Multipart);

    /// <returns>Why no more is read; null where all came, or a fault was noted.</returns>
    public static async Task<ProblemResult?> ReadAsync(string boundary, Arguments arguments, SentPictures pictures, HttpContext context)
    {
        if (boundary.Length > MaxBoundary)
        {
            arguments.Faults.Add(Broken);
            return null;
        }

        var left = RequestBody.MaxBytes;
        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body);
            while (await NextAsync(reader) is { } section)
            {
                var part = section.GetContentDispositionHeader();
                var name = part?.Name.Value?.Trim('"') ?? "";
                if ((left -= PartBytes + name.Length) < 0)
                {
                    return new(ProblemCode.TooLarge);
                }

                if (part?.IsFileDisposition() == true)
                {
                    if (await pictures.TakeAsync(name, section.Body, arguments, context) is { } refusal)
                    {
                        return refusal;
                    }

                    continue;
                }

                using var content = new MemoryStream();
                if (await CopyAsync(section.Body, content, left) is not { } length)
                {
                    return new(ProblemCode.TooLarge);
                }

                left -= length;
                arguments.Add(FormBody.Body, FormText.TextOf(content.GetBuffer().AsSpan(0, length)) is { } text ? [(name, text)] : null);
            }
        }
        catch (BrokenFormException)
        {
            arguments.Faults.Add(Broken);
        }

        return null;
    }

    /// <summary>Copies what comes.</summary>
    /// <returns>How many bytes; null where there are more than may be.</returns>
    /// <exception cref="BrokenFormException">No more can be read, though it is not the end.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task<int?> CopyAsync(Stream from, Stream to, int most)
    {
        var buffer = new byte[BufferBytes];
        var length = 0;
        while (await ReadAsync(from, buffer) is > 0 and var read)
        {
            if ((length += read) > most)
            {
                return null;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
        }

        return length;
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader)
    {
        try
        {
            return await reader.ReadNextSectionAsync(CancellationToken.None);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw new BrokenFormException(e);
        }
    }

    private static async Task<int> ReadAsync(Stream from, byte[] buffer)
    {
        try
        {
            return await from.ReadAsync(buffer, CancellationToken.None);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw new BrokenFormException(e);
        }
    }

    private static bool IsBroken(Exception e) =>
        e is (IOException and not BadHttpRequestException) or InvalidDataException or ArgumentException or InvalidOperationException or OperationCanceledException;

    /// <summary>Tells what cannot be read from what cannot be written.</summary>
    internal sealed class BrokenFormException(Exception reason) : Exception(reason.Message, reason);
}
