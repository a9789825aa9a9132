using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;

namespace Connect311.Tests.Routing;

/// <summary>Rule sets that are stored and not in force.</summary>
internal static class TestDrafts
{
    /// <summary>A rule set of these rules, for New York's departments; everything else goes to <paramref name="fallback"/>.</summary>
    public static string Of(string rules, string fallback = "311") => $$$"""
        {"name": "draft", "timeZone": "America/New_York", "uncertainPlaces": "operator",
         "fallback": {"department": "{{{fallback}}}", "reason": {"en": "Nobody else."}},
         "rules": [{{{rules}}}]}
        """;

    /// <summary>New York's own rules with others before them.</summary>
    public static string BeforeNewYorks(string rules)
    {
        var city = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seed", "nyc", "rule-set.json"));
        using var json = JsonDocument.Parse(city);
        var own = json.RootElement.GetProperty("rules").EnumerateArray().Select(rule => rule.GetRawText());
        return Of(string.Join(",\n", own.Prepend(rules)));
    }

    /// <summary>Stores a draft under the next version.</summary>
    public static async Task<int> StoreDraftAsync(this Database database, string json)
    {
        var token = TestContext.Current.CancellationToken;
        var version = 1 + await database.FindAsync<int>("SELECT MAX(Version) FROM RuleSet;", null, token);
        var write = new Write().Run(
            "INSERT INTO RuleSet (Version, Status, CreatedAt) VALUES (@version, 'draft', @at);",
            new { version, at = TestApplication.Noon });
        await database.WriteAsync(
            write.Rows(CitySql.For(database.Engine).InsertFiles, CityFileRow.Rows, [.. CityFileRow.Split(CityFiles.RuleSet, version, json)]), token);
        return version;
    }
}
