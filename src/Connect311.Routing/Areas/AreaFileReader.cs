using System.Text.Json;
using Connect311.Routing.Documents;
using NetTopologySuite.Geometries;

namespace Connect311.Routing.Areas;

/// <summary>Where the features of somebody's file say what they are called.</summary>
/// <param name="Code">The property that tells the areas apart; its values are made codes, <c>Staten Island</c> is <c>staten-island</c>.</param>
/// <param name="Name">The property with their names; null when the values of <paramref name="Code"/> are the names.</param>
/// <param name="MergesParts">Whether features with the same code are parts of one area; otherwise a code given twice is a fault.</param>
public sealed record AreaNaming(string Code, string? Name = null, bool MergesParts = false);

/// <summary>An area set out of somebody's file.</summary>
/// <param name="Json">The set in our own form, as <see cref="AreaSetReader"/> reads it.</param>
public sealed record AreaFile(AreaSet Set, string Json);

/// <summary>Reads any GeoJSON file of polygons as an area set of a city.</summary>
public static class AreaFileReader
{
    /// <summary>More than any city's boundaries have that were not drawn for print.</summary>
    private const int MostCorners = 500_000;

    /// <summary>The set, or null when <paramref name="faults"/> holds what is wrong with it.</summary>
    /// <param name="set">The name that the set shall have.</param>
    /// <param name="city">The set whose areas make up the city: what does not touch it is of another place.</param>
    public static AreaFile? Read(string set, JsonElement json, AreaNaming naming, AreaSet city, List<Fault> faults)
    {
        var before = faults.Count;
        var names = new AreaNames(naming);
        var features = FeatureReader.Read(json, names.Of, isTrusted: false, faults);
        if (!naming.MergesParts)
        {
            FeatureReader.RefuseDoubles(features, naming.Code, faults);
        }

        if (faults.Count > before)
        {
            return null;
        }

        CheckPlace(features, city.Box, faults);
        if (features.Sum(feature => (long)feature.Shape!.NumPoints) > MostCorners)
        {
            faults.Add(new("/features", FaultCodes.TooManyCorners, "maximum", MostCorners));
        }

        if (faults.Count > before)
        {
            return null;
        }

        var areas = features.GroupBy(feature => feature.Code).Select(Merged).ToList();
        return new(new AreaSet(set, areas), AreaSetWriter.Write(areas));
    }

    private static (string Code, string Name, Geometry Shape) Merged(IGrouping<string, AreaFeature> parts)
    {
        var first = parts.First();
        return (first.Code, first.Name, parts.Count() == 1
            ? first.Shape!
            : first.Shape!.Factory.BuildGeometry(parts.Select(part => part.Shape!)).Union());
    }

    /// <summary>What is written latitude first lies far from the city, and in it the other way round.</summary>
    private static void CheckPlace(List<AreaFeature> features, Envelope city, List<Fault> faults)
    {
        var near = new Envelope(city);
        near.ExpandBy(city.Width, city.Height);
        var boxes = features.Select(feature => (feature.Pointer, Box: feature.Shape!.EnvelopeInternal)).ToList();
        var swapped = boxes.Where(feature => !near.Intersects(feature.Box) && near.Contains(Swapped(feature.Box))).ToList();
        faults.AddRange(swapped.Select(feature => new Fault($"{feature.Pointer}/geometry", FaultCodes.SwappedCoordinates)));
        if (swapped.Count == 0 && !boxes.Exists(feature => city.Intersects(feature.Box)))
        {
            faults.Add(new("", boxes.Exists(feature => city.Intersects(Swapped(feature.Box)))
                ? FaultCodes.SwappedCoordinates
                : FaultCodes.OutsideCity));
        }
    }

    private static Envelope Swapped(Envelope box) => new(box.MinY, box.MaxY, box.MinX, box.MaxX);
}
