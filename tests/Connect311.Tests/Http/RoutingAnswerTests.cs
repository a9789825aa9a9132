using System.Text.Json;
using Connect311.Tests.Catalog;

namespace Connect311.Tests.Http;

/// <summary>What a report's owner and staff are told about the decision.</summary>
public sealed class RoutingAnswerTests : IDisposable
{
    /// <summary>Near the Brooklyn shore of the East River; Manhattan begins within a mile.</summary>
    private const string NearTheRiver = """
        {"serviceType":"street-condition.pothole","location":{"latitude":40.6990,"longitude":-73.9905,"accuracyMetres":1600}}
        """;

    private readonly CityFolder _folder = new();
    private readonly TestApplication _application = new();

    [Fact]
    public async Task Without_a_needed_answer_the_operators_get_it_and_the_app_may_ask()
    {
        using var app = _application.App();
        var answer = await app.SubmittedAsync("""{"serviceType":"encampment","location":{"latitude":40.67383,"longitude":-73.97054}}""");
        var routing = answer.GetProperty("routing");
        Assert.Equal(("311", "unanswered", "people-present"), (answer.GetProperty("department").Text("code"), routing.Text("rule"), routing.Text("needsAnswerTo")));
        Assert.Contains("leaves a question open", routing.Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_of_the_rule_is_for_staff_alone()
    {
        using var app = _application.App();
        using var operators = _application.Staff("demo-operator");
        var answer = await app.SubmittedAsync(
            """{"serviceType":"encampment","location":{"latitude":40.67383,"longitude":-73.97054},"answers":{"people-present":"unknown"}}""");
        Assert.False(answer.GetProperty("routing").TryGetProperty("note", out _));
        Assert.Equal("With people there it belongs to DHS, without to NYPD.", (await SeenAsync(operators, answer)).Text("note"));
    }

    [Theory]
    [InlineData("en", "The place is close to a boundary, so it may turn out to be a matter for Department of Sanitation.")]
    [InlineData("es", "El lugar está cerca de un límite, así que puede resultar que le corresponda a Departamento de Sanidad.")]
    public async Task Near_a_boundary_the_likelier_department_gets_it_and_both_are_named(string language, string sentence)
    {
        using var app = ByBorough("likelier").App();
        using var agent = _application.Staff("demo-agent-DOT");
        app.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
        var answer = await app.SubmittedAsync(NearTheRiver, key: "once");
        var routing = answer.GetProperty("routing");
        Assert.Equal(("DOT", "brooklyn"), (answer.GetProperty("department").Text("code"), routing.Text("rule")));
        Assert.Equal(["DOT", "DSNY"], Possible(routing));
        Assert.Equal($"Brooklyn. {sentence}", routing.Text("reason"));
        Assert.Equal(answer.GetRawText(), (await (await app.SubmitAsync(NearTheRiver, key: "once")).JsonAsync()).GetRawText());
        Assert.Equal(["DOT", "DSNY"], Possible(await SeenAsync(agent, answer)));
    }

    [Fact]
    public async Task Near_a_boundary_an_operator_gets_it_where_the_city_says_so()
    {
        using var app = ByBorough("operator").App();
        var answer = await app.SubmittedAsync(NearTheRiver);
        var routing = answer.GetProperty("routing");
        Assert.Equal(("311", "uncertain"), (answer.GetProperty("department").Text("code"), routing.Text("rule")));
        Assert.EndsWith("It is a matter for Department of Transportation or Department of Sanitation.", routing.Text("reason"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"accuracyMetres\":1600", "\"accuracyMetres\":5")]
    [InlineData(",\"accuracyMetres\":1600", "")]
    public async Task A_place_that_is_exact_enough_leaves_no_doubt(string old, string changed)
    {
        using var app = ByBorough("operator").App();
        var answer = await app.SubmittedAsync(NearTheRiver.Replace(old, changed, StringComparison.Ordinal));
        Assert.Equal("DOT", answer.GetProperty("department").Text("code"));
        Assert.Empty(Possible(answer.GetProperty("routing")));
    }

    public void Dispose()
    {
        _application.Dispose();
        _folder.Dispose();
    }

    private static string[] Possible(JsonElement routing) =>
        [.. routing.GetProperty("possibleDepartments").EnumerateArray().Select(department => department.Text("code"))];

    private static async Task<JsonElement> SeenAsync(HttpClient staff, JsonElement answer)
    {
        var seen = await (await staff.ReadAsync($"/v1/service-requests/{answer.Text("trackingNumber")}")).JsonAsync();
        return seen.GetProperty("routing");
    }

    /// <summary>New York with a rule for two boroughs, and what to do between them.</summary>
    private TestApplication ByBorough(string policy) => _application.With("City:Folder", _folder.With(RuleSet(policy)).Path);

    private static string RuleSet(string policy) => $$$"""
        {
          "name": "by-borough", "timeZone": "America/New_York", "uncertainPlaces": "{{{policy}}}",
          "fallback": {"department": "311", "reason": {"en": "Nobody."}},
          "rules": [
            {"id": "brooklyn", "when": {"areas": {"borough": ["brooklyn"]}}, "assign": {"department": "DOT"}, "reason": {"en": "Brooklyn."}},
            {"id": "manhattan", "when": {"areas": {"borough": ["manhattan"]}}, "assign": {"department": "DSNY"}, "reason": {"en": "Manhattan."}}
          ]
        }
        """;
}
