using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests.Import;
using Sylvan.Data.Csv;

namespace Connect311.Benchmarks.Load;

/// <summary>A real report, as far as the city publishes it, with the service type that our catalogue has for it.</summary>
/// <param name="LocationType">The city's word for the kind of place; empty where there is none.</param>
internal sealed record SampleReport(ServiceType Type, NycRow Row, string LocationType);

/// <summary>Reads the real sample with the reader of the import.</summary>
internal static class SampleReports
{
    public static City ReadCity() => CityReader.Read(CityFiles.Read(Path.Combine(AppContext.BaseDirectory, "seed", "nyc")), 1, 1);

    /// <summary>Every row that can be taken and whose service type can be chosen, in the order of the file.</summary>
    /// <param name="path">Another file of this kind; null for the sample.</param>
    public static IEnumerable<SampleReport> Read(City city, string? path = null)
    {
        using var csv = CsvDataReader.Create(path ?? SampleFile.Path);
        var headings = Enumerable.Range(0, csv.FieldCount).Select(csv.GetName).ToList();
        var columns = NycColumns.Of(headings);
        var locationType = csv.GetOrdinal("location_type");
        var types = new NycTypes(city.Catalog);
        while (csv.Read())
        {
            var cells = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToList();
            if (NycRow.Read(cells, columns, city.Catalog.City.TimeZone, out _) is { } row
                && types.Find(row.ComplaintType, row.Descriptor) is ({ IsOffered: true } type, null))
            {
                yield return new(type, row, cells[locationType]);
            }
        }
    }
}
