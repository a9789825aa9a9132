using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Triage.Holds;

/// <summary>Erases whom holds were about that ended by themselves; one that somebody ends says so no more at once.</summary>
internal sealed class HoldSweep(HoldStore store)
{
    private const int PageSize = 100;

    /// <param name="isDry">Counts alone.</param>
    /// <returns>Of how many holds it was erased, or would be.</returns>
    public async Task<int> RunAsync(bool isDry, Actor by, CancellationToken cancellationToken)
    {
        var cleared = 0;
        for (var page = await PageAsync(""); page.Count > 0; page = await PageAsync(page[^1]))
        {
            foreach (var id in page)
            {
                cleared += isDry || await store.ClearAsync(id, by, cancellationToken) ? 1 : 0;
            }
        }

        return cleared;

        Task<List<string>> PageAsync(string after) => store.OverAsync(after, PageSize, cancellationToken);
    }
}
