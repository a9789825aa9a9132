using Connect311.Api.ServiceRequests;
using CsCheck;

namespace Connect311.Tests.ServiceRequests;

/// <summary>Cells against brute force.</summary>
public sealed class GridCellTests
{
    private const double Side = 0.001;
    private const long ColumnsPerRow = 360_000;

    private static readonly Gen<double> Latitudes = Gen.Double[-70, 70];
    private static readonly Gen<double> Longitudes = Gen.Double[-179, 179];
    private static readonly Gen<double> Shares = Gen.Double[0, 1];

    [Fact]
    public void Every_point_of_a_box_is_in_its_ranges() =>
        Gen.Select(Latitudes, Longitudes, Gen.Double[0, 0.05], Gen.Double[0, 0.05], Shares, Shares).Sample(
            (south, west, height, width, up, right) =>
            {
                var cell = GridCell.Of(south + (up * height), west + (right * width));
                Assert.Contains(GridCell.Cover(south, west, south + height, west + width), range => Holds(range, cell));
            },
            iter: 5_000);

    [Fact]
    public void No_range_of_a_box_reaches_a_cell_beyond_it() =>
        Gen.Select(Latitudes, Longitudes, Gen.Double[0, 0.02], Gen.Double[0, 0.02]).Sample(
            (south, west, height, width) =>
            {
                foreach (var cell in CellsOf(GridCell.Cover(south, west, south + height, west + width)))
                {
                    var (cellSouth, cellWest) = CornerOf(cell);
                    Assert.InRange(cellSouth, south - Side - 1e-9, south + height + 1e-9);
                    Assert.InRange(cellWest, west - Side - 1e-9, west + width + 1e-9);
                }
            },
            iter: 1_000);

    [Fact]
    public void Every_point_of_a_circle_is_in_its_ranges() =>
        Gen.Select(Latitudes, Longitudes, Gen.Double[1, 5_000], Gen.Double[-1, 1], Gen.Double[-1, 1]).Sample(
            (latitude, longitude, metres, up, right) =>
            {
                var (atLatitude, atLongitude) = (latitude + (up * metres / 100_000), longitude + (right * metres / 30_000));
                if (GridCell.Metres(latitude, longitude, atLatitude, atLongitude) > metres)
                {
                    return;
                }

                var cell = GridCell.Of(atLatitude, atLongitude);
                Assert.Contains(GridCell.CoverCircle(latitude, longitude, metres), range => Holds(range, cell));
            },
            iter: 20_000);

    [Fact]
    public void The_ranges_of_a_circle_stay_close_to_it() =>
        Gen.Select(Latitudes, Longitudes, Gen.Double[1, 2_000]).Sample(
            (latitude, longitude, metres) =>
            {
                // The box around the circle, and a cell more on each side.
                var reach = (Math.Sqrt(2) * metres * 1.01) + (2 * Side * 111_195 * Math.Sqrt(2));
                foreach (var cell in CellsOf(GridCell.CoverCircle(latitude, longitude, metres)))
                {
                    var (south, west) = CornerOf(cell);
                    Assert.True(GridCell.Metres(latitude, longitude, south + (Side / 2), west + (Side / 2)) <= reach);
                }
            },
            iter: 500);

    [Fact]
    public void Ranges_do_not_overlap_and_rise() =>
        Gen.Select(Latitudes, Longitudes, Gen.Double[1, 5_000]).Sample((latitude, longitude, metres) =>
        {
            var ranges = GridCell.CoverCircle(latitude, longitude, metres).ToList();
            Assert.All(ranges, range => Assert.True(range.First <= range.Last));
            Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.True(pair.First.Last < pair.Second.First));
        });

    [Fact]
    public void A_distance_is_the_same_both_ways() =>
        Gen.Select(Latitudes, Longitudes, Latitudes, Longitudes).Sample((a, b, c, d) =>
        {
            Assert.Equal(GridCell.Metres(a, b, c, d), GridCell.Metres(c, d, a, b), 6);
            Assert.Equal(0, GridCell.Metres(a, b, a, b));
        });

    [Fact]
    public void A_distance_is_that_of_the_globe()
    {
        // City Hall to the Empire State Building: 4.3 km.
        Assert.InRange(GridCell.Metres(40.7127, -74.0060, 40.7484, -73.9857), 4_250, 4_350);
        Assert.InRange(GridCell.Metres(0, 0, 0, 1), 111_190, 111_200);
        Assert.InRange(GridCell.Metres(0, 0, 0, 180), 20_015_000, 20_016_000);
    }

    [Fact]
    public void The_centre_lies_in_its_own_cell() =>
        Gen.Select(Latitudes, Longitudes).Sample((latitude, longitude) =>
        {
            var centre = GridCell.CentreOf(latitude, longitude);
            Assert.Equal(GridCell.Of(latitude, longitude), GridCell.Of(centre.Latitude, centre.Longitude));
        });

    [Theory]
    [InlineData(90, 180)]
    [InlineData(-90, -180)]
    [InlineData(90, -180)]
    public void The_ends_of_the_world_have_cells(double latitude, double longitude)
    {
        Assert.InRange(GridCell.Of(latitude, longitude), 0, (180_000 * ColumnsPerRow) - 1);
        Assert.Contains(GridCell.CoverCircle(latitude, longitude, 10), range => Holds(range, GridCell.Of(latitude, longitude)));
    }

    private static bool Holds((long First, long Last) range, long cell) => range.First <= cell && cell <= range.Last;

    private static IEnumerable<long> CellsOf(IEnumerable<(long First, long Last)> ranges) =>
        ranges.SelectMany(range => Enumerable.Range(0, (int)(range.Last - range.First) + 1).Select(i => range.First + i));

    private static (double South, double West) CornerOf(long cell) =>
        ((cell / ColumnsPerRow * Side) - 90, (cell % ColumnsPerRow * Side) - 180);
}
