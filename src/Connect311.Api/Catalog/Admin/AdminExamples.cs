namespace Connect311.Api.Catalog.Admin;

/// <summary>Bodies to try in Swagger UI, by the name of the operation. Each is accepted as it stands; a test sends them.</summary>
internal static class AdminExamples
{
    public static IReadOnlyDictionary<string, string> ByOperation { get; } = new Dictionary<string, string>
    {
        ["PutDepartment"] = """
            { "name": { "en": "Department of Youth", "es": "Departamento de la Juventud" }, "successor": null, "external": false }
            """,
        ["PutGroup"] = """
            { "name": { "en": "Youth and play", "es": "Juventud y juego" } }
            """,
        ["PutServiceType"] = """
            {
              "group": "streets",
              "name": { "en": "Little library", "es": "Pequeña biblioteca" },
              "description": { "en": "A little library on the street that is broken or dirty." },
              "place": "required",
              "serviceLevel": {
                "acknowledge": { "days": 2 }, "resolve": { "days": 30, "source": "Agreement with the library of 2026" }, "source": "assumed",
                "byPriority": { "1": { "acknowledge": { "hours": 4 }, "resolve": { "days": 3 } } }
              },
              "outcomes": ["fixed", "not-found"],
              "questions": [
                {
                  "code": "damage", "type": "one-of", "required": true, "text": { "en": "What is wrong with it?" },
                  "choices": [ { "code": "broken", "name": { "en": "Broken" } }, { "code": "dirty", "name": { "en": "Dirty" } } ]
                },
                { "code": "books", "type": "number", "text": { "en": "How many books are wet?" }, "minimum": 0, "maximum": 20,
                  "when": { "question": "damage", "in": ["broken"] } }
              ]
            }
            """,
        ["PutQuestion"] = """
            {
              "type": "one-of", "required": false, "text": { "en": "Since when?", "es": "¿Desde cuándo?" },
              "choices": [ { "code": "today", "name": { "en": "Today" } }, { "code": "longer", "name": { "en": "Longer" } } ]
            }
            """,
        ["PutAreaSet"] = """
            {
              "type": "FeatureCollection",
              "features": [
                {
                  "type": "Feature",
                  "properties": { "code": "park", "name": "Around the park" },
                  "geometry": { "type": "Polygon", "coordinates": [ [ [-73.99, 40.65], [-73.95, 40.65], [-73.95, 40.69], [-73.99, 40.69], [-73.99, 40.65] ] ] }
                }
              ]
            }
            """,
    };
}
