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

    /// <summary>Keeps what was observed; what was known of the same type and area counts no more.</summary>
    public async Task KeepAsync(IEnumerable<ClosingEstimate> estimates, CancellationToken cancellationToken)
    {
        foreach (var rows in estimates.Chunk(database.RowsPerWrite))
        {
            await database.WriteAsync(
                new Write().Rows(_sql.Set, ClosingEstimate.Rows, rows).Rows(_sql.Add, ClosingEstimate.Rows, rows), cancellationToken);
        }
    }

    /// <summary>What was computed before a time is not known any more.</summary>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Run(_sql.Forget, new EstimateSql.ForgetParameters(before)), cancellationToken);

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

    /// <summary>As it is kept.</summary>
    public ClosingEstimate Of(string serviceType, DateTimeOffset since, DateTimeOffset now) => new()
    {
        ServiceType = serviceType,
        Area = Area,
        Closings = (int)Closings,
        HalfWithin = HalfWithin,
        MostWithin = MostWithin,
        SinceAt = since,
        ComputedAt = now,
    };
}

/// <summary>How long requests of a type take, as was observed.</summary>
internal sealed record ClosingEstimate
{
    public static RowType<ClosingEstimate> Rows { get; } = new(
        "ClosingEstimateRow",
        "estimates",
        RowColumn<ClosingEstimate>.Text("ServiceType", 100, row => row.ServiceType),
        RowColumn<ClosingEstimate>.Text("Area", 100, row => row.Area),
        RowColumn<ClosingEstimate>.Int("Closings", row => row.Closings),
        RowColumn<ClosingEstimate>.Long("HalfWithin", row => row.HalfWithin),
        RowColumn<ClosingEstimate>.Long("MostWithin", row => row.MostWithin),
        RowColumn<ClosingEstimate>.Time("SinceAt", row => row.SinceAt),
        RowColumn<ClosingEstimate>.Time("ComputedAt", row => row.ComputedAt));

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
