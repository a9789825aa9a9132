using Connect311.Benchmarks.Areas;
using Connect311.Routing.Areas;

namespace Connect311.Tests.Areas;

/// <summary>New York's six sets of boundaries, with all their corners.</summary>
public sealed class RealAreasTests
{
    [Fact]
    public void Every_hard_place_lies_where_NetTopologySuite_finds_it()
    {
        RealData.PathOf("boundaries/zipcodes.geojson");
        var files = BoundaryFiles.Read();
        var (sets, plain) = (new AreaSets(files.Select(file => file.Set)), new PlainPlaces(files));
        var random = new Random(311);
        var anywhere = Enumerable.Range(0, 20_000).Select(_ => (40.45 + (random.NextDouble() * 0.5), -74.3 + (random.NextDouble() * 0.65)));
        var (places, wrong) = (0, 0);
        foreach (var (latitude, longitude) in files.SelectMany(file => new BruteForce(file.Json).HardPlaces()).Concat(anywhere))
        {
            places++;
            wrong += sets.Find(latitude, longitude).SequenceEqual(plain.FindOneByOne(latitude, longitude)) ? 0 : 1;
        }

        Assert.InRange(places, 100_000, int.MaxValue);
        Assert.Equal(0, wrong);
    }
}
