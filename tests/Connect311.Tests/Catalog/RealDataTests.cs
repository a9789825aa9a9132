using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Routing;
using Sylvan.Data.Csv;

namespace Connect311.Tests.Catalog;

/// <summary>New York's catalogue and rules against what New York did in the spring of 2026.</summary>
public sealed class RealDataTests
{
    private const string File = "nyc-2026-q2.csv";

    private static readonly City City =
        CityReader.Read(CityFiles.Read(Path.Combine(AppContext.BaseDirectory, "seed", "nyc")), 1, 1);

    private static readonly ILookup<(string?, string?), ServiceType> ByPair =
        City.Catalog.ServiceTypes.Where(type => type.ComplaintType is not null).ToLookup(type => (type.ComplaintType, type.Descriptor));

    [Fact]
    public void Every_pair_of_complaint_type_and_descriptor_is_one_service_type()
    {
        var pairs = Rows().Select(row => (row.ComplaintType, row.Descriptor)).Distinct().ToList();
        Assert.NotEmpty(pairs);
        Assert.All(pairs, pair => Assert.Single(ByPair[pair]));
    }

    [Fact]
    public void The_rules_name_the_citys_own_agency_for_nearly_all_of_the_last_30_percent()
    {
        var rows = Rows().OrderBy(row => row.CreatedDate, StringComparer.Ordinal).ToList();
        var last = rows.Skip(rows.Count * 7 / 10).ToList();
        var wrong = last.Where(row => Decide(row).Department != row.Agency)
            .GroupBy(row => $"{row.ComplaintType} / {row.Descriptor} of {row.Agency}")
            .Select(group => $"{group.Key}: {group.Count()}");
        var right = last.Count(row => Decide(row).Department == row.Agency);
        Assert.True(right >= 0.995 * last.Count, $"{right} of {last.Count} agree; not: {string.Join(", ", wrong)}");
    }

    private static Decision Decide(Row row)
    {
        var type = ByPair[(row.ComplaintType, row.Descriptor)].Single();
        var local = DateTime.Parse(row.CreatedDate, CultureInfo.InvariantCulture);
        return City.Rules.Decide(new RoutingInput
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = "import",
            ReceivedAt = new DateTimeOffset(local, City.Catalog.City.TimeZone.GetUtcOffset(local)),
            Areas = row.Place is { } place ? City.AreaSets.Find(place.Latitude, place.Longitude) : null,
        });
    }

    private static List<Row> Rows()
    {
        using var csv = CsvDataReader.Create(RealData.PathOf(File));
        var rows = new List<Row>();
        while (csv.Read())
        {
            rows.Add(new(
                csv.GetString(csv.GetOrdinal("created_date")),
                csv.GetString(csv.GetOrdinal("agency")),
                csv.GetString(csv.GetOrdinal("complaint_type")),
                csv.GetString(csv.GetOrdinal("descriptor")) is { Length: > 0 } descriptor ? descriptor : null,
                csv.GetString(csv.GetOrdinal("latitude")) is { Length: > 0 } latitude
                    ? (double.Parse(latitude, CultureInfo.InvariantCulture), csv.GetDouble(csv.GetOrdinal("longitude")))
                    : null));
        }

        return rows;
    }

    private sealed record Row(
        string CreatedDate, string Agency, string ComplaintType, string? Descriptor, (double Latitude, double Longitude)? Place);
}
