using Connect311.Api.Databases;
using Connect311.Api.Devices.Moves;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Devices;

/// <summary>Deletes devices that were not seen for long, and codes that nobody gave.</summary>
internal sealed class DeviceSweep(DeviceStore store, MoveStore moves, IOptions<DeviceOptions> options, TimeProvider time)
{
    private const int PageSize = 100;

    /// <summary>How long a code is kept behind its end, for a phone that asks again what it was answered.</summary>
    private static readonly TimeSpan CodeKept = TimeSpan.FromDays(1);

    /// <summary>For how many days a device is kept.</summary>
    public int KeepDays => options.Value.KeepDays;

    /// <param name="isDry">Counts alone.</param>
    /// <returns>How many devices were deleted, or would be.</returns>
    public async Task<int> RunAsync(bool isDry, CancellationToken cancellationToken)
    {
        var before = time.Now().AddDays(-KeepDays);
        if (isDry)
        {
            return await store.CountUnseenAsync(before, cancellationToken);
        }

        await moves.DeleteOverAsync(time.Now() - CodeKept, cancellationToken);
        var deleted = 0;
        for (var page = await PageAsync(); page.Count > 0; page = await PageAsync())
        {
            foreach (var id in page)
            {
                // One that is seen meanwhile is not on the next page.
                deleted += await store.DeleteAsync(id, before, cancellationToken) ? 1 : 0;
            }
        }

        return deleted;

        Task<List<string>> PageAsync() => store.UnseenAsync(before, PageSize, cancellationToken);
    }
}
