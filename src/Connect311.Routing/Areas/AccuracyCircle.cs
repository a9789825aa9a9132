namespace Connect311.Routing.Areas;

/// <summary>Where a place may lie that is only known to some metres.</summary>
public static class AccuracyCircle
{
    /// <summary>Points spread evenly over the circle, to see which part of it lies where.</summary>
    private const int Samples = 128;

    /// <summary>Turning by it from point to point leaves no gaps (a sunflower's seeds).</summary>
    private static readonly double GoldenAngle = Math.PI * (3 - Math.Sqrt(5));

    /// <summary>
    /// The possible places, that of the point itself first; null when the circle lies in one area of each set. Every
    /// area that the circle touches is in one of them, with a share of 0 where only its edge is touched. A place never
    /// loses a set that the point itself has: nobody reports from beyond the city.
    /// </summary>
    /// <param name="sets">The area sets, in the order that hits are wanted.</param>
    /// <param name="latitude">Degrees, WGS 84.</param>
    /// <param name="longitude">Degrees, WGS 84.</param>
    /// <param name="metres">The radius of the circle; 0 for a place that is exact.</param>
    public static IReadOnlyList<PossiblePlace>? Around(
        IReadOnlyList<AreaSet> sets, double latitude, double longitude, double metres)
    {
        if (metres <= 0)
        {
            return null;
        }

        var here = Find(sets, latitude, longitude);
        var touched = sets.Select(set => set.Touching(latitude, longitude, metres)).ToList();
        if (touched.Zip(here).All(set => set.First.All(area => area == set.Second)))
        {
            return null;
        }

        var places = new Places(here);
        for (var i = 0; i < Samples; i++)
        {
            var distance = metres * Math.Sqrt((i + 0.5) / Samples);
            var (sampleLatitude, sampleLongitude) = new LocalPlane(latitude, longitude)
                .At(distance * Math.Cos(i * GoldenAngle), distance * Math.Sin(i * GoldenAngle));
            places.Count(Find(sets, sampleLatitude, sampleLongitude));
        }

        for (var set = 0; set < sets.Count; set++)
        {
            places.AddMissing(set, touched[set]);
        }

        return places.ToList();
    }

    private static AreaHit?[] Find(IReadOnlyList<AreaSet> sets, double latitude, double longitude) =>
        [.. sets.Select(set => set.Find(latitude, longitude))];

    /// <summary>Counts how many samples lie in the same areas.</summary>
    private sealed class Places(AreaHit?[] here)
    {
        private readonly List<(AreaHit?[] Areas, int Samples)> _places = [(here, 0)];

        public void Count(AreaHit?[] areas)
        {
            if (areas.Zip(here).Any(set => set.First is null && set.Second is not null))
            {
                return;
            }

            var known = _places.FindIndex(place => place.Areas.SequenceEqual(areas));
            if (known < 0)
            {
                _places.Add((areas, 1));
            }
            else
            {
                _places[known] = (_places[known].Areas, _places[known].Samples + 1);
            }
        }

        /// <summary>Adds the areas of a set that the circle touches between the samples.</summary>
        public void AddMissing(int set, IEnumerable<AreaHit> touched)
        {
            foreach (var area in touched.Where(area => !_places.Exists(place => place.Areas[set] == area)).ToList())
            {
                var areas = here.ToArray();
                areas[set] = area;
                _places.Add((areas, 0));
            }
        }

        public List<PossiblePlace> ToList()
        {
            var all = Math.Max(1, _places.Sum(place => place.Samples));
            return [.. _places.Select(place => new PossiblePlace([.. place.Areas.OfType<AreaHit>()], (double)place.Samples / all))];
        }
    }
}
