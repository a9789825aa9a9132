using System.Text.Json;
using Connect311.Api.Databases;

namespace Connect311.Api.ServiceLevels.Estimates;

/// <summary>Observes how long requests took, and keeps it.</summary>
internal sealed class EstimateStore(Database database)
{
    /// <summary>Which requests are looked at stands in the column of their areas, between these.</summary>
    private const char Edge = '|';

    private readonly EstimateSql _sql = EstimateSql.For(database.Engine);

    /// <summary>How long the newest closings of a type took, by area as <c>set:code</c> and, under an empty one, anywhere.</summary>
    public async Task<List<Observed>> ObserveAsync(
        string serviceType, IEnumerable<string> areas, DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        var asked = JsonSerializer.Serialize(areas.Select(area => $"{Edge}{area}{Edge}").Prepend($"{Edge}"));
        var rows = await database.QueryAsync<Observed>(
            _sql.Observe, new EstimateSql.ObserveParameters(serviceType, since, asked, most), cancellationToken);
        return [.. rows.Select(row => row with { Area = row.Area.Trim(Edge) })];
    }

    /// <summary>Keeps what was observed of some types, in one transaction; what they had before counts no more.</summary>
    public Task KeepAsync(
        IEnumerable<(string ServiceType, List<Observed> Areas)> types, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var write = new Write();
        foreach (var (serviceType, areas) in types)
        {
            write.Run(_sql.Forget, new EstimateSql.ForgetParameters(serviceType, since, now));
            foreach (var area in areas)
            {
                var row = new EstimateSql.EstimateParameters(serviceType, area.Area, (int)area.Closings, area.HalfWithin, area.MostWithin, since, now);
                write.Run(_sql.Add, row).Run(_sql.Set, row);
            }
        }

        return database.WriteAsync(write, cancellationToken);
    }

    public Task<List<ClosingEstimate>> AllAsync(int least, CancellationToken cancellationToken) =>
        database.QueryAsync<ClosingEstimate>(_sql.All, new EstimateSql.AllParameters(least), cancellationToken);

    /// <summary>When anything was computed last; null where nothing ever was.</summary>
    public async Task<DateTimeOffset?> NewestAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<Computed>(_sql.Newest, null, cancellationToken))?.ComputedAt;

    private sealed record Computed
    {
        public DateTimeOffset? ComputedAt { get; init; }
    }
}

/// <summary>How long closings took in an area.</summary>
internal sealed record Observed
{
    /// <summary>As <c>set:code</c>; empty for anywhere.</summary>
    public required string Area { get; init; }

    public required long Closings { get; init; }

    /// <summary>Half of them took at most so many seconds.</summary>
    public required long HalfWithin { get; init; }

    /// <summary>Four in five of them took at most so many seconds.</summary>
    public required long MostWithin { get; init; }
}

/// <summary>How long requests of a type take, as was observed.</summary>
internal sealed record ClosingEstimate
{
    public required string ServiceType { get; init; }

    /// <summary>As <c>set:code</c>; empty for anywhere.</summary>
    public required string Area { get; init; }

    public required int Closings { get; init; }

    /// <summary>Half of them took at most so many seconds.</summary>
    public required long HalfWithin { get; init; }

    /// <summary>Four in five of them took at most so many seconds.</summary>
    public required long MostWithin { get; init; }

    public required DateTimeOffset SinceAt { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }
}
