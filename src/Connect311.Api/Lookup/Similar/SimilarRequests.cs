using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Lookup.Similar;

/// <summary>Finds what stands open and is likely of the same thing as somebody is about to report, by what is published of it alone.</summary>
internal sealed class SimilarRequests(SimilarStore store, CurrentCity city, IOptions<SimilarOptions> options, TimeProvider time)
{
    /// <summary>How many are told at most.</summary>
    public const int Most = 20;

    /// <summary>A block is told by its middle: what lies in it may be half its diagonal away from that.</summary>
    private const int HalfBlockMetres = 70;

    /// <summary>The steps in which a distance from a block is told.</summary>
    private const int BlockStep = 100;

    /// <summary>How far the rounding of an exact place may move it out of its cell.</summary>
    private const int RoundingMetres = 2;

    /// <summary>What stands open there, the nearest first. Nothing of a type whose reports are published by area alone, or not at all.</summary>
    /// <param name="device">The caller's; null where there is none.</param>
    public async Task<SimilarList> OfAsync(
        ServiceType type, (double Latitude, double Longitude) place, string? device, string language, CancellationToken cancellationToken)
    {
        if (type.Visibility != CatalogWords.Public || type.PublicPlace == CatalogWords.Area)
        {
            return new([], null);
        }

        var reach = (type.Incidents?.Metres ?? options.Value.Metres) + (type.PublicPlace == CatalogWords.Block ? HalfBlockMetres : 0);
        var window = type.Incidents?.Window ?? TimeSpan.FromHours(options.Value.WindowHours);
        var ranges = Lookalike.RangesOf(place.Latitude, place.Longitude, reach + RoundingMetres);
        var rows = await store.NearAsync(type.Code, ranges, device, cancellationToken);
        var now = time.Now();
        var near = rows.Where(row => now - row.LastAt <= window)
            .Select(row => (Row: row, Metres: GridCell.Metres(place.Latitude, place.Longitude, row.PublicLatitude, row.PublicLongitude)))
            .Where(one => one.Metres <= reach)
            .OrderBy(one => one.Metres)
            .ThenBy(one => one.Row.Id)
            .Take(Most);
        return new([.. near.Select(one => Of(one.Row, one.Metres, now, language))], null);
    }

    private SimilarRequest Of(SimilarRow row, double metres, DateTimeOffset now, string language) => new()
    {
        TrackingNumber = new TrackingNumber(row.Id).ToString(),
        Status = row.Status,
        StatusText = Texts.Status(row.Status, language),
        Department = new(row.Department, city.Value.Catalog.DepartmentName(row.Department, language)),
        ReceivedAt = row.ReceivedAt,
        AgeHours = Math.Max(0, (int)(now - row.ReceivedAt).TotalHours),
        Precision = row.PublicPlace,
        DistanceMetres = row.PublicPlace == CatalogWords.Exact ? (int)Math.Round(metres) : (int)Math.Round(metres / BlockStep) * BlockStep,
        Followers = row.Followers,
        Following = row is { IsLinked: true, Follows: true },
        Own = row is { IsLinked: true, Follows: false },
    };
}
