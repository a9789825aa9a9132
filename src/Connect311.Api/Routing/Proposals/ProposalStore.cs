using Connect311.Api.Databases;
using Connect311.Api.Routing.Backtests;

namespace Connect311.Api.Routing.Proposals;

/// <summary>Gathers the evidence for other rules. Requests are counted in ranges of numbers, so that no statement takes long.</summary>
internal sealed class ProposalStore(Database database)
{
    private const int RangeSize = 250_000;

    private static readonly ProposalSql Sql = ProposalSql.Instance;

    /// <summary>For each way that enough reports were sent on since a time.</summary>
    public async Task<List<Evidence>> FindAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<SentOnRow>(Sql.SentOn, new ProposalSql.SinceParameters(since), cancellationToken);
        var found = new List<Evidence>();
        foreach (var ways in rows.GroupBy(row => (row.ServiceType, row.FromRule, row.FromDepartment)))
        {
            var likely = ways.GroupBy(row => row.ToDepartment).Where(way => way.Sum(row => row.Requests) >= Evidence.LeastSupport).ToList();
            if (likely.Count == 0)
            {
                continue;
            }

            var kept = await KeptAsync(ways.Key.ServiceType, ways.Key.FromRule, ways.Key.FromDepartment, since, cancellationToken);
            found.AddRange(likely.Select(way => new Evidence(
                ways.Key.ServiceType,
                ways.Key.FromRule,
                ways.Key.FromDepartment,
                way.Key,
                way.ToDictionary(row => row.Areas, row => row.Requests),
                WithOthers(kept, ways.Where(row => row.ToDepartment != way.Key)))));
        }

        return found;
    }

    /// <summary>Whatever was sent on to a third department speaks as much against this one as what stayed.</summary>
    private static Dictionary<string, int> WithOthers(Dictionary<string, int> kept, IEnumerable<SentOnRow> others)
    {
        var all = kept.ToDictionary();
        foreach (var row in others)
        {
            all[row.Areas] = all.GetValueOrDefault(row.Areas) + row.Requests;
        }

        return all;
    }

    private async Task<Dictionary<string, int>> KeptAsync(
        string serviceType, string rule, string department, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var kept = new Dictionary<string, int>();
        var last = await database.FindAsync<long?>(HistorySql.For(database.Engine).LastId, null, cancellationToken) ?? 0;
        for (var after = 0L; after < last; after += RangeSize)
        {
            var range = new ProposalSql.KeptParameters(after, after + RangeSize, since, serviceType, rule);
            var rows = await database.QueryAsync<KeptRow>(Sql.Kept, range, cancellationToken);
            foreach (var row in rows.Where(row => row.Department == department))
            {
                kept[row.Areas] = kept.GetValueOrDefault(row.Areas) + row.Requests;
            }
        }

        return kept;
    }
}
