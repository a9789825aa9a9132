using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Benchmarks;
using Connect311.Benchmarks.State;
using Connect311.Tests.Catalog;
using Connect311.Tests.Http;
using Connect311.Tests.ServiceRequests;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Triage.Rerouting;

/// <summary>
/// A small town in which every member of a report decides: the service type, the area and the answers. In the west ROADS
/// mends holes and in the east PARKS, which works in its own system; big holes are DIGGERS' everywhere; POLICE hears of secrets.
/// </summary>
public sealed class ReroutingTown : IDisposable
{
    public const string West = """{"latitude":0.51234567,"longitude":0.41234567}""";
    public const string East = """{"latitude":0.51234567,"longitude":1.41234567}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-town-").FullName;

    public ReroutingTown()
        : this("at-once")
    {
    }

    internal ReroutingTown(string policy, Func<TestApplication, TestApplication>? with = null)
    {
        foreach (var (file, text) in FilesWith(policy))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.WriteAllText(Path.Combine(_folder, file), text);
        }

        var application = new TestApplication().With("City:Folder", _folder);
        Application = with?.Invoke(application) ?? application;
    }

    public TestApplication Application { get; }

    public string Folder => _folder;

    public static string HoleIn(string location, string more = "") =>
        $$"""{"serviceType":"hole.road","description":"A hole.","location":{{location}}{{(more.Length == 0 ? "" : "," + more)}}}""";

    public static Dictionary<string, string> FilesWith(string policy) => new(SmallCity.Files)
    {
        ["departments.json"] = """
            [
              {"code": "311", "name": {"en": "Operators"}},
              {"code": "ROADS", "name": {"en": "Roads", "es": "Calles"}},
              {"code": "PARKS", "name": {"en": "Parks", "es": "Parques"}, "external": true},
              {"code": "DIGGERS", "name": {"en": "Diggers"}},
              {"code": "POLICE", "name": {"en": "Police"}}
            ]
            """,
        ["service-types.json"] = """
            [
              {"code": "hole", "group": "streets", "name": {"en": "Hole"}, "outcomes": ["fixed"], "publicPlace": "exact",
               "serviceLevel": {"resolve": {"days": 3}, "source": "assumed"},
               "questions": [
                 {"code": "size", "type": "one-of", "text": {"en": "How large?"},
                  "choices": [{"code": "big", "name": {"en": "Big"}}, {"code": "small", "name": {"en": "Small"}}]},
                 {"code": "depth", "type": "number", "text": {"en": "How deep?"}, "when": {"question": "size", "in": ["big"]}},
                 {"code": "seen", "type": "string", "text": {"en": "Who saw it?"}}],
               "descriptors": [{"code": "road", "descriptor": "Road", "name": {"en": "On the road"}}]},
              {"code": "lamp", "group": "rest", "name": {"en": "Lamp"}, "outcomes": ["fixed"], "publicPlace": "block",
               "serviceLevel": {"resolve": {"hours": 5}, "source": "assumed"},
               "questions": [{"code": "pole", "type": "string", "required": true, "text": {"en": "Which pole?"}}],
               "descriptors": [{"code": "out", "descriptor": "Out", "name": {"en": "Lamp out"}}]},
              {"code": "secret", "group": "rest", "name": {"en": "Secret"}, "outcomes": ["fixed"], "visibility": "confidential",
               "publicPlace": "area", "descriptors": [{"code": "one", "descriptor": "One", "name": {"en": "A secret"}}]},
              {"code": "praise", "group": "rest", "name": {"en": "Praise"}, "outcomes": ["fixed"], "place": "none", "contact": "required",
               "descriptors": [{"code": "any", "descriptor": "Any", "name": {"en": "Praise"}}]},
              {"code": "opening-hours", "kind": "information", "group": "rest",
               "name": {"en": "Opening hours"}, "information": {"text": {"en": "From 9 to 5."}}},
              {"code": "unlisted", "group": "rest", "name": {"en": "Something else"}, "outcomes": ["no-access"]}
            ]
            """,
        ["rule-set.json"] = """
            {"name": "town", "timeZone": "America/New_York", "reroute": "POLICY",
             "fallback": {"department": "311", "reason": {"en": "Nobody else."}},
             "rules": [
               {"id": "big", "when": {"serviceTypes": ["hole.*"], "answers": {"size": {"equals": "big"}}},
                "assign": {"department": "DIGGERS", "priority": 2}, "reason": {"en": "Big holes need diggers.", "es": "Los hoyos grandes necesitan excavadoras."}},
               {"id": "east", "when": {"serviceTypes": ["hole.*"], "areas": {"borough": ["east"]}},
                "assign": {"department": "PARKS"}, "reason": {"en": "The east is a park.", "es": "El este es un parque."}},
               {"id": "west", "when": {"serviceTypes": ["hole.*"], "areas": {"borough": ["west"]}},
                "assign": {"department": "ROADS"}, "reason": {"en": "The west has roads."}},
               {"id": "lamps", "when": {"serviceTypes": ["lamp.*"]},
                "assign": {"department": "ROADS", "queue": "lamps"}, "reason": {"en": "Lamps stand on roads."}},
               {"id": "secrets", "when": {"serviceTypes": ["secret.*"]},
                "assign": {"department": "POLICE"}, "reason": {"en": "A matter for the police."}}]}
            """.Replace("POLICY", policy, StringComparison.Ordinal),
    };

    /// <summary>The number of a report of this body.</summary>
    public async Task<string> SubmitAsync(string body) => (await SubmittedAsync(body)).Text("trackingNumber");

    public async Task<JsonElement> SubmittedAsync(string body)
    {
        using var app = Application.App();
        return await app.SubmittedAsync(body);
    }

    /// <summary>Corrects a request in its newest version, for whoever holds it, which must be done.</summary>
    public async Task<JsonElement> CorrectedAsync(string number, string body)
    {
        var row = await RowAsync(number);
        using var agent = Application.Staff($"demo-agent-{row.Department}");
        var response = await agent.CorrectAsync(number, $"\"{row.Version}\"", body);
        Assert.True(response.IsSuccessStatusCode, await response.TextAsync());
        return await response.JsonAsync();
    }

    /// <summary>Acts on a request in its newest version, for whoever holds it.</summary>
    public async Task<HttpResponseMessage> ActAsync(string number, string action, string? body = null)
    {
        var row = await RowAsync(number);
        using var agent = Application.Staff($"demo-agent-{row.Department}");
        return await agent.ActAsync(number, action, $"\"{row.Version}\"", body);
    }

    internal Task<Connect311.Api.Triage.StaffRow> RowAsync(string number) => Application.Database.RowAsync(IdOf(number));

    /// <summary>Puts other files in force, as a server does that notices them.</summary>
    internal void Take(IReadOnlyDictionary<string, string> files, int rules) =>
        Application.Services.GetRequiredService<CurrentCity>().Set(CityReader.Read(new CityFiles(files), 1, rules));

    /// <summary>Every row must be the fold of its events, every chain whole, and nothing half-stored.</summary>
    public void AssertSound()
    {
        var anomalies = new Anomalies();
        new StateAudit(Application.DatabaseFile, anomalies).Continue();
        Assert.Empty(anomalies.Examples);
    }

    public static long IdOf(string number)
    {
        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read(number, out var read));
        return read.Id;
    }

    public void Dispose()
    {
        Application.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
