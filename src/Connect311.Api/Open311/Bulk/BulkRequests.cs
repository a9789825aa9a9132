using System.Runtime.CompilerServices;
using Connect311.Api.Open311.Requests;

namespace Connect311.Api.Open311.Bulk;

/// <summary>Reads what came in within a time, however much it is: a page is in memory at a time.</summary>
internal sealed class BulkRequests(Open311Store store, OpenRequests requests)
{
    public const int PageSize = 500;

    /// <summary>What is public of them, the oldest first.</summary>
    public async IAsyncEnumerable<BulkRequest> ReadAsync(
        Window window, Jurisdiction jurisdiction, HttpContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wanted = new Open311Sql.OldestParameters(
            window.Since,
            window.Until,
            0,
            jurisdiction.DepartmentsJson,
            jurisdiction.AreaPattern,
            PageSize);
        while (await store.FindOldestAsync(wanted, cancellationToken) is { Count: > 0 } page)
        {
            var found = await store.FindAsync([.. page.Select(row => row.Id)], cancellationToken);
            foreach (var request in await requests.OfAsync(found, isExtended: false, context))
            {
                yield return BulkRequest.Of(request);
            }

            wanted = wanted with { Since = page[^1].ReceivedAt, AfterId = page[^1].Id };
        }
    }
}
