using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Numbers;

/// <summary>Reads the numbers of a city: the database counts, and hands over one row a group.</summary>
internal sealed class NumberStore(Database database)
{
    private readonly NumberSql _sql = NumberSql.For(database.Engine);

    /// <summary>The numbers of each group, by its code; the months in their order, all others the largest first.</summary>
    /// <param name="zone">The city's, in which days and months begin.</param>
    /// <param name="now">What should be done by then is overdue.</param>
    public async Task<List<NumbersOfGroup>> ReadAsync(NumberQuestion question, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (question.By != NumbersBy.Month)
        {
            return [.. (await GroupsAsync(question.Parameters(zone), now, cancellationToken))
                .OrderByDescending(group => group.Requests?.Received ?? group.Closings.Closings)
                .ThenBy(group => group.Code, StringComparer.Ordinal)];
        }

        var months = new List<NumbersOfGroup>();
        foreach (var (month, part) in question.Months())
        {
            var groups = await GroupsAsync(part.Parameters(zone), now, cancellationToken);
            months.Add((groups.SingleOrDefault() ?? NumbersOfGroup.Nothing) with { Code = month });
        }

        return months;
    }

    private async Task<List<NumbersOfGroup>> GroupsAsync(NumberParameters asked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ofAgents = asked.By == NumbersBy.Agent;
        var requests = ofAgents
            ? []
            : await database.QueryAsync<RequestNumbersRow>(_sql.Requests, new RequestNumberParameters(asked, now), cancellationToken);
        var transfers = ofAgents ? [] : await database.QueryAsync<TransferNumbersRow>(_sql.Transfers, asked, cancellationToken);
        var closings = await database.QueryAsync<ClosingNumbersRow>(_sql.Closings, asked, cancellationToken);
        return [.. requests.Select(row => row.Bucket).Concat(transfers.Select(row => row.Bucket)).Concat(closings.Select(row => row.Bucket))
            .Distinct()
            .Select(code => new NumbersOfGroup(
                code,
                ofAgents ? null : requests.SingleOrDefault(row => row.Bucket == code) ?? RequestNumbersRow.None,
                closings.SingleOrDefault(row => row.Bucket == code) ?? ClosingNumbersRow.None,
                ofAgents ? null : transfers.SingleOrDefault(row => row.Bucket == code)?.Transfers ?? 0))];
    }
}

/// <summary>What was counted of one group.</summary>
/// <param name="Code">Of the department, the service type, the area, the month or the member of staff; null for what has none.</param>
/// <param name="Requests">Null for a member of staff: requests come in for departments.</param>
/// <param name="Transfers">Null for a member of staff.</param>
internal sealed record NumbersOfGroup(string? Code, RequestNumbersRow? Requests, ClosingNumbersRow Closings, int? Transfers)
{
    public static NumbersOfGroup Nothing { get; } = new(null, RequestNumbersRow.None, ClosingNumbersRow.None, 0);
}
