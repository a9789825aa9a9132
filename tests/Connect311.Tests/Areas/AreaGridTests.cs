using Connect311.Routing.Areas;
using CsCheck;

namespace Connect311.Tests.Areas;

/// <summary>The grid answers as if every edge were looked at.</summary>
public sealed class AreaGridTests
{
    private static readonly Gen<(double Latitude, double Longitude)[]> Anywhere =
        Gen.Select(Gen.Double[-0.1, 1.1], Gen.Double[-0.1, 1.1]).Array[200];

    [Fact]
    public void Every_place_lies_where_brute_force_finds_it() =>
        Gen.Select(AreaGen.Sets, Anywhere).Sample(
            sample =>
            {
                var (json, anywhere) = sample;
                var (set, brute) = (GeoJson.Read(json), new BruteForce(json));
                var places = anywhere.Select(part => (
                    brute.Box.MinY + (part.Latitude * brute.Box.Height), brute.Box.MinX + (part.Longitude * brute.Box.Width)));
                SameAnswers(set, brute, places.Concat(brute.HardPlaces()).Concat(Sides(brute)));
            },
            iter: 300);

    [Fact]
    public void A_set_of_a_hand_and_one_of_the_earth_have_a_grid_too()
    {
        foreach (var (side, corner) in new[] { (1e-12, 0.5), (1e-9, 73.98), (3e-7, -73.98), (89.9, 0) })
        {
            var json = GeoJson.Collection(
                GeoJson.Feature("a", GeoJson.Square(corner, corner, side)), GeoJson.Feature("b", GeoJson.Square(corner + side, corner, side)));
            var brute = new BruteForce(json);
            SameAnswers(GeoJson.Read(json), brute, brute.HardPlaces().Concat(Sides(brute)));
        }
    }

    [Fact]
    public void A_long_border_without_corners_is_seen_in_all_its_cells()
    {
        // Level, upright, and hardly aslant: these are the edges whose cells are easily miscounted.
        foreach (var slope in new[] { 0, 1e-15, 1e-12, 1e-9, 1e-5, 0.37, 1 })
        {
            foreach (var isUpright in new[] { false, true })
            {
                var (from, to) = (isUpright ? "0.5 0" : "0 0.5", isUpright ? FormattableString.Invariant($"{0.5 + slope} 2") : FormattableString.Invariant($"2 {0.5 + slope}"));
                var json = GeoJson.Collection(
                    GeoJson.Feature("a", isUpright ? $"0 0, {from}, {to}, 0 2" : $"0 0, 2 0, {to}, {from}"),
                    GeoJson.Feature("b", isUpright ? $"{from}, 2 0, 2 2, {to}" : $"{from}, {to}, 2 2, 0 2"));
                var brute = new BruteForce(json);
                var near = Enumerable.Range(0, 2_001).SelectMany(i => new[] { -1e-13, 0, 1e-13 }.Select(beside =>
                {
                    var (along, across) = (i / 1000.0, 0.5 + (i / 2000.0 * slope) + beside);
                    return isUpright ? (along, across) : (across, along);
                }));
                SameAnswers(GeoJson.Read(json), brute, near.Concat(brute.HardPlaces()));
            }
        }
    }

    private static IEnumerable<(double, double)> Sides(BruteForce brute)
    {
        var box = brute.Box;
        double[] latitudes = [box.MinY, box.MaxY, box.Centre.Y, Math.BitDecrement(box.MinY), Math.BitIncrement(box.MaxY)];
        double[] longitudes = [box.MinX, box.MaxX, box.Centre.X, Math.BitDecrement(box.MinX), Math.BitIncrement(box.MaxX)];
        return latitudes.SelectMany(latitude => longitudes.Select(longitude => (latitude, longitude)));
    }

    private static void SameAnswers(AreaSet set, BruteForce brute, IEnumerable<(double Latitude, double Longitude)> places)
    {
        // Beside 0 lie numbers such as 5E-324: no receiver says so, and their products vanish, in NTS as in the grid.
        foreach (var (latitude, longitude) in places.Where(place => IsUsual(place.Latitude) && IsUsual(place.Longitude)))
        {
            var (expected, found) = (brute.Find(latitude, longitude), set.Find(latitude, longitude)?.Code);
            Assert.True(expected == found, FormattableString.Invariant($"{latitude:R}, {longitude:R}: {expected ?? "none"} expected, {found ?? "none"} found"));
        }
    }

    private static bool IsUsual(double degrees) => degrees == 0 || Math.Abs(degrees) > 1e-30;
}
