using System.Globalization;
using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Benchmarks.Areas;
using Connect311.Routing.Areas;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Distance;
using Sylvan.Data.Csv;

namespace Connect311.Tests.Areas;

/// <summary>
/// New York's boundaries, imported, against the areas that the city's own data names: what these files allow. The
/// output says what the rest is.
/// </summary>
public sealed class AreaAgreementTests(ITestOutputHelper output)
{
    private const double BesideMetres = 100;

    private static readonly string[] Samples = ["nyc-2026-q2.csv", "nyc-elevator-2024.csv", "nyc-mixed-full-columns.csv"];
    private static readonly string[] Boroughs = ["", "MANHATTAN", "BRONX", "BROOKLYN", "QUEENS", "STATEN ISLAND"];

    [Theory]
    [InlineData("borough", "borough", 0.997)]
    [InlineData("community_board", "community-district", 0.993)]
    [InlineData("police_precinct", "precinct", 0.97)]
    [InlineData("council_district", "council-district", 0.955)]
    public void The_areas_agree_with_the_citys_own_column(string column, string set, double least)
    {
        Samples.ToList().ForEach(sample => RealData.PathOf(sample));
        RealData.PathOf("boundaries/zipcodes.geojson");
        var file = BoundaryFiles.Read().Single(file => file.Set.Name == set);
        var rows = Samples.SelectMany(sample => Rows(sample, column)).ToList();
        Assert.NotEmpty(rows);

        var wrong = rows.Where(row => file.Set.Find(row.Latitude, row.Longitude)?.Code != row.Code).ToList();

        var share = 1 - (wrong.Count / (double)rows.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{column}: {rows.Count - wrong.Count:N0} of {rows.Count:N0} agree, {share:P2}. The rest:"));
        var reasons = new Reasons(file, column);
        foreach (var reason in wrong.CountBy(reasons.Of).OrderByDescending(reason => reason.Value))
        {
            output.WriteLine($"{reason.Value,6} {reason.Key}");
        }

        Assert.InRange(share, least, 1);
    }

    /// <summary>The rows of a sample that have coordinates and name an area in a column.</summary>
    private static List<Row> Rows(string sample, string column)
    {
        using var csv = CsvDataReader.Create(RealData.PathOf(sample), new CsvDataReaderOptions { MaxBufferSize = 1 << 20 });
        var rows = new List<Row>();
        if (Enumerable.Range(0, csv.FieldCount).All(i => csv.GetName(i) != column))
        {
            return rows;
        }

        var (said, latitude, longitude, created) =
            (csv.GetOrdinal(column), csv.GetOrdinal("latitude"), csv.GetOrdinal("longitude"), csv.GetOrdinal("created_date"));
        while (csv.Read())
        {
            var cell = csv.GetString(said);
            if (csv.GetString(latitude).Length > 0 && CodeOf(cell, column) is { } code)
            {
                rows.Add(new(csv.GetDouble(latitude), csv.GetDouble(longitude), cell, code, csv.GetDateTime(created).Year));
            }
        }

        return rows;
    }

    /// <summary>The code of the area that a cell names; null for "Unspecified".</summary>
    private static string? CodeOf(string cell, string column)
    {
        var words = cell.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (cell.Length == 0 || cell.Contains("Unspecified", StringComparison.Ordinal))
        {
            return null;
        }

        return column switch
        {
            "borough" => cell.ToLowerInvariant().Replace(' ', '-'),
            "community_board" => $"{Array.IndexOf(Boroughs, words[1])}{words[0]}",
            "police_precinct" => words[^1].TrimStart('0'),
            _ => cell.TrimStart('0'),
        };
    }

    private sealed record Row(double Latitude, double Longitude, string Cell, string Code, int Year);

    /// <summary>Tells why a row's place does not lie in the area that it names.</summary>
    private sealed class Reasons
    {
        /// <summary>The year in which New York drew its council districts anew.</summary>
        private const int YearOfDistricts = 2023;

        private readonly AreaSet _set;
        private readonly string _column;
        private readonly Dictionary<string, Geometry> _shapes;

        public Reasons(AreaFile file, string column)
        {
            (_set, _column) = (file.Set, column);
            using var json = JsonDocument.Parse(file.Json);
            _shapes = json.RootElement.GetProperty("features").EnumerateArray().ToDictionary(
                feature => feature.GetProperty("properties").Text("code"),
                feature => feature.GetProperty("geometry").Deserialize<Geometry>(BruteForce.Converting)!);
        }

        public string Of(Row row)
        {
            var found = _set.Find(row.Latitude, row.Longitude)?.Code;
            return _column switch
            {
                "borough" when (row.Code, found) is ("bronx", "manhattan") => "in Marble Hill, which is Manhattan's and addressed as the Bronx",
                "police_precinct" when !row.Cell.StartsWith("Precinct", StringComparison.Ordinal) => "with a number of the open data portal's own in place of the precinct's",
                "council_district" when row.Year < YearOfDistricts => "of years before the districts were drawn anew",
                _ when !_shapes.ContainsKey(row.Code) => "that name an area which the boundaries do not have",
                _ => $"{(IsBeside(row) ? "within" : "farther than")} {BesideMetres} m from the area they name, {(found is null ? "in none" : "in another")}",
            };
        }

        private bool IsBeside(Row row)
        {
            var nearest = DistanceOp.NearestPoints(_shapes[row.Code], new Point(row.Longitude, row.Latitude))[0];
            return GridCell.Metres(row.Latitude, row.Longitude, nearest.Y, nearest.X) <= BesideMetres;
        }
    }
}
