using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Open311.Updates;

namespace Connect311.Api.Open311.Connector;

/// <summary>
/// Fetches what a department's system said since it was last asked. Where that stands is kept behind what was taken, and each look
/// reaches back further: what comes twice is taken once. A system without updates is asked for its requests, by their ids.
/// </summary>
internal sealed class UpdateFetch(ConnectorClient client, UpdateStore store, UpdateReader reader, Taking taking, TimeProvider time)
{
    /// <summary>No window may be longer.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(30);

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);

    /// <summary>A list of so many may have been cut.</summary>
    private const int MostInList = 1_000;

    /// <summary>Statuses by which a system says that it has no such method.</summary>
    private static readonly int[] NoMethod = [404, 405, 501];

    /// <returns>False when the system did not answer; then it is asked again next time.</returns>
    public async Task<bool> RunAsync(string department, ConnectorOptions system, CancellationToken cancellationToken)
    {
        var end = time.Now();
        var from = await store.ReadToAsync(department, cancellationToken);
        var (start, window) = (from - TimeSpan.FromSeconds(system.OverlapSeconds), LongestWindow);
        while (true)
        {
            var to = start + window < end ? start + window : end;
            var answer = await client.GetAsync(
                department, UpdateNames.Method, [new("start_date", Written(start)), new("end_date", Written(to))], withKey: true, cancellationToken);
            if (NoMethod.Contains(answer.Status))
            {
                // It may be there again soon, such as behind an upgrade: what was said meanwhile is read then.
                return await taking.PollAsync(department, cancellationToken);
            }

            if (answer.Result is not SendResult.Sent)
            {
                return false;
            }

            if (answer.Records.Count >= MostInList && (to - start) / 2 is var half && half >= ShortestWindow)
            {
                window = half;
            }
            else if (!await TakeAsync(department, answer.Records, cancellationToken))
            {
                return false;
            }
            else
            {
                // Set back meanwhile, it is read again from there next time.
                if (to > from && !await store.AdvanceAsync(department, from, to, cancellationToken))
                {
                    return true;
                }

                (start, from) = (to, to > from ? to : from);
                if (to >= end)
                {
                    return true;
                }
            }
        }
    }

    /// <summary>Takes updates in the order in which they were said.</summary>
    private async Task<bool> TakeAsync(string department, IReadOnlyList<AnswerRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records.OrderBy(record => UpdateReader.TimeOf(record[UpdateNames.At]) ?? DateTimeOffset.MinValue))
        {
            if (await reader.OfUpdateAsync(department, record, cancellationToken) is { } update && !await taking.TakeAsync(department, update, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private static string Written(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Takes what was fetched.</summary>
internal sealed class Taking(ConnectorClient client, ExternalIds ids, UpdateDesk desk, ConnectorCounts counts)
{
    /// <summary>Ids a call.</summary>
    private const int PageSize = 50;

    /// <returns>False when others changed the request all the time.</returns>
    public async Task<bool> TakeAsync(string department, IncomingUpdate update, CancellationToken cancellationToken)
    {
        var result = await desk.TakeAsync(ConnectorCaller.Of(department), update, cancellationToken);
        counts.CountUpdate(department, result ?? "busy");
        return result is not null;
    }

    /// <summary>Asks how the open requests of a department stand.</summary>
    /// <returns>False when the system did not answer.</returns>
    public async Task<bool> PollAsync(string department, CancellationToken cancellationToken)
    {
        for (var page = await ids.OpenAsync(department, 0, PageSize, cancellationToken); page.Count > 0;
            page = await ids.OpenAsync(department, page[^1].RequestId, PageSize, cancellationToken))
        {
            var list = string.Join(',', page.Select(row => row.ExternalId).Distinct());
            var answer = await client.GetAsync(department, "requests", [new(UpdateNames.Request, list)], withKey: false, cancellationToken);
            if (answer.Result is not SendResult.Sent)
            {
                return false;
            }

            foreach (var record in answer.Records)
            {
                if (page.LastOrDefault(row => row.ExternalId == record[UpdateNames.Request]) is { } known
                    && UpdateReader.OfRequest(known, record) is { } update
                    && !await TakeAsync(department, update, cancellationToken))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
