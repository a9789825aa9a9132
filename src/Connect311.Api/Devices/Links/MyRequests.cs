using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Devices.Links;

/// <summary>What a phone does not know yet of its reports.</summary>
internal sealed class MyRequests(LinkStore links, PhotoStore photos, PublicRequests requests, ReporterKeys reporterKeys)
{
    /// <summary>The moment that a cursor names, or null where it is none of this device's.</summary>
    /// <param name="cursor">Null for a phone that knows nothing yet.</param>
    public static LinkMoment? MomentOf(string? cursor, string device) => cursor is null ? LinkMoment.Start
        : PageCursor.Read(cursor, QueryOf(device))?.Split('.') is [var position, var number]
            ? new(long.Parse(position, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture))
            : null;

    /// <summary>The next reports that changed, up to so many, and the moment up to which the phone knows all then.</summary>
    public async Task<MyRequestPage> PageAsync(string device, LinkMoment after, int take, string language, CancellationToken cancellationToken)
    {
        var found = await links.PageAsync(device, after, take + 1, cancellationToken);
        var named = await photos.OfRequestsAsync(found.Select(one => one.Found.Row.Id), cancellationToken);
        var (items, gone, isHidden) = (new List<MyRequest>(), new List<string>(), false);
        foreach (var one in found.Take(take))
        {
            var number = new TrackingNumber(one.Found.Row.Id);
            if (one.IsLinked && one.Follows && !IsPublic(one.Found.Row))
            {
                // It became nobody else's business: it goes off the phone, which is told once, as a change by hand. What happens to it later is not told at all.
                isHidden = await links.UnfollowAsync(device, number, cancellationToken);
            }
            else if (one.IsLinked && requests.IsShown(one.Found.Row, number))
            {
                items.Add(await OfAsync(one.Found with { Photos = [.. named[number.Id]] }, number, one.Follows, language, cancellationToken));
            }
            else
            {
                gone.Add(number.ToString());
            }
        }

        return new(items, gone, CursorOf(device, found.Count == 0 ? after : found[Math.Min(take, found.Count) - 1].At), found.Count > take || isHidden);
    }

    /// <summary>A report as its owner sees it, with the key to it; or one that the phone follows, as anybody sees it.</summary>
    public async ValueTask<MyRequest> OfAsync(
        FoundRequest found, TrackingNumber number, bool follows, string language, CancellationToken cancellationToken) => new(
        number.ToString(),
        follows ? null : reporterKeys.Of(number),
        follows,
        await requests.OfAsync(found, follows ? null : number, language, cancellationToken));

    /// <summary>Whether anybody may see a report.</summary>
    public bool IsPublic(PublicRow row) => row.Visibility != CatalogWords.Confidential && requests.IsShown(row, null);

    private static string CursorOf(string device, LinkMoment moment) => PageCursor.Write(
        QueryOf(device), string.Create(CultureInfo.InvariantCulture, $"{moment.Position}.{moment.Number}"));

    private static string QueryOf(string device) => $"my-service-requests:{device}";
}

/// <summary>What a phone does not know yet of its reports. A number stands in one of both lists.</summary>
/// <param name="Items">Reports that are new to it or changed, each as it is now, in the order in which they last changed.</param>
/// <param name="Gone">Numbers of reports that are not on it any more: removed, forgotten, erased whole, or followed and not public any more.</param>
/// <param name="NextCursor">Keep it with the reports, and send it next time: it is never null.</param>
/// <param name="More">Whether there is more now; then ask at once.</param>
internal sealed record MyRequestPage(IReadOnlyList<MyRequest> Items, IReadOnlyList<string> Gone, string NextCursor, bool More);

/// <summary>A report on a phone.</summary>
/// <param name="TrackingNumber">The number of the report: <c>311-</c> and digits.</param>
/// <param name="ReporterKey">Its secret (<c>X-Reporter-Key</c>), so that a new phone can act on it too; null for one that the phone follows.</param>
/// <param name="Following">Whether it is somebody else's, which the phone follows: nothing can be done with it but to follow it no more.</param>
/// <param name="Request">The report as its owner sees it; one that the phone follows, as anybody does.</param>
internal sealed record MyRequest(
    string TrackingNumber, [property: Required] string? ReporterKey, bool Following, [property: Required] PublicRequest Request);
