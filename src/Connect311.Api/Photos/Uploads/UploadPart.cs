namespace Connect311.Api.Photos.Uploads;

/// <summary>What came of an upload so far, as a file of this machine's that nobody else has open.</summary>
/// <param name="file">At its end.</param>
/// <param name="length">Of the whole, where that was said.</param>
internal abstract class UploadPart(FileStream file, long? length) : IAsyncDisposable
{
    private readonly long _start = file.Position;

    public FileStream File => file;

    /// <summary>How much came.</summary>
    public long Offset => file.Position;

    public long? Length { get; private set; } = length;

    /// <summary>Notes how long it will be; false where it was said to be of another length.</summary>
    public async Task<bool> ExpectAsync(long? said)
    {
        if (said is null || Length is not null)
        {
            return said is null || Length == said;
        }

        await NoteAsync(said.Value);
        Length = said;
        return true;
    }

    /// <summary>What came is not lost from here on.</summary>
    public abstract Task SaveAsync();

    /// <summary>Takes what this call brought away: the disk would not take it all.</summary>
    public void RollBack() => file.SetLength(_start);

    /// <summary>Gives the upload up, or what is left of it once it has another place.</summary>
    public abstract Task DropAsync();

    public virtual ValueTask DisposeAsync() => file.DisposeAsync();

    protected abstract Task NoteAsync(long length);
}
