using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;

namespace Connect311.Api.Incidents;

/// <summary>A report that may be of the same thing as others.</summary>
internal sealed record ComparedReport
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    public required string Department { get; init; }

    public required string Visibility { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>Finds what stands open and is likely of the same thing as a report: of its type and department, within distance and window.</summary>
internal sealed class Resemblances(Database database, CurrentCity city)
{
    private readonly LookalikeSql _sql = LookalikeSql.For(database.Engine);

    /// <summary>What stands open there, the nearest first, with its distance in metres; nothing where the type has no such settings.</summary>
    public async Task<List<(Lookalike One, double Metres)>> OfAsync(ComparedReport report, CancellationToken cancellationToken)
    {
        if (report is not { Latitude: { } latitude, Longitude: { } longitude } || report.Visibility == CatalogWords.Confidential
            || city.Value.Catalog.ServiceTypesByCode.GetValueOrDefault(report.ServiceType)?.Incidents is not { } same)
        {
            return [];
        }

        var ranges = JsonSerializer.Serialize(Lookalike.RangesOf(latitude, longitude, same.Metres), Http.Json.Options);
        var standing = await database.QueryAsync<Lookalike>(
            _sql.Near, new LookalikeSql.NearParameters(report.Department, report.ServiceType, ranges), cancellationToken);
        return
        [
            .. standing.Where(one => one.Id != report.Id && IsWithin(report, one, same.Window))
                .Select(one => (One: one, Metres: one.MetresFrom(latitude, longitude)))
                .Where(one => one.Metres <= same.Metres)
                .OrderBy(one => one.Metres)
                .ThenBy(one => one.One.Id),
        ];
    }

    /// <summary>New reports of which nobody looked what they resemble, the oldest first.</summary>
    public Task<List<ComparedReport>> UnlookedAsync(int take, CancellationToken cancellationToken) =>
        database.QueryAsync<ComparedReport>(_sql.Unlooked, new LookalikeSql.UnlookedParameters(take), cancellationToken);

    /// <summary>Notes what some reports resemble; null for nothing.</summary>
    public Task NoteAsync(IReadOnlyList<(long Id, long? ResemblesId)> found, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Runs(_sql.Note, [.. found.Select(one => new LookalikeSql.NoteParameters(one.Id, one.ResemblesId))]), cancellationToken);

    /// <summary>Between the first and the last report of it, or so long before or after.</summary>
    private static bool IsWithin(ComparedReport report, Lookalike one, TimeSpan window) =>
        report.ReceivedAt - one.LastAt <= window && one.ReceivedAt - report.ReceivedAt <= window;
}
