using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Api.Photos.Pictures;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Reports;

/// <summary>The pictures that come with a report, in files of ours until they are photos like all others.</summary>
internal sealed class SentPictures(AppKeys keys, PhotoFiles files, PhotoTaking taking) : IAsyncDisposable
{
    /// <summary>Bytes of a form with as many as a report may have.</summary>
    public const int MaxBytes = SubmissionReader.MostPhotos * PhotoLimits.MostBytes + RequestBody.MaxBytes;

    private readonly List<(string Name, FileStream File)> _pictures = [];

    public bool IsEmpty => _pictures.Count == 0;

    /// <summary>Receives one; an empty one is none.</summary>
    /// <param name="name">Of the part.</param>
    /// <returns>Why it may not come.</returns>
    public async Task<ProblemResult?> TakeAsync(string name, Stream part, Arguments arguments, HttpContext context)
    {
        if (await keys.FindAsync(arguments, context) is (null, var refusal))
        {
            return refusal;
        }

        if (taking.IsFull)
        {
            return new(ProblemCode.Busy) { RetryAfter = PhotoDesk.BusySeconds };
        }

        if (_pictures.Count == SubmissionReader.MostPhotos)
        {
            return new(ProblemCode.ValidationFailed, [new Fault($"/{name}", FaultCodes.TooMany, "maximum", SubmissionReader.MostPhotos)]);
        }

        var file = files.Begin();
        _pictures.Add((name, file));
        if (await MultipartForm.CopyAsync(part, file, PhotoLimits.MostBytes) is not { } length)
        {
            return new(ProblemCode.TooLarge);
        }

        if (length == 0)
        {
            _pictures.RemoveAt(_pictures.Count - 1);
            await DropAsync(file);
        }

        return null;
    }

    /// <summary>Makes photos of them, which the report then names. The same picture of the same app is the same photo, so that a report sent twice is the same.</summary>
    public async Task<(IReadOnlyList<string> Ids, ProblemResult? Refusal)> KeepAsync(Caller caller, HttpContext context)
    {
        var ids = new List<string>();
        foreach (var (_, file) in _pictures)
        {
            file.Flush(flushToDisk: true);
            var id = await IdOfAsync(file, caller);
            if (await taking.TakeAsync(file, id, caller.Id, context) is (_, { } refusal))
            {
                return ([], refusal);
            }

            ids.Add(id);
        }

        return ([.. ids.Distinct()], null);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, file) in _pictures)
        {
            await DropAsync(file);
        }
    }

    private static async Task<string> IdOfAsync(FileStream file, Caller caller)
    {
        file.Position = 0;
        var content = await SHA256.HashDataAsync(file, CancellationToken.None);
        return new Guid(SHA256.HashData([.. Encoding.UTF8.GetBytes($"open311\n{caller.Id}\n"), .. content])[..16]).ToString();
    }

    private static async Task DropAsync(FileStream file)
    {
        await file.DisposeAsync();
        File.Delete(file.Name);
    }
}
