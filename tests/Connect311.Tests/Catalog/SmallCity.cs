using Connect311.Api.Catalog;

namespace Connect311.Tests.Catalog;

/// <summary>A valid city of a few lines, for tests that break one of them.</summary>
internal static class SmallCity
{
    public static readonly IReadOnlyDictionary<string, string> Files = new Dictionary<string, string>
    {
        ["city.json"] = """
            {
              "code": "town",
              "name": {"en": "Town"},
              "timeZone": "America/New_York",
              "areaSet": "borough"
            }
            """,
        ["departments.json"] = """
            [
              {"code": "311", "name": {"en": "Operators"}},
              {"code": "ROADS", "name": {"en": "Roads"}},
              {"code": "OLD", "name": {"en": "Old roads"}, "active": false, "successor": "ROADS"}
            ]
            """,
        ["groups.json"] = """
            [
              {"code": "streets", "name": {"en": "Streets"}},
              {"code": "rest", "name": {"en": "The rest"}}
            ]
            """,
        ["outcomes.json"] = """
            [
              {"code": "fixed", "name": {"en": "Fixed"}, "sentence": {"en": "It was fixed."}, "source": "assumed"},
              {"code": "no-access", "name": {"en": "No access"}, "sentence": {"en": "Nobody was in."}, "source": "assumed"}
            ]
            """,
        ["service-types.json"] = """
            [
              {
                "code": "pothole",
                "group": "streets",
                "bare": true,
                "name": {"en": "Pothole"},
                "outcomes": ["fixed"],
                "staleAfter": "PT2H",
                "serviceLevel": {"resolve": {"days": 3}, "source": "assumed"},
                "questions": [
                  {"code": "size", "type": "one-of", "text": {"en": "How large?"},
                   "choices": [{"code": "big", "name": {"en": "Big"}}]},
                  {"code": "depth", "type": "number", "text": {"en": "How deep?"},
                   "when": {"question": "size", "in": ["big"]}}
                ],
                "descriptors": [
                  {"code": "road", "descriptor": "Road", "name": {"en": "On the road"}},
                  {"code": "path", "descriptor": "Path", "name": {"en": "On a path"}}
                ]
              },
              {
                "code": "opening-hours", "kind": "information", "group": "rest",
                "name": {"en": "Opening hours"},
                "information": {"text": {"en": "From 9 to 5."}}
              },
              {
                "code": "unlisted", "group": "rest",
                "name": {"en": "Something else"}, "outcomes": ["no-access"]
              }
            ]
            """,
        ["danger.json"] = """
            {
              "notice": {"en": "Call 911."},
              "words": [
                {"code": "gas", "phrases": ["gas leak"]}
              ]
            }
            """,
        ["rule-set.json"] = """
            {
              "name": "town", "timeZone": "America/New_York",
              "fallback": {"department": "311", "reason": {"en": "Nobody else."}},
              "rules": [
                {
                  "id": "potholes-in-the-west",
                  "when": {
                    "serviceTypes": ["pothole.*"],
                    "areas": {"borough": ["west"]}
                  },
                  "assign": {"department": "ROADS"},
                  "reason": {"en": "The west."}
                },
                {
                  "id": "streets",
                  "when": {"groups": ["streets"]},
                  "assign": {"department": "ROADS"},
                  "reason": {"en": "The streets."}
                }
              ]
            }
            """,
        ["areas/borough.geojson"] = """
            {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"code": "west", "name": "West"}, "geometry":
              {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}},
            {"type": "Feature", "properties": {"code": "east", "name": "East"}, "geometry":
              {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}}
            ]}
            """,
    };

    /// <summary>The files with some of them changed.</summary>
    public static Dictionary<string, string> With(params (string File, string Old, string New)[] changes)
    {
        var files = Files.ToDictionary();
        foreach (var (file, old, changed) in changes)
        {
            Assert.Equal(2, files[file].Split(old).Length);
            files[file] = files[file].Replace(old, changed, StringComparison.Ordinal);
        }

        return files;
    }

    public static City Read(IReadOnlyDictionary<string, string> files) => CityReader.Read(new CityFiles(files), 1, 1);

    /// <summary>The faults, as "file:line field code".</summary>
    public static string[] FaultsOf(IReadOnlyDictionary<string, string> files) =>
        [.. Assert.Throws<CatalogRefusedException>(() => Read(files)).Faults
            .Select(fault => $"{fault.File}:{fault.Line} {fault.Fault.Field} {fault.Fault.Code}")];
}
