using System.Globalization;
using Connect311.Api.Databases;

namespace Connect311.Api.Catalog;

/// <summary>Counts who asked for an entry that takes no request; nothing else of them is kept.</summary>
internal sealed class InquiryCounter(Database database, CurrentCity city, TimeProvider time, OutageLog outages)
{
    private static readonly InquirySql Sql = InquirySql.Instance;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Counts if that is done soon. What the caller asked for may say to call 911: it must be read even where the
    /// database cannot be used.
    /// </summary>
    public async Task TryCountAsync(string serviceType)
    {
        try
        {
            // Apart, for a locked database blocks the thread that asks it.
            await Task.Run(() => CountAsync(serviceType, CancellationToken.None)).WaitAsync(Patience, time);
        }
        catch (Exception e) when (e is TimeoutException || DatabaseErrors.IsUnavailable(e))
        {
            outages.Add(e);
        }
    }

    public async Task CountAsync(string serviceType, CancellationToken cancellationToken)
    {
        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), city.Value.Catalog.City.TimeZone);
        var day = new InquirySql.DayParameters(serviceType, local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (await database.WriteAsync(new Write().Change(Sql.Count, day), cancellationToken))
        {
            return;
        }

        try
        {
            await database.WriteAsync(new Write().Run(Sql.Begin, day), cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            await database.WriteAsync(new Write().Change(Sql.Count, day), cancellationToken);
        }
    }
}
