using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Areas;

/// <summary>Reads an area set in our own form: GeoJSON whose features carry <c>code</c> and <c>name</c>.</summary>
public static class AreaSetReader
{
    internal const int MaxCode = 50;
    internal const int MaxName = 100;

    /// <summary>The set, or null when <paramref name="faults"/> holds what is wrong with it.</summary>
    public static AreaSet? Read(string name, JsonElement json, List<Fault> faults) => Read(name, json, isTrusted: false, faults);

    /// <summary>As <see cref="Read(string, JsonElement, List{Fault})"/>, of a set that was checked when it was stored: its shapes are taken as they are.</summary>
    public static AreaSet? ReadStored(string name, JsonElement json, List<Fault> faults) => Read(name, json, isTrusted: true, faults);

    private static AreaSet? Read(string name, JsonElement json, bool isTrusted, List<Fault> faults)
    {
        var before = faults.Count;
        var features = FeatureReader.Read(json, NamesOf, isTrusted, faults);
        FeatureReader.RefuseDoubles(features, "code", faults);
        return faults.Count == before ? new AreaSet(name, features.Select(feature => (feature.Code, feature.Name, feature.Shape!))) : null;
    }

    private static (string Code, string Name) NamesOf(ObjectReader properties) =>
        (properties.RequiredCode("code", MaxCode), properties.RequiredText("name", MaxName));
}
