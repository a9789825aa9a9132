using Connect311.Api.Databases;
using Connect311.Api.Photos.Uploads;

namespace Connect311.Api.Photos;

/// <summary>
/// Deletes photos that no request names any more, with their files, and what was left half-received. Every node does it; a
/// statement decides of each photo, so that none goes which a report has just named.
/// </summary>
internal sealed partial class PhotoSweep(PhotoStore store, PhotoFiles files, TimeProvider time, ILogger<PhotoSweep> logger) : RecurringService(time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int PageSize = 200;

    protected override TimeSpan Every => Interval;

    /// <returns>How many photos went.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var (now, gone) = (Time.Now(), 0);
        foreach (var photo in await store.DueAsync(now, PageSize, cancellationToken))
        {
            if (await store.KeepAsync(photo.Id, cancellationToken) || !await store.DropAsync(photo.Id, now, cancellationToken))
            {
                continue;
            }

            foreach (var name in new[] { photo.LargeName, photo.SmallName }.OfType<string>())
            {
                await files.DeleteKeptAsync(name, cancellationToken);
            }

            await files.UnspoolAsync(photo.Key, cancellationToken);
            await store.RemoveAsync(photo.Id, cancellationToken);
            gone++;
        }

        await SweepSpoolAsync(cancellationToken);
        return gone;
    }

    protected override Task TurnAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogFailure(logger, error);

    private async Task SweepSpoolAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await files.LeftBeforeAsync(Time.GetUtcNow() - UploadFields.MostAge, cancellationToken))
        {
            var row = PhotoFiles.KeyOf(name) is { } key ? await store.FindAsync(key.Id, cancellationToken) : null;
            if (row?.Status != PhotoStatus.Processing || row.Key != PhotoFiles.KeyOf(name))
            {
                await files.DeleteLeftAsync(name, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Photos that no request names could not be deleted.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
